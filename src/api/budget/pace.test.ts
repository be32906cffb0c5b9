import fc from "fast-check";
import { expect, test } from "vitest";
import { countDue, createPace, findDue } from "./pace.ts";

const allowed = fc.integer({ min: 1, max: 5_000 });
const span = fc
  .record({ from: fc.integer({ min: 0, max: 2_000_000_000_000 }), length: fc.integer({ min: 1_000, max: 3_600_000 }) })
  .map(({ from, length }) => ({ from, to: from + length }));
const part = fc.double({ min: 0, max: 1.2, noNaN: true });

test("never more than is allowed, and all but a small part of it by the end", () => {
  fc.assert(
    fc.property(allowed, span, part, (allowed, { from, to }, part) => {
      const pace = createPace("question", allowed);
      expect(countDue(pace, { from, to }, from + part * (to - from))).toBeLessThanOrEqual(allowed);
      expect(countDue(pace, { from, to }, to - 1)).toBeGreaterThanOrEqual(Math.floor(allowed * 0.97) - 1);
    }),
  );
});

test("bulk work is never before a question, and leaves it a part of every window", () => {
  fc.assert(
    fc.property(allowed, span, part, (allowed, { from, to }, part) => {
      const at = from + part * (to - from);
      const question = countDue(createPace("question", allowed), { from, to }, at);
      const bulk = countDue(createPace("bulk", allowed), { from, to }, at);
      expect(bulk).toBeLessThanOrEqual(question);
      if (allowed >= 10) expect(bulk).toBeLessThan(question);
    }),
  );
});

test("a request may go exactly from the instant that was found for it", () => {
  fc.assert(
    fc.property(
      allowed,
      span,
      fc.constantFrom("question" as const, "bulk" as const),
      fc.nat(),
      (allowed, span, urgency, n) => {
        const pace = createPace(urgency, allowed);
        const number = 1 + (n % allowed);
        const due = findDue(pace, span, number);
        if (due === undefined) {
          expect(number).toBeGreaterThan(pace.ceiling);
          return;
        }
        expect(due).toBeLessThan(span.to);
        expect(countDue(pace, span, due)).toBeGreaterThanOrEqual(number);
        if (number > pace.free) expect(countDue(pace, span, due - 2)).toBeLessThanOrEqual(number);
      },
    ),
  );
});
