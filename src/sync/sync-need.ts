import { DAY_MS } from "../base/interval.ts";

/** What a copy is to hold, and how it is kept. */
export interface SyncNeed {
  /** Conversations that began since then, epoch milliseconds; whole UTC days. `null`: as before, or 90 days at first. */
  readonly since: number | null;
  /** On which days after a day it is read again, ascending; what has not changed at the last one has settled. */
  readonly settleDays: readonly number[];
  /** How long superseded versions are kept, in milliseconds. */
  readonly keepVersionsMs: number;
}

/** Wrap-up codes and after-call work are there the next day; the nightly re-processing takes three; surveys a week (inferred). */
export const SETTLE_DAYS: readonly number[] = [1, 3, 7];
export const KEEP_VERSIONS_MS = 30 * DAY_MS;
export const SINCE_DAYS = 90;
