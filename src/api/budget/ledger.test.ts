import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { BudgetRecord, Claim, Sighting, Urgency } from "./budget-record.ts";
import { Ledger } from "./ledger.ts";

const NOON = Date.UTC(2026, 2, 10, 12);

const claim = (at: number, requests = 1, urgency: Urgency = "question", by = "a"): Claim => ({
  kind: "claim",
  at,
  by,
  serial: 1,
  urgency,
  requests,
});
const sighting = (at: number, used: number, resetMs: number, rest: Partial<Sighting> = {}): Sighting => ({
  kind: "sighting",
  at,
  by: "a",
  serial: 1,
  sentAt: at - 100,
  used,
  allowed: 300,
  resetMs,
  ...rest,
});
const pause = (at: number, ms: number): BudgetRecord => ({ kind: "pause", at, by: "a", serial: 1, until: at + ms });

function open(...records: BudgetRecord[]): Ledger {
  const ledger = new Ledger();
  for (const record of records) ledger.apply(record);
  return ledger;
}

describe("what the API says", () => {
  test("counts from the first answer on; before it, nothing is held back", () => {
    expect(open().findWait("bulk", NOON)).toBeUndefined();
    const ledger = open(sighting(NOON, 12, 41_000));
    expect(ledger.status(NOON)).toEqual({
      allowed: 300,
      used: 12,
      resetsAt: NOON + 41_000,
      pausedUntil: null,
      processes: 1,
    });
  });

  test("wins over our own account where others have used the same token", () => {
    const ledger = open(sighting(NOON, 1, 60_000), claim(NOON, 8), sighting(NOON + 900, 200, 59_000));
    expect(ledger.status(NOON + 900).used).toBe(200);
  });

  test("slows down before it refuses: a question from half of it on, bulk work earlier, both evenly", () => {
    const ledger = open(sighting(NOON, 146, 60_000));
    expect(ledger.findWait("question", NOON)).toBeUndefined();
    expect(ledger.findWait("bulk", NOON)).toMatchObject({ why: "pace" });
    expect(ledger.apply(claim(NOON))).toBe(true);
    const wait = ledger.findWait("question", NOON);
    expect(wait).toMatchObject({ why: "pace" });
    expect((wait?.until ?? 0) - NOON).toBeLessThan(SECOND_MS);
  });

  test("a window that is used up is not knocked at until it has surely ended", () => {
    const ledger = open(sighting(NOON, 300, 42_000));
    expect(ledger.findWait("question", NOON)).toEqual({ until: NOON + 43_000, why: "used-up" });
    expect(ledger.findWait("question", NOON + 43_000)).toBeUndefined();
  });

  test("a smaller limit of one resource holds for all until the window ends", () => {
    const ledger = open(
      sighting(NOON, 3, 60_000),
      sighting(NOON + 1, 1, 60_000, { allowed: 180 }),
      sighting(NOON + 2, 5, 60_000),
    );
    expect(ledger.status(NOON + 2).allowed).toBe(180);
  });

  test("an answer that was long under way says nothing of the window that has begun meanwhile", () => {
    const ledger = open(sighting(NOON, 290, 10_000), claim(NOON + 12_000, 20));
    const late = sighting(NOON + 12_500, 298, 1_000, { sentAt: NOON + 9_000 });
    expect(ledger.learnsFrom(late)).toBe(false);
    ledger.apply(late);
    expect(ledger.status(NOON + 12_500)).toMatchObject({ used: 20, resetsAt: NOON + 72_000 });
  });

  test("another token's later window does not cut this one short", () => {
    const ledger = open(sighting(NOON, 250, 20_000), sighting(NOON + 1, 3, 60_000));
    expect(ledger.status(NOON + 1)).toMatchObject({ used: 250, resetsAt: NOON + 20_000 });
  });

  test("the fastest answer says best when the window ends", () => {
    const ledger = open(
      sighting(NOON + 9_000, 1, 60_000, { sentAt: NOON }),
      sighting(NOON + 9_100, 2, 51_000, { sentAt: NOON + 9_050 }),
    );
    expect(ledger.status(NOON + 9_100).resetsAt).toBe(NOON + 60_100);
  });

  test("a limit that no answer has named for two minutes is forgotten", () => {
    const ledger = open(sighting(NOON, 300, 60_000));
    expect(ledger.isKnown(NOON + 2 * MINUTE_MS)).toBe(true);
    expect(ledger.isKnown(NOON + 2 * MINUTE_MS + 1)).toBe(false);
  });
});

