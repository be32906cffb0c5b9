import type { Api } from "../../api/api.ts";
import type { Clock } from "../../base/effects.ts";
import { contains, type Interval } from "../../base/interval.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { ReadingReport } from "../detail-page.ts";
import type { IdSet } from "../id-set.ts";
import type { HistoryPlan, PlanPart } from "../plan/plan.ts";

/** What the parts of one running plan share. */
export interface Reading {
  readonly api: Api;
  readonly clock: Clock;
  readonly plan: HistoryPlan;
  readonly report: ReadingReport;
  readonly signal: AbortSignal | undefined;
  /** The organisation's own limit, once it has refused to page deeper. */
  depth: number;
  /** Whether the details query has been seen to answer for whole UTC days, whatever part of one it is asked for. */
  matchesDays: boolean;
  read: number;
  /** Conversations and requests in all: as planned, and corrected by what the pages say. */
  expected: number;
  requests: number;
}

/** The records of a window that belong to it and have not been given yet; those without readable facts pass. */
export function keepNew(
  reading: Reading,
  part: PlanPart,
  window: Interval,
  seen: IdSet,
  records: readonly unknown[],
): unknown[] {
  const kept = records.filter((record) => {
    const { conversationId, conversationStart, conversationEnd } = (record ?? {}) as Record<string, unknown>;
    if (!belongs(reading, part, window, parseWireInstant(conversationStart), parseWireInstant(conversationEnd)))
      return false;
    return typeof conversationId !== "string" || seen.add(conversationId);
  });
  reading.read += kept.length;
  reading.report.progress?.(reading.read, Math.max(reading.read, reading.expected), reading.requests);
  return kept;
}

/** The API matches whole UTC days, or lives: the exact window decides. */
function belongs(
  { plan }: Reading,
  { source, overlapping }: PlanPart,
  window: Interval,
  start: number | undefined,
  end: number | undefined,
): boolean {
  if (start === undefined) return true;
  const reachesIn = end === undefined || end > plan.need.interval.from;
  // A job finds what began earlier beside the rest; each window's job only what the windows before it did not.
  if (overlapping && source === "job" && window.from === plan.need.interval.from && start < window.from)
    return reachesIn;
  return contains(window, start) && (!overlapping || source === "job" || reachesIn);
}
