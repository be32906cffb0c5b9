import fc from "fast-check";
import { expect, test } from "vitest";
import { combineTopics, requireTopic, splitTopic } from "./topics.ts";

const USER = "v2.users.3f1b7a0e-5c2d-4b8a-9e6f-1a2b3c4d5e6f";
const QUEUE = "v2.routing.queues.7d3c2b1a-0f9e-4d8c-b7a6-5f4e3d2c1b0a";

test("topics of the same thing share an id, and are themselves again when it is split", () => {
  const topics = [`${USER}.presence`, `${QUEUE}.conversations`, `${USER}.conversations.calls`, `${USER}.routingStatus`];
  const combined = combineTopics(topics);
  expect(combined).toEqual([`${USER}?presence&conversations.calls&routingStatus`, `${QUEUE}.conversations`]);
  expect(combined.flatMap(splitTopic).sort()).toEqual([...topics].sort());
});

test("combining loses no topic and makes none, and no id is longer than may be", () => {
  const start = fc.tuple(fc.constantFrom("v2.users", "v2.routing.queues", "v2.detail.events.conversation"), fc.uuid());
  const suffix = fc.stringMatching(/^[a-z]{1,40}(\.[a-z]{1,20})?$/);
  const topic = fc.oneof(
    fc.tuple(fc.constantFrom(`${USER}.`, `${QUEUE}.`), suffix).map((parts) => parts.join("")),
    fc.tuple(start, suffix).map(([[kind, id], rest]) => `${kind}.${id}.${rest}`),
    fc.constant("v2.analytics.conversations.details.jobs.availability"),
  );
  fc.assert(
    fc.property(fc.uniqueArray(topic, { maxLength: 60 }), (topics) => {
      const combined = combineTopics(topics);
      expect(combined.flatMap(splitTopic).sort()).toEqual([...topics].sort());
      expect(combined.length).toBeLessThanOrEqual(topics.length);
      for (const id of combined) expect(id.length).toBeLessThanOrEqual(200);
    }),
  );
});

test("topics of the system, combined ones and those that are too long are not asked for", () => {
  const bad = [
    "v2.system.token_revoked.1",
    "channel.metadata",
    `${USER}?presence`,
    `v2.${"x".repeat(198)}`,
    "",
    "v2. x",
  ];
  for (const topic of bad) expect(() => requireTopic(topic), topic).toThrow(/can't be subscribed to/);
  expect(requireTopic(`v2.${"x".repeat(197)}`)).toHaveLength(200);
});
