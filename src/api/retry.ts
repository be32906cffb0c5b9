import { HOUR_MS, SECOND_MS } from "../base/interval.ts";

/** What went wrong with one attempt, as far as it matters for the next. */
export interface Failure {
  /** HTTP status; absent when no whole answer came. */
  status?: number;
  /** What the server asked for in `Retry-After`. */
  retryAfterMs?: number | undefined;
  /** When the window of the rate limit begins anew (`inin-ratelimit-reset`). */
  resetMs?: number | undefined;
}

export interface RetryPolicy {
  /** Attempts in all, the first included, unless the server itself says when to come back. */
  attempts: number;
  baseMs: number;
  capMs: number;
  /** Longest pause that a server may impose. Daily limits answer with hours. */
  maxWaitMs: number;
}

export const DEFAULT_POLICY: RetryPolicy = {
  attempts: 5,
  baseMs: 500,
  capMs: 30 * SECOND_MS,
  maxWaitMs: 180 * SECOND_MS,
};

// Ordered pauses are not our guess, so they may be more; but a server that says "later" for ever must end somewhere.
const ORDERED_ATTEMPTS = 20;

const RETRYABLE_STATUS = new Set([408, 429, 500, 502, 503, 504]);

export type RetryDecision =
  | { retry: true; delayMs: number }
  | { retry: false; why: "final" | "exhausted" | "pause-too-long"; delayMs?: number };

/**
 * Whether to try again, and when: the server's own word (`Retry-After`, then `inin-ratelimit-reset`) before
 * exponential backoff with full jitter. A request that may have created something is repeated only after a 429,
 * which says that it was not taken.
 */
export function decideRetry(
  attempt: number,
  failure: Failure,
  repeatable: boolean,
  policy: RetryPolicy,
  random: () => number,
): RetryDecision {
  const limited = failure.status === 429;
  if (failure.status !== undefined && !RETRYABLE_STATUS.has(failure.status)) return { retry: false, why: "final" };
  if (!repeatable && !limited) return { retry: false, why: "final" };
  const ordered = failure.retryAfterMs ?? (limited ? failure.resetMs : undefined);
  if (ordered !== undefined) {
    if (ordered > policy.maxWaitMs) return { retry: false, why: "pause-too-long", delayMs: ordered };
    if (attempt >= ORDERED_ATTEMPTS) return { retry: false, why: "exhausted" };
    // "Now" is no pause: without one of our own, twenty attempts would go out at once.
    return { retry: true, delayMs: ordered >= policy.baseMs ? ordered : backOff(attempt, policy, random) };
  }
  if (attempt >= policy.attempts) return { retry: false, why: "exhausted" };
  return { retry: true, delayMs: backOff(attempt, policy, random) };
}

/** Exponential with full jitter. */
export function backOff(attempt: number, policy: RetryPolicy, random: () => number): number {
  return Math.round(random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1)));
}

/** `Retry-After` as a number of seconds or an HTTP date, in milliseconds from now; `undefined` when it says neither. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.min(Math.max(0, seconds * SECOND_MS), 1000 * HOUR_MS);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
