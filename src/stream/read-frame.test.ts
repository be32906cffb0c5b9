import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrame } from "./read-frame.ts";

const frame = (json: object) => readFrame(JSON.stringify(json));

test("an event is its topic and its body", () => {
  const event = {
    topicName: "v2.users.1.presence",
    version: "2",
    eventBody: { a: 1 },
    metadata: { CorrelationId: "c" },
  };
  expect(frame(event)).toEqual({ kind: "event", topicName: "v2.users.1.presence", eventBody: { a: 1 } });
});

test("words about the channel are told from each other", () => {
  const of = (topicName: string, message = "") => frame({ topicName, eventBody: { message } });
  expect(of("channel.metadata", "WebSocket Heartbeat")).toEqual({ kind: "alive" });
  expect(of("channel.metadata", "pong")).toEqual({ kind: "pong" });
  expect(of("v2.system.socket_closing")).toEqual({ kind: "closing" });
  expect(of("v2.system.token_revoked.1")).toEqual({ kind: "gone", reason: "token-revoked" });
  expect(of("v2.system.no_longer_subscribed.1")).toEqual({ kind: "gone", reason: "evicted" });
  expect(of("v2.system.something.new")).toEqual({ kind: "alive" });
});

test("a channel that is no more may say so in an answer", () => {
  expect(frame({ result: "404" })).toEqual({ kind: "gone", reason: "expired" });
  expect(frame({ result: 404 })).toEqual({ kind: "gone", reason: "expired" });
  expect(frame({ result: "400", status: "error" })).toEqual({ kind: "alive" });
});

test("what can't be read shows that somebody is there, whatever it is", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => ["alive", "event"].includes(readFrame(text).kind)));
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    '"x"',
    '{"topicName":7}',
    '{"topicName":"channel.metadata","eventBody":null}',
  ])
    expect(readFrame(text), text).toEqual({ kind: "alive" });
});
