import type { Change } from "../store/describe-change.ts";
import type { UnreadableRecord, WriteOutcome } from "../store/store.ts";

/** What a run of sync has done. Counts are conversations. */
export interface SyncReport {
  /** Epoch milliseconds. */
  readonly began: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  /** By what changed, such as `wrapUpCodes`: in how many conversations. */
  readonly changedFields: Map<string, number>;
  /** The latest changes of what had ended already: late facts and rewrites. */
  readonly changes: Change[];
  readonly unreadable: UnreadableRecord[];
  unreadableCount: number;
  /** Days that were read again because what has happened changes for a while. */
  settledDays: number;
  /** Why something is missing. */
  readonly reasons: string[];
  /** Everything that began before is in the store, from its begin on; epoch milliseconds. */
  checkpoint: number | null;
  requestsUsed: number;
}

const MAX_LISTED = 1_000;

export function createReport(began: number): SyncReport {
  return {
    began,
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    changedFields: new Map(),
    changes: [],
    unreadable: [],
    unreadableCount: 0,
    settledDays: 0,
    reasons: [],
    checkpoint: null,
    requestsUsed: 0,
  };
}

/** Adds what a batch has done. */
export function addOutcome(report: SyncReport, outcome: WriteOutcome): void {
  report.added += outcome.added;
  report.changed += outcome.changed;
  report.unchanged += outcome.unchanged + outcome.outdated;
  report.removed += outcome.removed;
  report.unreadableCount += outcome.unreadable.length;
  report.unreadable.push(...outcome.unreadable.slice(0, MAX_LISTED - report.unreadable.length));
  for (const change of outcome.changes) {
    for (const field of change.fields) report.changedFields.set(field, (report.changedFields.get(field) ?? 0) + 1);
    if (report.changes.length < MAX_LISTED) report.changes.push(change);
  }
}
