import { DAY_MS, type Interval } from "../../base/interval.ts";
import type { Criterion } from "../filter/criterion.ts";

/** Which conversations stand in an interval: those that began in it; also earlier ones that are open now, or were alive in it. */
export type Reach = "began" | "still-open" | "overlapping";

/** What somebody wants to know of the past, before anybody has thought about how to find it out. */
export interface HistoryNeed {
  readonly interval: Interval;
  readonly criteria: readonly Criterion[];
  readonly reach: Reach;
  /**
   * Whether rows must carry participant attributes, which only details jobs have. `where-known`: as far as there are any, and an answer
   * without those of the latest hours is whole.
   */
  readonly attributes: boolean | "where-known";
  /** Where to look, if a person insists. `store`: in the local copy alone, without any request. */
  readonly via: "auto" | "query" | "job" | "store";
}

/** Callbacks and stuck legs stay open for some 60 days; what began longer before an instant is not looked for there. */
export const OPEN_LOOKBACK_DAYS = 93;

/** Where conversations are looked for that began earlier than an interval and reach into it. */
export function toLookback({ from }: Interval): Interval {
  return { from: from - OPEN_LOOKBACK_DAYS * DAY_MS, to: from };
}

/** Whether the answer depends on attributes: they are wanted, or asked about. */
export function needsAttributes({ attributes, criteria }: HistoryNeed): boolean {
  return attributes !== false || criteria.some(({ kind }) => kind === "attribute");
}

/** Whether an answer without some of them is not complete. */
export function insistsOnAttributes({ attributes, criteria }: HistoryNeed): boolean {
  return attributes === true || criteria.some(({ kind }) => kind === "attribute");
}
