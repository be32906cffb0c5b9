import { type AppError, isAppError, toAppError } from "../base/app-error.ts";
import { MINUTE_MS, SECOND_MS } from "../base/interval.ts";
import type { LiveSource } from "../sources/live/open-live.ts";
import { EndedQueue } from "./ended-queue.ts";
import { openRun, runSync, type SyncContext, type SyncWorld } from "./run-sync.ts";
import type { SyncNeed } from "./sync-need.ts";
import { addOutcome, type SyncReport } from "./sync-report.ts";
import type { SyncRun } from "./sync-run.ts";

export interface FollowContext extends SyncContext {
  /** A run has come to its end. */
  readonly ran?: (report: SyncReport) => void;
  /** Live changes were written: how many conversations, and as of when, epoch milliseconds. */
  readonly wrote?: (conversations: number, asOf: number) => void;
  /** Something failed and is tried again. */
  readonly failed?: (error: AppError) => void;
}

/** How often what is live is written: so far the store is behind. */
const WRITE_EVERY_MS = 2 * SECOND_MS;
/** How often what has changed is asked for, whatever the events said: they are lost by design. */
const RUN_EVERY_MS = 5 * MINUTE_MS;
/** After a failure; longer each time. */
const PAUSE_FIRST_MS = 5 * SECOND_MS;
const PAUSE_LONGEST_MS = 5 * MINUTE_MS;
const ROWS_AT_ONCE = 2_000;

/**
 * Keeps the local copy in sync until the signal aborts: what happens live is in it within seconds, what has ended is fetched from analytics as
 * soon as that knows it, and every few minutes, and after every failure, a whole run finds what events have missed. The API may be
 * down for hours.
 */
export async function keepInSync(world: SyncWorld, need: SyncNeed, context: FollowContext): Promise<void> {
  const { signal } = context;
  let pause = PAUSE_FIRST_MS;
  while (!hasAborted(signal)) {
    try {
      await follow(world, need, context, () => {
        pause = PAUSE_FIRST_MS;
      });
    } catch (error) {
      if (hasAborted(signal)) return;
      if (!isAppError(error) || !isPassing(error)) throw error;
      context.failed?.(error);
      await sleep(world, pause, signal);
      pause = Math.min(pause * 2, PAUSE_LONGEST_MS);
    }
  }
}

function hasAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** What waiting may mend. A store that can't be written, or a refused client, is said at once. */
function isPassing({ kind }: AppError): boolean {
  return ["rate-limit", "timeout", "network", "remote"].includes(kind);
}

async function sleep({ effects }: SyncWorld, ms: number, signal: AbortSignal | undefined): Promise<void> {
  await effects.clock.sleep(ms, signal).catch(() => {});
}

async function follow(world: SyncWorld, need: SyncNeed, context: FollowContext, wentWell: () => void): Promise<void> {
  const { signal } = context;
  const { clock } = world.effects;
  // Listened to before the first run: what happens meanwhile is in neither otherwise.
  await using live = await world.sources.openLive({ criteria: [] }, {}, signal);
  const changes = new LiveChanges(live);
  const ended = new EndedQueue();
  let ranAt = Number.NEGATIVE_INFINITY;
  while (!hasAborted(signal)) {
    if (clock.now() - ranAt >= RUN_EVERY_MS) {
      ranAt = clock.now();
      context.ran?.(await runSync(world, need, context));
      wentWell();
    }
    await writeChanges(world, need, context, changes, ended);
    await sleep(world, WRITE_EVERY_MS, signal);
    changes.throwIfFailed();
  }
}

/** What the live source has told and nobody has written yet. */
class LiveChanges {
  readonly #waiting = new Map<string, LiveSourceEntry>();
  #failure: AppError | undefined;

  constructor(live: LiveSource) {
    void this.#take(live);
  }

  async #take(live: LiveSource): Promise<void> {
    try {
      for await (const { after } of live.changes()) this.#waiting.set(after.conversationId, after);
    } catch (error) {
      this.#failure = toAppError(error);
    }
  }

  take(): LiveSourceEntry[] {
    const some = [...this.#waiting.values()].slice(0, ROWS_AT_ONCE);
    for (const { conversationId } of some) this.#waiting.delete(conversationId);
    return some;
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

type LiveSourceEntry = ReturnType<LiveSource["current"]>[number];

async function writeChanges(
  world: SyncWorld,
  need: SyncNeed,
  context: FollowContext,
  changes: LiveChanges,
  ended: EndedQueue,
): Promise<void> {
  const run = openRun(world, need, context);
  const entries = changes.take();
  const now = world.effects.clock.now();
  for (const entry of entries) if (entry.record.conversationEnd !== undefined) ended.add(entry.conversationId, now);
  const records = entries.map(({ record, source, observedAt }) => ({ record, source, observedAt }));
  const fetched = await fetchEnded(run, ended);
  if (records.length + fetched.length === 0) return;
  const outcome = await world.store.write({ records: [...records, ...fetched] });
  addOutcome(run.report, outcome);
  context.wrote?.(records.length + fetched.length, now);
}

/** What has ended, as analytics tells it: with metrics, and for good. */
async function fetchEnded(run: SyncRun, ended: EndedQueue) {
  const ids = ended.takeDue(run.began);
  if (ids.length === 0) return [];
  const { records, source, observedAt } = await run.sources.byIds(ids, run.signal);
  for (const record of records) {
    const { conversationId, conversationEnd } = record as { conversationId?: string; conversationEnd?: unknown };
    if (conversationId !== undefined && conversationEnd !== undefined) ended.done(conversationId);
  }
  return records.map((record) => ({ record, source, observedAt }));
}