describe("claims", () => {
  test("that two make of the last request: the first has it", () => {
    const ledger = open(sighting(NOON, 293, 60_000));
    const late = NOON + 59_000;
    expect(ledger.apply(claim(late, 1, "question", "a"))).toBe(true);
    expect(ledger.apply(claim(late, 1, "question", "b"))).toBe(false);
    expect(ledger.status(late)).toMatchObject({ used: 294, processes: 1 });
  });

  test("that are given back are free again, unless their window is over", () => {
    const ledger = open(sighting(NOON, 1, 60_000), claim(NOON + 1, 8));
    const back = { kind: "return", by: "a", serial: 2, claimedAt: NOON + 1, requests: 7 } as const;
    ledger.apply({ ...back, at: NOON + 2 });
    expect(ledger.status(NOON + 2).used).toBe(2);
    ledger.apply(claim(NOON + 62_000, 8));
    ledger.apply({ ...back, at: NOON + 62_001 });
    expect(ledger.status(NOON + 62_001).used).toBe(8);
  });

  test("during a pause are refused, whoever makes them, until it is over", () => {
    const ledger = open(sighting(NOON, 1, 60_000), pause(NOON, 7_200_000));
    expect(ledger.apply(claim(NOON + 7_199_999))).toBe(false);
    expect(ledger.findWait("question", NOON + 1)).toEqual({ until: NOON + 7_200_000, why: "pause" });
    expect(ledger.apply(claim(NOON + 7_200_000))).toBe(true);
  });

  test("are small where little is left, so that none stays with one process while another waits for it", () => {
    const ledger = open(sighting(NOON, 1, 60_000));
    expect(ledger.sizeClaim("question", NOON)).toBe(8);
    ledger.apply(claim(NOON, 140));
    expect(ledger.sizeClaim("question", NOON)).toBe(1);
  });
});

const instant = fc.integer({ min: NOON - 10 * MINUTE_MS, max: NOON + 10 * MINUTE_MS });
const written = { at: instant, by: fc.constantFrom("a", "b", "c"), serial: fc.nat() };
const record: fc.Arbitrary<BudgetRecord> = fc.oneof(
  fc.record({
    kind: fc.constant("claim" as const),
    urgency: fc.constantFrom<Urgency>("question", "bulk"),
    requests: fc.integer({ min: 0, max: 500 }),
    ...written,
  }),
  fc.record({ kind: fc.constant("return" as const), claimedAt: instant, requests: fc.nat({ max: 500 }), ...written }),
  fc.record({
    kind: fc.constant("sighting" as const),
    sentAt: instant,
    used: fc.nat({ max: 1_000 }),
    allowed: fc.integer({ min: 1, max: 1_000 }),
    resetMs: fc.nat({ max: MINUTE_MS }),
    ...written,
  }),
  fc.tuple(instant, fc.nat({ max: MINUTE_MS })).map(([at, ms]) => pause(at, ms)),
);

test("whatever was written by whatever clock: in two windows at most a request may go", () => {
  let waits = 0;
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 40 }),
      instant,
      fc.constantFrom("question", "bulk"),
      (records, now, urgency) => {
        const ledger = open(...records);
        ledger.follow(now);
        let at = now;
        for (let wait = ledger.findWait(urgency, at); wait !== undefined; wait = ledger.findWait(urgency, at)) {
          expect(wait.until).toBeGreaterThan(at);
          at = wait.until;
          waits += 1;
        }
        expect(at - now).toBeLessThanOrEqual(2 * MINUTE_MS + SECOND_MS);
        if (ledger.isKnown(at)) expect(ledger.apply(claim(at, 1, urgency))).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(waits).toBeGreaterThan(100);
});

test("of those who read the same records, all come to the same result", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), instant, (records, now) => {
      const one = open();
      const granted = records.map((record) => {
        // Looking at it changes nothing.
        one.findWait("question", record.at);
        one.status(record.at);
        return one.apply(record);
      });
      const other = open();
      expect(records.map((record) => other.apply(record))).toEqual(granted);
      expect(one.status(now)).toEqual(other.status(now));
    }),
  );
});
