/** Milliseconds in the units that intervals are cut by. Days are UTC days: no daylight saving. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A half-open window `[from, to)` of instants in epoch milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The UTC midnight at or before an instant. */
export function startOfUtcDay(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

/** An instant as ISO-8601 UTC with milliseconds. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}

/** Genesys' form of an interval: `start/end`. */
export function toIsoInterval(interval: Interval): string {
  return `${toIso(interval.from)}/${toIso(interval.to)}`;
}

export function contains(interval: Interval, instant: number): boolean {
  return instant >= interval.from && instant < interval.to;
}
