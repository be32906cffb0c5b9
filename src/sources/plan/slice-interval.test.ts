import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, type Interval, startOfUtcDay } from "../../base/interval.ts";
import { halveWindow, sliceInterval } from "./slice-interval.ts";

const interval = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 400 * DAY_MS }))
  .map(([from, length]): Interval => ({ from, to: from + length }));

test("windows cover the interval without gap or overlap, none longer than allowed, cut at UTC midnights only", () => {
  fc.assert(
    fc.property(interval, fc.constantFrom(1, 2, 7, 31), (whole, maxDays) => {
      const windows = sliceInterval(whole, maxDays);
      expect(windows[0]?.from).toBe(whole.from);
      expect(windows.at(-1)?.to).toBe(whole.to);
      for (const [index, window] of windows.entries()) {
        expect(window.to).toBeGreaterThan(window.from);
        expect(window.to - window.from).toBeLessThanOrEqual(maxDays * DAY_MS);
        if (index > 0) expect(window.from).toBe(windows[index - 1]?.to);
        if (index > 0) expect(window.from).toBe(startOfUtcDay(window.from));
      }
    }),
  );
});

test("an interval that one query takes is not cut at all", () => {
  const now = Date.UTC(2026, 10, 22, 22, 12);
  expect(sliceInterval({ from: now - 7 * DAY_MS, to: now }, 7)).toEqual([{ from: now - 7 * DAY_MS, to: now }]);
});

test("halves cover their window, at a midnight where there is one inside", () => {
  fc.assert(
    fc.property(interval, (window) => {
      const halves = halveWindow(window);
      if (halves === null) return window.to - window.from <= 2 * 60_000;
      const [first, second] = halves;
      expect([first.from, first.to, second.to]).toEqual([window.from, second.from, window.to]);
      expect(first.to > first.from && second.to > second.from).toBe(true);
      if (window.to - window.from > 2 * DAY_MS) expect(first.to).toBe(startOfUtcDay(first.to));
      return true;
    }),
  );
});
