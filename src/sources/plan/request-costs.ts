import { DETAILS_PAGE_SIZE } from "../../api/endpoints/analytics-conversation-details.ts";
import { JOB_PAGE_SIZE } from "../../api/endpoints/analytics-details-jobs.ts";
import type { PlannedWindow } from "./plan.ts";
import { MAX_DEPTH } from "./slice-interval.ts";

type Expected = Pick<PlannedWindow, "expected">;

/** A job is asked for its state until it is done; how often nobody knows before. */
const POLLS = 3;
/** What has changed since the data lake was filled is read beside it: what is open, what has ended. */
const CHANGES = 4;
/** A submission, the polls, the changes, and the end of it. */
const JOB_OVERHEAD = 2 + POLLS + CHANGES;

/**
 * Requests of a details query over a window: its pages and the closing one that proves the end. Deeper ones are halved: each
 * piece has a closing request, and each halving cost a page.
 */
export function costOfQuery({ expected }: Expected, depth = MAX_DEPTH): number {
  const pages = Math.ceil(expected / DETAILS_PAGE_SIZE);
  const pieces = 2 ** Math.ceil(Math.log2(Math.max(1, expected / depth)));
  return pages + pieces + (pieces - 1);
}

export function costOfJob({ expected }: Expected): number {
  return JOB_OVERHEAD + Math.max(1, Math.ceil(expected / JOB_PAGE_SIZE));
}

export function sumOf(windows: readonly PlannedWindow[], cost: (window: PlannedWindow) => number): number {
  return windows.reduce((sum, window) => sum + cost(window), 0);
}

/** Requests of reading what is open backwards: more than one page is read up to its end and down again. */
export function costOfOpen({ expected }: Expected): number {
  const pages = Math.ceil(expected / DETAILS_PAGE_SIZE);
  return pages === 0 ? 1 : pages === 1 ? 2 : pages + 2;
}
