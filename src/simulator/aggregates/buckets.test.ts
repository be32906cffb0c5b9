import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIso } from "../../base/interval.ts";
import { toBuckets } from "./buckets.ts";

const AUTUMN = { from: Date.parse("2026-10-24T00:00:00+02:00"), to: Date.parse("2026-10-27T00:00:00+01:00") };

const lengths = (granularity: string | undefined, timeZone = "UTC", interval = AUTUMN) =>
  toBuckets(interval, granularity, timeZone, 1_000).intervals.map(({ from, to }) => (to - from) / HOUR_MS);

test("without a granularity the interval is one bucket", () => {
  expect(lengths(undefined)).toEqual([73]);
});

test("a day on which clocks go back has 25 hours in its zone, and 24 in UTC", () => {
  expect(lengths("P1D", "Europe/Berlin")).toEqual([24, 25, 24]);
  expect(lengths("P1D")).toEqual([24, 24, 24, 1]);
});

test("hours are hours in every zone, and the last bucket ends with the interval", () => {
  expect(lengths("PT24H", "Europe/Berlin")).toEqual([24, 24, 24, 1]);
  expect(lengths("PT30M").length).toBe(146);
});

test("months are counted from the first start", () => {
  const interval = { from: Date.UTC(2026, 0, 31), to: Date.UTC(2026, 4, 1) };
  const { intervals } = toBuckets(interval, "P1M", "UTC", 100);
  expect(intervals.map(({ from }) => toIso(from).slice(5, 10))).toEqual(["01-31", "02-28", "03-31", "04-30"]);
});

test("an instant lies in the bucket that begins at or before it", () => {
  const buckets = toBuckets(AUTUMN, "P1D", "Europe/Berlin", 100);
  const second = AUTUMN.from + DAY_MS;
  expect([second - 1, second, AUTUMN.to - 1].map((at) => buckets.indexOf(at))).toEqual([0, 1, 2]);
});
