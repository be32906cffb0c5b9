import { DAY_MS, type Interval, MINUTE_MS, startOfUtcDay } from "../base/interval.ts";
import type { NewSlice } from "../store/slice.ts";
import { openWriter } from "./open-writer.ts";
import { readStretch } from "./read-stretch.ts";
import type { SyncRun } from "./sync-run.ts";

/** How long after something has happened the details query may not know it yet (inferred: seconds to minutes); a tail reads so much again. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** Beyond this, reading the days again, by jobs, takes fewer requests than asking for what has ended since. */
const TAIL_MAX_MS = DAY_MS;

/**
 * Brings the store from the last time that changes were followed to the begin of this run: what has begun since, and what has become of
 * whatever was open. Days in between are entered as read.
 */
export async function followChanges(run: SyncRun, since: number): Promise<void> {
  if (run.began - since > TAIL_MAX_MS) await readDaysAgain(run, since);
  else await readTail(run, since);
}

async function readTail(run: SyncRun, since: number): Promise<void> {
  const { sources, report, signal, began } = run;
  const reasons: string[] = [];
  run.progress("what has changed since the last run");
  const page = await sources.changedSince(since - OVERLAP_MS, { incomplete: (reason) => reasons.push(reason) }, signal);
  report.reasons.push(...reasons);
  const writer = openWriter(run);
  await writer.add(page);
  await writer.flush({ slices: toTailSlices({ from: since, to: began }, began, reasons[0] ?? null) });
  await writer.settled();
}

async function readDaysAgain(run: SyncRun, since: number): Promise<void> {
  await readStretch(run, {
    interval: { from: startOfUtcDay(since), to: run.began },
    pass: "tail",
    settleDay: 0,
  });
}

/** A slice a UTC day: the last one grows with each run. */
export function toTailSlices(interval: Interval, asOf: number, reason: string | null): NewSlice[] {
  const slices: NewSlice[] = [];
  for (let day = startOfUtcDay(interval.from); day < interval.to; day += DAY_MS) {
    slices.push({
      interval: { from: day, to: Math.min(day + DAY_MS, interval.to) },
      pass: "tail",
      settleDay: 0,
      source: "query",
      filter: "",
      state: reason === null ? "done" : "partial",
      reason,
      asOf,
      factsAsOf: asOf,
      changed: 0,
    });
  }
  return slices;
}
