import { isAppError } from "../base/app-error.ts";
import { DAY_MS, startOfUtcDay } from "../base/interval.ts";
import type { DetailPage } from "../sources/detail-page.ts";
import type { Slice } from "../store/slice.ts";
import type { KnownConversation } from "../store/store.ts";
import { addOutcome } from "./sync-report.ts";
import type { SyncRun } from "./sync-run.ts";

/** What has changed is not asked for again at once: that it stays the same for a second means nothing. */
const PAUSE_MS = DAY_MS;
/** Conversations whose ids are asked for at a time. */
const IDS_AT_ONCE = 1_000;

/**
 * What the store holds to be open and nobody has spoken of in this run, by id: nothing stays open for ever because its end was missed.
 * What neither analytics nor the live API knows any more is gone at Genesys, and goes here too.
 */
export async function readStillOpen(run: SyncRun): Promise<void> {
  const open = await run.store.open();
  const silent = open.filter(({ observedAt }) => observedAt < run.began);
  if (silent.length > 0) await readAgain(run, silent, "open conversations");
}

/**
 * What ended long after its day was read for the last time, by id, until it does not change any more: calls that were never hung up,
 * callbacks that nobody took.
 */
export async function settleStragglers(run: SyncRun): Promise<void> {
  const last = run.need.settleDays.at(-1);
  if (last === undefined) return;
  const slices = await run.store.slices();
  const unsettled = await run.store.unsettled(run.began - last * DAY_MS);
  const late = unsettled.filter(
    ({ startedAt, observedAt }) => observedAt < run.began - PAUSE_MS && isDayDone(slices, startedAt, last),
  );
  for (let start = 0; start < late.length; start += IDS_AT_ONCE) {
    const some = late.slice(start, start + IDS_AT_ONCE);
    const { changed, gone } = await readAgain(run, some, "conversations that ended late");
    const ids = some.map(({ conversationId }) => conversationId);
    await run.store.write({ records: [], settleIds: ids.filter((id) => !changed.has(id) && !gone.has(id)) });
  }
}

/** Whether nobody reads the day again by itself. */
function isDayDone(slices: readonly Slice[], startedAt: number | null, last: number): boolean {
  if (startedAt === null) return true;
  const end = startOfUtcDay(startedAt) + DAY_MS;
  return slices.some(
    ({ pass, interval, factsAsOf }) =>
      pass !== "tail" && interval.from < end && interval.to >= end && factsAsOf >= end + last * DAY_MS,
  );
}

/** Reads conversations by id and writes what has become of them; those that are gone at Genesys are removed. */
async function readAgain(run: SyncRun, known: readonly KnownConversation[], what: string) {
  const { sources, store, report, signal } = run;
  run.progress(`${known.length} ${what}, by id`);
  const page = await sources.byIds(
    known.map(({ conversationId }) => conversationId),
    signal,
  );
  const found = new Set(page.records.map((record) => (record as { conversationId?: unknown }).conversationId));
  const gone = new Set<string>();
  const pages = [page];
  for (const { conversationId } of known.filter(({ conversationId }) => !found.has(conversationId))) {
    const live = await readElsewhere(run, conversationId);
    if (live === null) gone.add(conversationId);
    else pages.push(live);
  }
  const outcome = await store.write({
    records: pages.flatMap(({ records, source, observedAt }) =>
      records.map((record) => ({ record, source, observedAt })),
    ),
    remove: [...gone],
  });
  addOutcome(report, outcome);
  return { changed: new Set(outcome.changes.map(({ conversationId }) => conversationId)), gone };
}

/** What analytics does not know, or not yet; `null`: nobody does. */
async function readElsewhere({ sources, signal }: SyncRun, conversationId: string): Promise<DetailPage | null> {
  try {
    return await sources.one(conversationId, signal);
  } catch (error) {
    if (isAppError(error) && error.kind === "not-found") return null;
    throw error;
  }
}
