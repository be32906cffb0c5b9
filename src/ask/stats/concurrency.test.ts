import fc from "fast-check";
import { expect, test } from "vitest";
import { toConcurrency } from "./concurrency.ts";

const BUCKETS = Array.from({ length: 6 }, (_, index) => ({ from: index * 10, to: (index + 1) * 10 }));

test("counts whoever is there at each instant", () => {
  const span = fc.tuple(fc.integer({ min: -20, max: 70 }), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (pairs) => {
      const spans = pairs.map(([from, length]) => ({ from, to: from + length }));
      const activeAt = (at: number) => spans.filter(({ from, to }) => from <= at && at < to).length;
      const found = toConcurrency(spans, BUCKETS);
      BUCKETS.forEach(({ from, to }, index) => {
        const counts = Array.from({ length: to - from }, (_, offset) => activeAt(from + offset));
        const max = Math.max(...counts);
        const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
        if (max === 0) expect(found[index]).toBeNull();
        else expect(found[index]).toEqual({ max, mean: expect.closeTo(mean, 9) });
      });
    }),
  );
});

test("who leaves as another comes is not there with them", () => {
  const spans = [
    { from: 0, to: 5 },
    { from: 5, to: 10 },
  ];
  expect(toConcurrency(spans, [{ from: 0, to: 10 }])).toEqual([{ max: 1, mean: 1 }]);
});
