import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../base/interval.ts";
import { toRange } from "./range.ts";

const NOW = Date.UTC(2026, 2, 30, 10);
const iso = (text: string) => Date.parse(text);

describe("the range that a person means", () => {
  test("is the last seven days when nothing is said", () =>
    expect(toRange({}, "UTC", NOW)).toEqual({ from: NOW - 7 * DAY_MS, to: NOW }));
  test("is the last N days", () =>
    expect(toRange({ days: 2 }, "UTC", NOW)).toEqual({ from: NOW - 2 * DAY_MS, to: NOW }));

  test("reads dates as midnights of the time zone, across a change of clocks", () => {
    expect(toRange({ from: "2026-03-28", to: "2026-03-30" }, "Europe/Berlin", NOW)).toEqual({
      from: iso("2026-03-27T23:00:00Z"),
      to: iso("2026-03-29T22:00:00Z"),
    });
  });

  test("reads local times, instants and words", () => {
    expect(toRange({ from: "2026-03-01T08:30" }, "America/New_York", NOW).from).toBe(iso("2026-03-01T13:30:00Z"));
    expect(toRange({ from: "yesterday", to: "today" }, "UTC", NOW)).toEqual({
      from: iso("2026-03-29T00:00:00Z"),
      to: iso("2026-03-30T00:00:00Z"),
    });
  });

  test("begins days before an end and ends days after a beginning", () => {
    expect(toRange({ days: 1, to: "2026-03-02" }, "UTC", NOW)).toEqual({
      from: iso("2026-03-01"),
      to: iso("2026-03-02"),
    });
    expect(toRange({ days: 1, from: "2026-03-02" }, "UTC", NOW)).toEqual({
      from: iso("2026-03-02"),
      to: iso("2026-03-03"),
    });
  });
});

test("an offset in hours is an offset, and what is annotated otherwise is refused", () => {
  expect(toRange({ from: "2026-03-01T10:00:00-05" }, "UTC", NOW).from).toBe(iso("2026-03-01T15:00:00Z"));
  expect(() => toRange({ from: "2026-03-01T00:00[Asia/Tokyo]" }, "UTC", NOW)).toThrow(
    expect.objectContaining({ code: "MOMENT_INVALID" }),
  );
});

describe("ranges that nothing can answer", () => {
  test.each([
    [{ from: "2026-03-02", to: "2026-03-01" }, "RANGE_REVERSED"],
    [{ from: "2026-03-02", to: "2026-03-02" }, "RANGE_EMPTY"],
    [{ from: "1900-01-01" }, "RANGE_TOO_LONG"],
    [{ from: "2026-04-02" }, "RANGE_IN_FUTURE"],
    [{ days: 1, from: "2026-03-01", to: "2026-03-02" }, "RANGE_TWICE"],
    [{ from: "2026-02-30" }, "MOMENT_INVALID"],
    [{ from: "last week" }, "MOMENT_INVALID"],
    [{ to: "2026-03-01T25:00Z" }, "MOMENT_INVALID"],
  ])("%j is refused: %s", (range, code) => {
    expect(() => toRange(range, "UTC", NOW)).toThrow(expect.objectContaining({ kind: "input", code }));
  });

  test("one that only ends in the future is not", () => {
    expect(toRange({ from: "today", to: "2026-03-31" }, "UTC", NOW).to).toBeGreaterThan(NOW + HOUR_MS);
  });
});
