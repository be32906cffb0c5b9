import { expect, test } from "vitest";
import { toPercentiles } from "./percentiles.ts";

test("a percentile is the value that so many don't exceed, whatever their order; of nothing there is none", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(toPercentiles(values)).toEqual({ p50: 50, p90: 90, p95: 95 });
  expect(toPercentiles([7])).toEqual({ p50: 7, p90: 7, p95: 7 });
  expect(toPercentiles([10, 9, 1])).toEqual({ p50: 9, p90: 10, p95: 10 });
  expect(toPercentiles([])).toBeNull();
});
