import { DAY_MS, type Interval, startOfUtcDay } from "../base/interval.ts";
import { toCoverage } from "../store/coverage.ts";
import type { Slice } from "../store/slice.ts";

/** A job takes any number of conversations of up to 31 days. */
const STRETCH_DAYS = 31;
/** The newest stretch is what people look at first. */
const FIRST_STRETCH_DAYS = 7;

/** Whole UTC days of a range that have never been read to their end, as stretches, newest first. */
export function findMissing(slices: readonly Slice[], { from, to }: Interval): Interval[] {
  const stretches: Interval[] = [];
  for (const { interval } of toCoverage(slices, { from, to }).missing.slice().reverse()) {
    // A day of which a part is missing is read whole: the API answers for whole days.
    const first = startOfUtcDay(interval.from);
    let end = Math.min(to, startOfUtcDay(interval.to - 1) + DAY_MS);
    end = Math.min(end, stretches.at(-1)?.from ?? end);
    while (end > first) {
      const days = stretches.length === 0 ? FIRST_STRETCH_DAYS : STRETCH_DAYS;
      const start = Math.max(first, startOfUtcDay(end - 1) - (days - 1) * DAY_MS);
      stretches.push({ from: start, to: end });
      end = start;
    }
  }
  return stretches;
}

/** A day that is to be read again, and which pass that is. */
export interface DueSettle {
  readonly interval: Interval;
  readonly settleDay: number;
  /** What has not changed any more in it has settled. */
  readonly isLast: boolean;
}

/** Days whose time has come to be read again, newest first: `now` is until when late facts are known. One reading serves all passes that are due. */
export function findDueSettles(
  slices: readonly Slice[],
  settleDays: readonly number[],
  range: Interval,
  now: number,
): DueSettle[] {
  const due: DueSettle[] = [];
  for (let day = startOfUtcDay(range.to - 1); day >= range.from; day -= DAY_MS) {
    const interval = { from: day, to: day + DAY_MS };
    if (toCoverage(slices, interval).missing.length > 0) continue;
    const pass = findDuePass(slices, settleDays, interval, now);
    if (pass !== null) due.push({ interval, ...pass });
  }
  return due;
}

function findDuePass(
  slices: readonly Slice[],
  settleDays: readonly number[],
  day: Interval,
  now: number,
): { settleDay: number; isLast: boolean } | null {
  const last = settleDays.at(-1);
  if (last === undefined) return null;
  const readings = slices.filter(
    ({ pass, state, interval }) =>
      pass !== "tail" && state === "done" && interval.from <= day.from && interval.to >= day.to,
  );
  const readAt = Math.max(0, ...readings.map(({ factsAsOf }) => factsAsOf));
  const isDue = (settleDay: number) => now >= day.to + settleDay * DAY_MS && readAt < day.to + settleDay * DAY_MS;
  const settleDay = settleDays.filter(isDue).at(-1);
  return settleDay === undefined ? null : { settleDay, isLast: settleDay >= last };
}
