import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { World } from "./world.ts";
import type { WorldConversation } from "./world-conversation.ts";

const FIRST = Date.UTC(2026, 1, 2) / DAY_MS;
/** Stuck legs and expiring callbacks last up to two months: before that, the count of active ones is still growing. */
const GROWN = 62;

function listDays(world: World, from: number, count: number): WorldConversation[] {
  return Array.from({ length: count }, (_, index) => world.startingOn(from + index)).flat();
}

/** The least and the most conversations that are active at once in a window. */
function measureActivity(
  conversations: readonly WorldConversation[],
  from: number,
  to: number,
): { min: number; max: number } {
  const changes = conversations.flatMap(({ start, activeUntil }) => [[start, 1] as const, [activeUntil, -1] as const]);
  changes.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let [active, min, max] = [0, Number.POSITIVE_INFINITY, 0];
  for (const [at, change] of changes) {
    active += change;
    if (at < from || at >= to) continue;
    min = Math.min(min, active);
    max = Math.max(max, active);
  }
  return { min, max };
}

test("the same seed gives the same conversations, whatever was asked before", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }), (seed, before) => {
      const [fresh, used] = [new World(seed, 60), new World(seed, 60)];
      for (const day of before) used.startingOn(FIRST + day);
      expect(JSON.stringify(used.startingOn(FIRST + 9))).toBe(JSON.stringify(fresh.startingOn(FIRST + 9)));
    }),
    { numRuns: 15 },
  );
});

test("another seed is another organisation", () => {
  const [one, other] = [new World(1, 400), new World(2, 400)];
  expect(one.organisation.users[0]?.id).not.toBe(other.organisation.users[0]?.id);
  expect(one.startingOn(FIRST)[0]?.id).not.toBe(other.startingOn(FIRST)[0]?.id);
});

test("conversations are found by id, and stand on the day on which they begin", () => {
  const world = new World(3, 400);
  for (const conversation of world.startingOn(FIRST + 4)) {
    expect(Math.floor(conversation.start / DAY_MS)).toBe(FIRST + 4);
    expect(world.find(conversation.id)).toBe(conversation);
  }
});

test("on average as many begin a day as were asked for, fewer on Sundays", () => {
  for (const perDay of [40, 400]) {
    const days = Array.from({ length: 56 }, (_, index) => new World(5, perDay).startingOn(FIRST + index).length);
    const mean = days.reduce((sum, count) => sum + count, 0) / days.length;
    expect(mean).toBeGreaterThan(perDay * 0.93);
    expect(mean).toBeLessThan(perDay * 1.07);
  }
  const week = Array.from({ length: 7 }, (_, index) => new World(5, 400).startingOn(FIRST + index).length);
  expect(week[6]).toBeLessThan((week[1] ?? 0) * 0.7);
});

describe("how many are active", () => {
  test.each([1, 2, 3, 42])("is from 15 to 60 at any moment of two months with seed %i", (seed) => {
    const conversations = listDays(new World(seed, 400), FIRST, GROWN + 62);
    const { min, max } = measureActivity(conversations, (FIRST + GROWN) * DAY_MS, (FIRST + GROWN + 60) * DAY_MS);
    expect(min).toBeGreaterThanOrEqual(15);
    expect(max).toBeLessThanOrEqual(60);
  });

  test("is what the world says at hundreds of random instants", () => {
    const world = new World(7, 400);
    const conversations = listDays(world, FIRST, GROWN + 62);
    const instants = fc.integer({ min: (FIRST + GROWN) * DAY_MS, max: (FIRST + GROWN + 60) * DAY_MS });
    fc.assert(
      fc.property(instants, (instant) => {
        const expected = conversations.filter(({ start, activeUntil }) => start <= instant && activeUntil > instant);
        const found = world.activeAt(instant);
        expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        expect(found.length).toBeGreaterThanOrEqual(15);
        expect(found.length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 400 },
    );
  });
});

test("nobody is rung for, in or busy after two calls at once", () => {
  const world = new World(11, 400);
  const calls = new Map<number, [number, number][]>();
  for (const { participants } of listDays(world, FIRST, 10)) {
    for (const { user, sessions } of participants) {
      const [session] = sessions;
      const first = session?.segments[0];
      if (user === undefined || first === undefined || session === undefined) continue;
      if (session.media !== "voice" && session.media !== "callback") continue;
      const times = [first.start, session.segments.at(-1)?.end ?? 0] as [number, number];
      calls.set(user, [...(calls.get(user) ?? []), times]);
    }
  }
  expect(calls.size).toBeGreaterThan(50);
  for (const times of calls.values()) {
    times.sort((a, b) => a[0] - b[0]);
    times.slice(1).forEach(([start], index) => {
      expect(start).toBeGreaterThanOrEqual(times[index]?.[1] ?? 0);
    });
  }
});

test("an agent works on one chat, message or e-mail at a time; the others are on hold", () => {
  const world = new World(12, 400);
  const worked = new Map<number, [number, number][]>();
  for (const { participants } of listDays(world, FIRST, 6)) {
    for (const { user, sessions } of participants) {
      const [session] = sessions;
      if (user === undefined || session === undefined || session.media === "voice" || session.media === "callback")
        continue;
      // What was waited for days is finished besides the day's work.
      if ((session.segments.at(-1)?.end ?? 0) - (session.segments[0]?.start ?? 0) > DAY_MS / 4) continue;
      const stretches = session.segments
        .filter(({ type }) => type === "interact")
        .map(({ start, end }) => [start, end] as [number, number]);
      worked.set(user, [...(worked.get(user) ?? []), ...stretches]);
    }
  }
  for (const stretches of worked.values()) {
    stretches.sort((a, b) => a[0] - b[0]);
    stretches.slice(1).forEach(([start], index) => {
      expect(start).toBeGreaterThanOrEqual(stretches[index]?.[1] ?? 0);
    });
  }
});

test("every segment ends after it began, and the next one does not begin before", () => {
  for (const { participants, start, end } of listDays(new World(14, 400), FIRST, 5)) {
    for (const { segments } of participants.flatMap(({ sessions }) => sessions)) {
      expect(segments.length).toBeGreaterThan(0);
      segments.forEach((segment, index) => {
        expect(Number.isInteger(segment.start) && Number.isInteger(segment.end)).toBe(true);
        expect(segment.end).toBeGreaterThanOrEqual(segment.start);
        expect(segment.start).toBeGreaterThanOrEqual(segments[index - 1]?.end ?? start);
        expect(segment.end).toBeLessThanOrEqual(end);
      });
    }
  }
});
