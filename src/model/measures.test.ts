import { expect, test } from "vitest";
import { lacksServiceLevel, measure, toMetrics } from "./measures.ts";
import { mergeStatistics, type Statistics } from "./statistics.ts";

const metrics = (known: Record<string, Statistics>) => new Map(Object.entries(known));

test("a metric that the API left out is unknown, and so is a mean of nothing", () => {
  expect(measure("abandoned", metrics({}))).toBeNull();
  expect(measure("ahtMs", metrics({ tHandle: { count: 0, sum: 0 } }))).toBeNull();
  expect(measure("abandoned", metrics({ tAbandon: { count: 0, sum: 0 } }))).toBe(0);
});

test("counts are counts: of what is timed never the sum", () => {
  const known = metrics({ tAnswered: { count: 3, sum: 90_000 }, tAbandon: { count: 1, sum: 40_000 } });
  expect([measure("answered", known), measure("abandoned", known)]).toEqual([3, 1]);
  expect(measure("asaMs", known)).toBe(30_000);
});

test("the service level is the API's; where it sends none, what was answered in time of what was answered or abandoned", () => {
  const parts = { tAnswered: { count: 6, sum: 1 }, nOverSla: { count: 1 }, tAbandon: { count: 2, sum: 1 } };
  const sent = metrics({ ...parts, oServiceLevel: { ratio: 0.7, numerator: 7, denominator: 10, target: 0.8 } });
  expect([measure("serviceLevel", sent), lacksServiceLevel(sent)]).toEqual([0.7, false]);
  expect(measure("serviceLevelTarget", sent)).toBe(0.8);
  expect([measure("serviceLevel", metrics(parts)), lacksServiceLevel(metrics(parts))]).toEqual([5 / 8, true]);
  expect(measure("serviceLevel", metrics({ tAbandon: { count: 2 } }))).toBe(0);
  expect(measure("serviceLevel", metrics({ nOffered: { count: 2 } }))).toBeNull();
  expect(toMetrics(["serviceLevel"])).toEqual(["oServiceLevel", "tAnswered", "nOverSla", "tAbandon"]);
});

test("two parts of an interval add up; a bound that one of them does not tell, and a target that differs, are unknown", () => {
  const a = { count: 2, sum: 10, min: 4, max: 6, numerator: 1, denominator: 2, ratio: 0.5, target: 0.8 };
  const b = { count: 1, sum: 9, max: 9, numerator: 2, denominator: 2, ratio: 1, target: 0.9 };
  expect(mergeStatistics(a, b)).toEqual({ count: 3, sum: 19, max: 9, numerator: 3, denominator: 4, ratio: 0.75 });
  expect(mergeStatistics(a, a).target).toBe(0.8);
});
