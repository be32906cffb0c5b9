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
  /** `reading`: not yet to its end. */
  readonly state: "reading" | "done";
  readonly rows: number;
  /** Of the ids and payloads, whatever their order: two readings of the same content have the same. */
  readonly hash: string;
  /** As of when it is complete, epoch milliseconds: when the reading began. */
  readonly asOf: number;
  readonly finishedAt: number | null;
}
