import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import type { Lasting } from "./arrivals.ts";
import { checkForeseen, ORDINARY_MS } from "./lasting.ts";
import { World } from "./world.ts";
import type { WorldConversation } from "./world-conversation.ts";

const FIRST = Date.UTC(2026, 1, 2) / DAY_MS;
const ARRIVAL = { kind: "email", queue: 5, at: FIRST * DAY_MS, workDay: FIRST } as const;

/** A conversation that changes once, so many days after its begin. */
function changingAfter(days: number): WorldConversation {
  const [one] = new World(1, 40).startingOn(FIRST);
  if (one === undefined) throw new RangeError("nothing began");
  const [start, end] = [ARRIVAL.at, ARRIVAL.at + days * DAY_MS];
  const session = {
    media: "email",
    direction: "inbound",
    segments: [{ type: "parked", start, end }],
    facts: {},
  } as const;
  return {
    ...one,
    start,
    end,
    activeUntil: end,
    participants: [{ purpose: "agent", sessions: [session] }],
  } as unknown as WorldConversation;
}

test.each<[Lasting | undefined, number, boolean]>([
  [undefined, 1.9, true],
  [undefined, 2.1, false],
  ["answer-after-days", 7.9, true],
  ["answer-after-days", 8.1, false],
  ["answer-after-weeks", 31, true],
  ["answer-after-weeks", 33, false],
  ["callback-expires", 30, false],
  ["callback-expires", 60, true],
])("what lasts because of %s and changes %d days after its begin is foreseen: %s", (lasts, days, foreseen) => {
  const check = () => checkForeseen(lasts === undefined ? ARRIVAL : { ...ARRIVAL, lasts }, changingAfter(days));
  if (foreseen) expect(check).not.toThrow();
  else expect(check).toThrow("longer than its plan foresees");
});

test("the plan foresees whatever lasts, in organisations of any size, and something of each kind does last", () => {
  for (const perDay of [7, 400, 2_000]) {
    const world = new World(9, perDay);
    // Running a day checks it.
    const lasting = Array.from({ length: 30 }, (_, day) => world.startingOn(FIRST + day))
      .flat()
      .filter(({ start, end }) => end - start > ORDINARY_MS);
    expect(lasting.length).toBeGreaterThan(0);
    for (const day of [FIRST, FIRST + 3]) {
      const late = lasting.filter(({ start, end }) => Math.floor(start / DAY_MS) === day && end >= (day + 3) * DAY_MS);
      const [from, to] = [(day + 3) * DAY_MS, (day + 63) * DAY_MS];
      const stirring = world.stirringSince(day, { from, to });
      expect(stirring.map(({ id }) => id)).toEqual(expect.arrayContaining(late.map(({ id }) => id)));
    }
  }
});
