import type { Interval } from "../../base/interval.ts";
import type { Criterion } from "../filter/criterion.ts";
import type { ApiFilters } from "../filter/push-down.ts";
import type { HistoryNeed } from "./history-need.ts";

/** A stretch of starts that one query or job is asked for, and how many conversations are expected there. */
export interface PlannedWindow {
  readonly interval: Interval;
  readonly expected: number;
}

/** Which API answers one part of a question, and why. */
export interface PlanPart {
  /** `query`: details query. `job`: details job. `open`: details query for those without an end. */
  readonly source: "query" | "job" | "open";
  /** The conversations that began in it are answered by this part. */
  readonly interval: Interval;
  readonly windows: readonly PlannedWindow[];
  /** Also those that began earlier and were alive in the interval. Only of a job, whose grammar has it, or of a look back. */
  readonly overlapping: boolean;
  readonly why: string;
  /** How late what it says is. */
  readonly freshness: string;
  /** Requests that it will take, polls and closing ones included. */
  readonly requests: number;
}

/** How a question about the past is going to be answered. A value: it can be printed, and the same plan runs. */
export interface HistoryPlan {
  readonly need: HistoryNeed;
  readonly parts: readonly PlanPart[];
  readonly filters: ApiFilters;
  /** What the API is asked to find, and what is applied here to what it finds. */
  readonly pushed: readonly Criterion[];
  readonly local: readonly Criterion[];
  readonly estimate: {
    /** That match at the API, before local filters. */
    readonly conversations: number;
    /** Still to come, those of planning not included. */
    readonly requests: number;
    /** At the rate that the API allows; the waiting for jobs not included. */
    readonly minutes: number;
  };
  /** Requests that planning has taken. */
  readonly probes: number;
  readonly complete: boolean;
  /** Why it will not be complete. */
  readonly reason: string | null;
  readonly notes: readonly string[];
}
