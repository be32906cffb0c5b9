import { AppError } from "../base/app-error.ts";
import { DAY_MS, type Interval, toIso } from "../base/interval.ts";
import { parseMoment } from "./moment.ts";
import { count, text } from "./parameter.ts";

export const DEFAULT_DAYS = 7;

/** Genesys keeps details for five years at the most where an organisation has set a retention; ten covers every contract. */
const MAX_DAYS = 3_660;

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
 * `RANGE_IN_FUTURE`, `MOMENT_INVALID` (all input).
 */
export function toRange({ days, from, to }: RangeParameters, timeZone: string, now: number): Interval {
  if (days !== undefined && from !== undefined && to !== undefined) throw rangeTwice();
  const length = (days ?? DEFAULT_DAYS) * DAY_MS;
  const start = from === undefined ? undefined : parseMoment(from, "--from", timeZone, now);
  const end = to === undefined ? undefined : parseMoment(to, "--to", timeZone, now);
  const range: Interval =
    start !== undefined
      ? { from: start, to: end ?? (days === undefined ? now : Math.min(now, start + length)) }
      : { from: (end ?? now) - length, to: end ?? now };
  if (range.from >= now) throw inFuture(range);
  if (range.from >= range.to) throw reversed(range);
  return range;
}

function rangeTwice(): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_TWICE",
    message: "--days, --from and --to are given together, which says the range twice.",
    hint: "Give two of them at the most.",
  });
}

function reversed(range: Interval): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_REVERSED",
    message: `The range ends before it begins: from ${toIso(range.from)} to ${toIso(range.to)}.`,
    hint: "Swap --from and --to; the end itself is not included.",
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
