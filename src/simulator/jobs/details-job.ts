import type { PartialResults } from "../faults.ts";
import type { DetailsJobQuery } from "../rest/parse-details-job.ts";

export type JobState = "QUEUED" | "PENDING" | "FAILED" | "CANCELLED" | "FULFILLED" | "EXPIRED";

/** Everything that becomes of a job is decided when it is submitted, except that somebody may cancel it. Instants are epoch milliseconds. */
export interface DetailsJob {
  readonly id: string;
  /** The client that made it; to others it does not exist. */
  readonly clientId: string;
  readonly query: DetailsJobQuery;
  readonly submittedAt: number;
  readonly begunAt: number;
  /** Infinite for a job that stalls. */
  readonly completedAt: number;
  readonly expiresAt: number;
  /** Why it fails, for those that do. */
  readonly failure: string | undefined;
  /** How far the lake reached when the job began: its results are the world as of then. */
  readonly availableUntil: number;
  /** What is missing of its results for good, when a fault wants that. */
  readonly partial: PartialResults | undefined;
  cancelledAt?: number;
}

export function stateOf(job: DetailsJob, now: number): JobState {
  if (job.cancelledAt !== undefined) return "CANCELLED";
  if (now >= job.expiresAt) return "EXPIRED";
  if (now < job.begunAt) return "QUEUED";
  if (now < job.completedAt) return "PENDING";
  return job.failure === undefined ? "FULFILLED" : "FAILED";
}

export function isRunning(job: DetailsJob, now: number): boolean {
  const state = stateOf(job, now);
  return state === "QUEUED" || state === "PENDING";
}
