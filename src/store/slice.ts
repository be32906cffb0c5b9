import type { Interval } from "../base/interval.ts";

/** One reading of a stretch of time from one source, as the ledger keeps it. */
export interface Slice {
  /** Conversations that began in it. Whole UTC days, but for the day that was not over. */
  readonly interval: Interval;
  /** Why it was read: for the first time, to keep up with now, or again because what has happened changes for a while. */
  readonly pass: "backfill" | "tail" | "settle";
  /** How many days after the interval a settling pass is meant to be; 0 otherwise. */
  readonly settleDay: number;
  /** The APIs that answered, in words such as `job` or `job, query`. */
  readonly source: string;
  /** What was asked for, as text; empty: everything. */
  readonly filter: string;
  /** `partial`: read, but something is missing; `reason` says what. */
  readonly state: "done" | "partial";
  readonly reason: string | null;
  /** Conversations in the store that began in it, when it had been read. */
  readonly rows: number;
  /** Of their ids and payloads, whatever their order: while nothing changes, it stays the same. */
  readonly hash: string;
  /** As of when it is complete, epoch milliseconds: when the reading began. */
  readonly asOf: number;
  /** What comes late, such as surveys, is as of then: the data lake is hours behind. Epoch milliseconds, at most `asOf`. */
  readonly factsAsOf: number;
  /** Conversations that were another version than the store had. */
  readonly changed: number;
  readonly finishedAt: number;
}

/** What is known of a slice before the store has counted what is in it. */
export type NewSlice = Omit<Slice, "rows" | "hash" | "finishedAt">;
