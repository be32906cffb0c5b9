import { AppError } from "../base/app-error.ts";
import { DAY_MS, type Interval, toIso } from "../base/interval.ts";
import { parseMoment } from "./moment.ts";
import { count, text } from "./parameter.ts";

export const DEFAULT_DAYS = 7;

/** Genesys keeps details for five years at the most where an organisation has set a retention; others keep them for the length of their contract. */
const MAX_DAYS = 5_500;

export const RANGE_PARAMETERS = {
  days: count("--days <n>", `The last N times 24 hours; ${DEFAULT_DAYS} when no range is given.`, MAX_DAYS),
  from: text("--from <time>", "Conversations that began at or after this: 2026-11-01, 2026-11-01T14:30, …Z, today."),
  to: text("--to <time>", "Conversations that began before this; now when only --from is given."),
};

export interface RangeParameters {
  readonly days?: number;
  readonly from?: string;
  readonly to?: string;
}

/**
 * The half-open window `[from, to)` that a person means. Refused before any request: `RANGE_TWICE`, `RANGE_REVERSED`,
 * `RANGE_IN_FUTURE`, `MOMENT_INVALID` (all input). `endFlag` is what the flag of the end is called.
 */
export function toRange(
  { days, from, to }: RangeParameters,
  timeZone: string,
  now: number,
  endFlag = "--to",
): Interval {
  if (days !== undefined && from !== undefined && to !== undefined) throw rangeTwice(endFlag);
  const length = (days ?? DEFAULT_DAYS) * DAY_MS;
  const start = from === undefined ? undefined : parseMoment(from, "--from", timeZone, now);
  const end = to === undefined ? undefined : parseMoment(to, endFlag, timeZone, now);
  const range: Interval =
    start !== undefined
      ? { from: start, to: end ?? (days === undefined ? now : Math.min(now, start + length)) }
      : { from: (end ?? now) - length, to: end ?? now };
  if (range.from >= now) throw inFuture(range);
  if (range.from === range.to) throw emptyRange(range, endFlag);
  if (range.from > range.to) throw reversed(range, endFlag);
  if (range.from < now - MAX_DAYS * DAY_MS) throw tooLongAgo(range, now);
  return range;
}

function rangeTwice(endFlag: string): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_TWICE",
    message: `--days, --from and ${endFlag} are given together, which says the range twice.`,
    hint: "Give two of them at the most.",
  });
}

function emptyRange(range: Interval, endFlag: string): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_EMPTY",
    message: `The range is empty: it begins and ends at ${toIso(range.from)}.`,
    hint: `The end itself is not included: for a whole day, give the day after it as ${endFlag}.`,
  });
}

function tooLongAgo(range: Interval, now: number): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_TOO_LONG",
    message: `The range begins at ${toIso(range.from)}, before anything that Genesys Cloud may still keep.`,
    hint: `Give a --from after ${toIso(now - MAX_DAYS * DAY_MS).slice(0, 10)}.`,
  });
}

function reversed(range: Interval, endFlag: string): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_REVERSED",
    message: `The range ends before it begins: from ${toIso(range.from)} to ${toIso(range.to)}.`,
    hint: `Swap --from and ${endFlag}; the end itself is not included.`,
  });
}

function inFuture(range: Interval): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_IN_FUTURE",
    message: `The range begins in the future, at ${toIso(range.from)}: nothing has happened there yet.`,
    hint: "Give a --from that has passed; check --time-zone.",
  });
}
