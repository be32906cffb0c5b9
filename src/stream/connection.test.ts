import { expect, test } from "vitest";
import { createFakeClock } from "../../test/support/fake-clock.ts";
import type { Api } from "../api/api.ts";
import type { SocketListener } from "../api/socket.ts";
import { openConnection } from "./connection.ts";

const HEARTBEAT = '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}';
const PONG = '{"topicName":"channel.metadata","eventBody":{"message":"pong"}}';
const PATIENCE = { silenceMs: 35_000, answerMs: 10_000 };

/** A connection to a wire of which the test holds the other end. */
function dial(signal = new AbortController().signal) {
  const clock = createFakeClock();
  const sent: string[] = [];
  const wire = { isClosed: false };
  let far: SocketListener | undefined;
  const openSocket: Api["openSocket"] = (_, listener) => {
    far = listener;
    return {
      send: (text) => sent.push(text),
      close: () => {
        wire.isClosed = true;
      },
    };
  };
  const events: unknown[] = [];
  const event = (topicName: string) => events.push(topicName);
  const connecting = openConnection({ openSocket } as Api, clock, "wss://x", { patience: PATIENCE, event, signal });
  if (far === undefined) throw new Error("no socket was asked for");
  return { clock, sent, wire, far, events, connecting };
}

async function open() {
  const dialled = dial();
  dialled.far.opened();
  return { ...dialled, connection: await dialled.connecting };
}

test("heartbeats keep it, and nobody is asked whether they are there", async () => {
  const { clock, far, sent, connection } = await open();
  for (let n = 0; n < 100; n++) {
    clock.advance(30_000);
    far.text(HEARTBEAT);
  }
  expect(sent).toEqual([]);
  expect(connection.endedWith).toBeUndefined();
  expect(clock.sleepers()).toBe(1);
});

test("silence is asked about, an answer is enough, and without one it has ended since the last word", async () => {
  const { clock, far, sent, wire, connection } = await open();
  const opened = clock.now();
  clock.advance(35_000);
  expect(sent).toEqual(['{"message":"ping"}']);
  far.text(PONG);
  clock.advance(10_000);
  expect(connection.endedWith).toBeUndefined();
  clock.advance(25_000);
  clock.advance(10_000);
  expect(sent).toHaveLength(2);
  expect(await connection.ended).toBe("silent");
  expect(connection.heardAt).toBe(opened + 35_000);
  expect(wire.isClosed).toBe(true);
  expect(clock.sleepers()).toBe(0);
});

test("it is left when everything has come that was sent; what comes later is not told", async () => {
  const { far, events, wire, connection, clock } = await open();
  const draining = connection.drain();
  far.text('{"topicName":"v2.a","eventBody":{}}');
  far.text(PONG);
  far.text('{"topicName":"v2.b","eventBody":{}}');
  expect(await draining).toBe(true);
  expect(events).toEqual(["v2.a"]);
  expect(wire.isClosed).toBe(true);
  expect(clock.sleepers()).toBe(0);
});

test("one that breaks, or does not answer, while it is left may have kept something back", async () => {
  const broken = await open();
  const draining = broken.connection.drain();
  broken.far.closed({ wasOpen: true, code: 1006, reason: "", status: undefined });
  expect(await draining).toBe(false);
  const dumb = await open();
  const waiting = dumb.connection.drain();
  dumb.clock.advance(10_000);
  expect(await waiting).toBe(false);
});

test("one that does not open is refused: by the server, by time, or as nobody wants it any more", async () => {
  const refused = dial();
  refused.far.closed({ wasOpen: false, code: 1006, reason: "", status: 404 });
  await expect(refused.connecting).rejects.toMatchObject({ status: 404 });
  const late = dial();
  late.clock.advance(10_000);
  await expect(late.connecting).rejects.toMatchObject({ status: undefined });
  const stop = new AbortController();
  const unwanted = dial(stop.signal);
  stop.abort();
  await expect(unwanted.connecting).rejects.toThrow(/not opened/);
  for (const { wire, clock } of [refused, late, unwanted])
    expect({ ...wire, timers: clock.sleepers() }).toEqual({ isClosed: true, timers: 0 });
});
