import { Temporal } from "temporal-polyfill";
import type { Interval } from "../../base/interval.ts";
import { badRequest, invalidValue } from "../rest/api-refusal.ts";

/** The parts that an interval is cut into: consecutive, from its start; the last one ends with it. */
export interface Buckets {
  readonly intervals: readonly Interval[];
  /** Place of the bucket that an instant of the interval lies in. */
  indexOf(instant: number): number;
}

/**
 * Cuts an interval by an ISO period. Days, weeks and months are those of the time zone, so that a day of changing clocks has
 * 23 or 25 hours; without a granularity there is one bucket.
 */
export function toBuckets(interval: Interval, granularity: string | undefined, timeZone: string, max: number): Buckets {
  const starts = granularity === undefined ? [interval.from] : cut(interval, parsePeriod(granularity), timeZone, max);
  const intervals = starts.map((from, index) => ({ from, to: starts[index + 1] ?? interval.to }));
  return { intervals, indexOf: (instant) => findLast(starts, instant) };
}

/** Refuses a time zone that the tz database does not know. */
export function parseTimeZone(value: unknown): string {
  if (value === undefined || value === null) return "UTC";
  try {
    if (typeof value === "string")
      return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(value).timeZoneId;
  } catch {
    // Told below.
  }
  throw invalidValue(value, "TimeZone");
}

function parsePeriod(granularity: string): Temporal.Duration {
  try {
    const period = Temporal.Duration.from(granularity);
    if (period.sign > 0) return period;
  } catch {
    // Told below.
  }
  throw invalidValue(granularity, "Period");
}

function cut(interval: Interval, period: Temporal.Duration, timeZone: string, max: number): number[] {
  const { from, to } = interval;
  const toStart = isOfTime(period) ? stepping(from, period) : walking(from, period, timeZone);
  const starts: number[] = [];
  for (let start = from; start < to || starts.length === 0; start = toStart(starts.length)) {
    if (starts.length === max) throw badRequest(`A query may not ask for more than ${max} intervals.`);
    starts.push(start);
  }
  return starts;
}

/** Hours are hours everywhere: no calendar is needed. */
function isOfTime({ years, months, weeks, days }: Temporal.Duration): boolean {
  return years === 0 && months === 0 && weeks === 0 && days === 0;
}

function stepping(from: number, period: Temporal.Duration): (count: number) => number {
  const step = Math.max(1, period.total("milliseconds"));
  return (count) => from + count * step;
}

/** Each start is counted from the first one: after the 31st of a month comes the 28th, and then the 31st again. */
function walking(from: number, period: Temporal.Duration, timeZone: string): (count: number) => number {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  const { years, months, weeks, days, hours, minutes, seconds } = period;
  return (count) =>
    first.add({
      years: years * count,
      months: months * count,
      weeks: weeks * count,
      days: days * count,
      hours: hours * count,
      minutes: minutes * count,
      seconds: seconds * count,
    }).epochMilliseconds;
}

/** The last place whose start is not after the instant. */
function findLast(starts: readonly number[], instant: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
