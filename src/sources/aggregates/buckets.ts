import { Temporal } from "temporal-polyfill";
import { AppError } from "../../base/app-error.ts";
import type { Interval } from "../../base/interval.ts";

/** More rows than anybody reads; a slip of the finger (a year by 1s) must not become thousands of requests. */
const MOST_BUCKETS = 50_000;

/**
 * A range cut by an ISO-8601 period, at the bounds that people expect: days begin at midnight of the time zone (23 to 25 hours
 * long where clocks change), weeks on Mondays, months on the 1st, shorter periods are counted from midnight of the first day. The
 * first and the last bucket end with the range. Without a period the range is one bucket.
 *
 * Throws `INTERVAL_TOO_SHORT` (input) for more buckets than 50,000.
 */
export function toBuckets(range: Interval, period: string | null, timeZone: string): readonly Interval[] {
  if (period === null) return [range];
  const length = Temporal.Duration.from(period);
  const boundAt = toBounds(floor(range.from, length, timeZone), length);
  const buckets: Interval[] = [];
  let from = range.from;
  for (let count = 1; from < range.to; count++) {
    const end = boundAt(count);
    if (end <= from) continue;
    if (buckets.length === MOST_BUCKETS) throw tooManyBuckets(period);
    buckets.push({ from, to: Math.min(end, range.to) });
    from = end;
  }
  return buckets;
}

/** Whether the first bucket begins where the period does, so that the API counts from the same bound. */
export function beginsOnBound({ from }: Interval, period: string, timeZone: string): boolean {
  const length = Temporal.Duration.from(period);
  const start = floor(from, length, timeZone);
  if (isOfDays(length)) return start.epochMilliseconds === from;
  return (from - start.epochMilliseconds) % length.total("milliseconds") === 0;
}

function floor(instant: number, { years, months, weeks }: Temporal.Duration, timeZone: string) {
  const day = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).startOfDay();
  if (years > 0) return day.with({ month: 1, day: 1 }).startOfDay();
  if (months > 0) return day.with({ day: 1 }).startOfDay();
  return weeks > 0 ? day.subtract({ days: day.dayOfWeek - 1 }).startOfDay() : day;
}

function isOfDays({ years, months, weeks, days }: Temporal.Duration): boolean {
  return years + months + weeks + days > 0;
}

/** Counted from the first bound, so that no day is lost on the way after a short month. Hours need no calendar. */
function toBounds(first: Temporal.ZonedDateTime, length: Temporal.Duration): (count: number) => number {
  const { years, months, weeks, days } = length;
  if (!isOfDays(length)) {
    const step = length.total("milliseconds");
    return (count) => first.epochMilliseconds + step * count;
  }
  return (count) =>
    first.add({ years: years * count, months: months * count, weeks: weeks * count, days: days * count })
      .epochMilliseconds;
}

function tooManyBuckets(period: string): AppError {
  return new AppError({
    kind: "input",
    code: "INTERVAL_TOO_SHORT",
    message: `The range has more than ${MOST_BUCKETS} intervals of ${period}.`,
    hint: "Give a longer --interval or a shorter range.",
  });
}
