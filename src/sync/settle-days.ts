import { DAY_MS, type Interval, toIso } from "../base/interval.ts";
import { type DueSettle, findDueSettles } from "./find-due.ts";
import { type Conclusion, readStretch, type StretchOutcome } from "./read-stretch.ts";
import { passPoint, type SyncRun } from "./sync-run.ts";

/**
 * Reads again the days whose time has come: wrap-up codes and after-call work that came late, evaluations, surveys, and what the nightly
 * re-processing has changed. What shows no change at the last pass has settled; what does is read again later, by id.
 */
export async function settleDays(run: SyncRun, range: Interval): Promise<void> {
  const slices = await run.store.slices();
  const isDue = (now: number) => findDueSettles(slices, run.need.settleDays, range, now);
  // The lake is asked how far it is only when there would be something to read from it.
  if (isDue(run.began).length === 0) return;
  const lakeUntil = (await run.sources.lakeUntil(run.signal)) ?? run.began;
  const due = isDue(Math.min(lakeUntil, run.began));
  for (const one of joinDays(due)) {
    run.signal?.throwIfAborted();
    await settleStretch(run, one);
  }
}

/** Days next to each other whose pass is the same, read by one job; the ids of more would take much memory. */
const DAYS_AT_ONCE = 7;

function joinDays(due: readonly DueSettle[]): DueSettle[] {
  const joined: DueSettle[] = [];
  // Newest first: each day is put before the one after it.
  for (const day of due) {
    const last = joined.at(-1);
    const isNext =
      last !== undefined &&
      last.settleDay === day.settleDay &&
      last.interval.from === day.interval.to &&
      last.interval.to - day.interval.from <= DAYS_AT_ONCE * DAY_MS;
    if (isNext) joined[joined.length - 1] = { ...last, interval: { from: day.interval.from, to: last.interval.to } };
    else joined.push(day);
  }
  return joined;
}

async function settleStretch(run: SyncRun, due: DueSettle): Promise<void> {
  const { interval, settleDay } = due;
  await readStretch(run, { interval, pass: "settle", settleDay }, async (outcome) => {
    passPoint(run, "sync.settle", `everything since ${toIso(interval.from).slice(0, 10)} was read again`);
    return conclude(run, due, outcome);
  });
  run.report.settledDays += (interval.to - interval.from) / DAY_MS;
}

async function conclude(run: SyncRun, { interval, isLast }: DueSettle, outcome: StretchOutcome): Promise<Conclusion> {
  const last = run.need.settleDays.at(-1) ?? 0;
  const remove = await findGone(run, interval, outcome.ids);
  const endedBefore = outcome.factsAsOf - last * DAY_MS;
  return { remove, settle: isLast ? [{ interval, endedBefore, except: outcome.changed }] : [] };
}

/** What the store has of a day and the API has not, if the API does not know it by id either. */
async function findGone(run: SyncRun, interval: Interval, read: ReadonlySet<string>): Promise<string[]> {
  const missing = (await run.store.ids(interval)).filter((id) => !read.has(id));
  if (missing.length === 0) return [];
  const { records } = await run.sources.byIds(missing, run.signal);
  const known = new Set(records.map((record) => (record as { conversationId?: unknown }).conversationId));
  return missing.filter((id) => !known.has(id));
}
