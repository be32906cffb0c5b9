import { MINUTE_MS } from "../../base/interval.ts";

/** What is known of the rate limit; `allowed` is `null` while the API has not said it. */
export interface BudgetView {
  /** Requests of this window, by all processes. */
  readonly used: number;
  /** Requests a window. */
  readonly allowed: number | null;
  /** When this window ends, in epoch milliseconds; `null` when none is under way. */
  readonly resetsAt: number | null;
}

/** Rate limit of a client credentials token by default; the headers of the answers say the true one. */
const ALLOWED_BY_DEFAULT = 300;

/**
 * How many minutes so many requests take at the least, because of the rate limit: those for which this minute has no room wait for
 * the next. How long each takes to answer is not in it.
 */
export function estimateMinutes(requests: number, { used, allowed, resetsAt }: BudgetView, now: number): number {
  const rate = allowed ?? ALLOWED_BY_DEFAULT;
  const room = Math.max(0, rate - used);
  if (requests <= room) return requests / rate;
  const untilReset = resetsAt === null ? 0 : Math.max(0, resetsAt - now) / MINUTE_MS;
  return untilReset + (requests - room) / rate;
}
