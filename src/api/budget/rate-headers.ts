import { HOUR_MS, SECOND_MS } from "../../base/interval.ts";

/** A number beyond these is a mistake of somebody between here and the API. */
const LARGEST_COUNT = 1_000_000_000;
const LONGEST_RESET_MS = 1_000 * HOUR_MS;

/** What an answer says of the limit: `inin-ratelimit-count`, `-allowed` and `-reset`. */
export interface RateHeaders {
  readonly count: number;
  readonly allowed: number;
  readonly resetMs: number;
}

export function readRateHeaders(headers: Readonly<Record<string, string>>): RateHeaders | undefined {
  const count = readWhole(headers["inin-ratelimit-count"]);
  const allowed = readWhole(headers["inin-ratelimit-allowed"]);
  const resetMs = readResetMs(headers);
  if (count === undefined || allowed === undefined || allowed === 0 || resetMs === undefined) return undefined;
  return { count, allowed, resetMs };
}

/** `inin-ratelimit-reset` in milliseconds: a number of seconds from now, not an epoch. */
export function readResetMs(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers["inin-ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(Math.round(seconds * SECOND_MS), LONGEST_RESET_MS)
    : undefined;
}

function readWhole(header: string | undefined): number | undefined {
  const number = Number(header ?? Number.NaN);
  return Number.isInteger(number) && number >= 0 && number <= LARGEST_COUNT ? number : undefined;
}
