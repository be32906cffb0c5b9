import { DAY_MS, type Interval, MINUTE_MS, startOfUtcDay } from "../../base/interval.ts";

/** Longest interval of a details query, in days: without any filter, and with one (official documentation). */
export const MAX_DAYS_WITHOUT_FILTER = 7;
export const MAX_DAYS_WITH_FILTER = 31;

/** How deep a details query can be paged. */
export const MAX_DEPTH = 100_000;

/**
 * Cuts an interval into windows that one query can answer. Cuts lie on UTC midnights, because the API finds
 * conversations by the UTC days that a window touches: a cut elsewhere would have it read that day twice.
 */
export function sliceInterval(interval: Interval, maxDays: number): Interval[] {
  const windows: Interval[] = [];
  let from = interval.from;
  while (interval.to - from > maxDays * DAY_MS) {
    const to = startOfUtcDay(from + maxDays * DAY_MS);
    windows.push({ from, to });
    from = to;
  }
  if (interval.to > from) windows.push({ from, to: interval.to });
  return windows;
}

/** The two halves of a window, cut at a UTC midnight where it holds one; `null` when it is too short to cut. */
export function halveWindow(window: Interval): [Interval, Interval] | null {
  const middle = window.from + (window.to - window.from) / 2;
  const midnight = startOfUtcDay(middle);
  const nextMidnight = midnight + DAY_MS;
  const cut =
    midnight > window.from
      ? midnight
      : nextMidnight < window.to
        ? nextMidnight
        : Math.floor(middle / MINUTE_MS) * MINUTE_MS;
  if (cut <= window.from || cut >= window.to) return null;
  return [
    { from: window.from, to: cut },
    { from: cut, to: window.to },
  ];
}
