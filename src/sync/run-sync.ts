import type { Effects } from "../base/effects.ts";
import { startOfUtcDay, toIso } from "../base/interval.ts";
import type { Directory } from "../directory/directory.ts";
import type { Sources } from "../sources/sources.ts";
import { coveredUntil, followedUntil } from "../store/coverage.ts";
import type { Store } from "../store/store.ts";
import { findMissing } from "./find-due.ts";
import { followChanges, readOpenOnes } from "./follow-changes.ts";
import { readStillOpen, settleStragglers } from "./read-known.ts";
import { readStretch } from "./read-stretch.ts";
import { refreshNames } from "./refresh-names.ts";
import { settleDays } from "./settle-days.ts";
import { chooseSince } from "./since.ts";
import type { SyncNeed } from "./sync-need.ts";
import { createReport, type SyncReport } from "./sync-report.ts";
import { passPoint, type SyncRun } from "./sync-run.ts";

export interface SyncWorld {
  readonly store: Store;
  readonly sources: Sources;
  readonly directory: Directory;
  readonly effects: Pick<Effects, "clock" | "log">;
}

export interface SyncContext {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((text: string) => void) | undefined;
}

/**
 * Brings the local copy up to date, once: what has changed since the last run, what was never read (newest first), what is to be read
 * again because it changes for a while. Whatever was killed before goes on where it stood; run again, it changes nothing.
 */
export async function runSync(world: SyncWorld, need: SyncNeed, context: SyncContext = {}): Promise<SyncReport> {
  const run = openRun(world, need, context);
  const { store, report, began } = run;
  const requestsBefore = world.sources.requestsUsed();
  const since = await chooseSince(store, need.since, began);
  const isFirst = followedUntil(await store.slices()) === null;
  await catchUp(run, since);
  for (const interval of findMissing(await store.slices(), { from: since, to: began })) {
    run.signal?.throwIfAborted();
    await readStretch(run, { interval, pass: "backfill", settleDay: 0 });
  }
  if (isFirst) await readOpenOnes(run);
  await readStillOpen(run);
  await settleDays(run, { from: since, to: began });
  await settleStragglers(run);
  await refreshNames(run, world.directory);
  await store.pruneVersions(began - need.keepVersionsMs);
  report.checkpoint = coveredUntil(await store.slices(), since, began);
  passPoint(run, "sync.checkpoint", `everything until ${toIso(report.checkpoint)}`);
  await store.write({ records: [], checkpoint: report.checkpoint });
  report.requestsUsed = world.sources.requestsUsed() - requestsBefore;
  return report;
}

export function openRun(world: SyncWorld, need: SyncNeed, context: SyncContext): SyncRun {
  const { clock, log } = world.effects;
  const began = clock.now();
  return {
    store: world.store,
    sources: world.sources,
    clock,
    log,
    need,
    began,
    report: createReport(began),
    progress: (text) => context.progress?.(text),
    signal: context.signal,
  };
}

/** What is new and what has become of the rest since the last run; at first, today. */
async function catchUp(run: SyncRun, since: number): Promise<void> {
  const followed = followedUntil(await run.store.slices());
  if (followed !== null) return followChanges(run, followed);
  const from = Math.max(since, startOfUtcDay(run.began));
  await readStretch(run, { interval: { from, to: run.began }, pass: "tail", settleDay: 0 });
}
