import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignStably, findMoved, planChannels } from "./plan-channels.ts";
import { splitTopic } from "./topics.ts";

const LIMITS = { channelsMax: 20, channelTopicsMax: 1_000 };
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const queues = (count: number) => Array.from({ length: count }, (_, n) => `v2.routing.queues.${id(n)}.conversations`);

describe("a plan of channels", () => {
  test("has as many channels as the topics take, and one more for the thousand and first", () => {
    expect(planChannels(queues(1_000), LIMITS)).toHaveLength(1);
    expect(planChannels(queues(1_001), LIMITS).map(({ length }) => length)).toEqual([1_000, 1]);
    expect(planChannels(queues(20_000), LIMITS)).toHaveLength(20);
    expect(planChannels([], LIMITS)).toEqual([]);
  });

  test("never has a twenty-first channel: more is refused with the sum and what to do", () => {
    expect(() => planChannels(queues(20_001), LIMITS)).toThrow(
      expect.objectContaining({
        kind: "input",
        code: "TOPICS_TOO_MANY",
        message: expect.stringMatching(/20001 topics takes 21 .* of 1000 topics; a client has 20, which is 20000/),
        hint: expect.stringContaining("fewer queues"),
      }),
    );
  });

  test("combines topics where that saves a channel, and only there", () => {
    const users = Array.from({ length: 600 }, (_, n) =>
      ["presence", "conversations"].map((of) => `v2.users.${id(n)}.${of}`),
    );
    expect(planChannels(users.flat(), LIMITS).map(({ length }) => length)).toEqual([600]);
    expect(planChannels(users.slice(0, 500).flat(), LIMITS).map(({ length }) => length)).toEqual([1_000]);
  });

  test("counts a topic once that is asked for twice", () => {
    expect(planChannels([...queues(2), ...queues(2)], LIMITS)).toEqual([queues(2)]);
  });
});

test("when topics come and go, those that stay are not moved, each is on one channel, and none has too many", () => {
  const wanted = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 });
  fc.assert(
    fc.property(wanted, wanted, (first, second) => {
      const topics = (ns: readonly number[]) => ns.flatMap((n) => queues(n + 1).slice(n));
      const before = assignStably([], topics(first), 4);
      const after = assignStably(before, topics(second), 4);
      expect(after.flat().sort()).toEqual(topics(second).sort());
      for (const ids of after) expect(ids.length).toBeLessThanOrEqual(4);
      expect(findMoved(before, after)).toEqual([]);
    }),
  );
});

test("topics that another channel hears from now on, as they were combined, are found", () => {
  const [presence, conversations] = ["presence", "conversations"].map((of) => `v2.users.${id(1)}.${of}`) as [
    string,
    string,
  ];
  const combined = `v2.users.${id(1)}?presence&conversations`;
  expect(splitTopic(combined)).toEqual([presence, conversations]);
  expect(findMoved([[presence], [conversations]], [[combined]])).toEqual([conversations]);
});
