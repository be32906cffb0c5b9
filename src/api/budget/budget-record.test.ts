import fc from "fast-check";
import { expect, test } from "vitest";
import { type BudgetRecord, encodeRecord, parseRecord } from "./budget-record.ts";

const whole = fc.integer({ min: 0, max: 4_102_444_800_000 });
const written = { at: whole, serial: whole, by: fc.string() };
const record: fc.Arbitrary<BudgetRecord> = fc.oneof(
  fc.record({
    kind: fc.constant("claim" as const),
    urgency: fc.constantFrom("question" as const, "bulk" as const),
    requests: whole,
    ...written,
  }),
  fc.record({ kind: fc.constant("return" as const), claimedAt: whole, requests: whole, ...written }),
  fc.record({
    kind: fc.constant("sighting" as const),
    sentAt: whole,
    used: whole,
    allowed: fc.integer({ min: 1, max: 3_000 }),
    resetMs: whole,
    ...written,
  }),
  fc.record({ kind: fc.constant("pause" as const), until: whole, ...written }),
  fc.record({ kind: fc.constant("move" as const), ...written }),
);

test("a record is read as it was written, and stands on a line of its own after half of another", () => {
  fc.assert(
    fc.property(record, record, fc.nat(), (broken, whole, cut) => {
      const half = encodeRecord(broken).trim();
      const lines = (half.slice(0, cut % half.length) + encodeRecord(whole)).split("\n");
      expect(lines.flatMap((line) => parseRecord(line) ?? [])).toEqual([whole]);
    }),
  );
});

test("anything else on a line is no record", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(parseRecord(line)).toBeUndefined();
    }),
  );
  const claim = { kind: "claim", at: 1, by: "p", serial: 1, urgency: "bulk", requests: 1 };
  expect(parseRecord(JSON.stringify(claim))).toEqual(claim);
  for (const change of [
    { at: -1 },
    { at: 1e300 },
    { requests: 0.5 },
    { urgency: "now" },
    { by: 7 },
    { kind: "lock" },
  ]) {
    expect(parseRecord(JSON.stringify({ ...claim, ...change }))).toBeUndefined();
  }
});
