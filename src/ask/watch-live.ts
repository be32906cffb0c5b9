import { toIso } from "../base/interval.ts";
import { type LiveConversationView, toLiveView } from "../model/live-view.ts";
import { summarize } from "../model/summarize.ts";
import type { Criterion } from "../sources/filter/criterion.ts";
import type { LiveEntry } from "../sources/live/live-entry.ts";
import type { LiveStatus } from "../sources/live/live-status.ts";
import type { LiveSource } from "../sources/live/open-live.ts";
import { addLiveNames } from "./add-names.ts";
import type { AskContext, AskWorld } from "./answer.ts";
import { type ParameterValues, parseParameters, type RawParameters } from "./parameter.ts";
import { isStillIn, live } from "./questions/live.ts";
import { refuseUnknownQueue } from "./refuse-unknown-queue.ts";
import { selectFilters } from "./select-filters.ts";

/** A change of one live conversation, with what it was before. */
export interface LiveChange {
  /**
   * `began`: it is among the wanted ones now, and was not; so is everything at the begin. `changed`: who takes part or what they do.
   * `ended`: it has its end. `left`: it goes on, but not among the wanted ones: transferred away, or only lingering.
   */
  readonly change: "began" | "changed" | "ended" | "left";
  /** ISO-8601 UTC: when it became known. */
  readonly at: string;
  readonly conversationId: string;
  readonly before: LiveConversationView | null;
  readonly after: LiveConversationView;
}

/** What is live, kept up to date until it is closed. */
export interface LiveWatch extends AsyncDisposable {
  /** What is live now, each as a change that began, and then each change. Ends when the watch is closed. To be taken by one taker. */
  changes(): AsyncGenerator<LiveChange, void, undefined>;
  /** How complete and how fresh it is. */
  status(): LiveStatus;
  /** HTTP requests sent since it was opened. */
  requestsUsed(): number;
  /** The organisation's time, in epoch milliseconds: for how long something has lasted. */
  now(): number;
  close(): Promise<void>;
}

/** Watches what `live` lists. Throws what `live` throws, and `TOPICS_TOO_MANY` (input). */
export async function watchLive(world: AskWorld, raw: RawParameters, context: AskContext = {}): Promise<LiveWatch> {
  const parameters: ParameterValues<typeof live.parameters> = parseParameters(live.parameters, raw);
  const { criteria, parties } = await selectFilters(world, parameters, context);
  await refuseUnknownQueue(world, parties, context);
  const before = world.sources.requestsUsed();
  const progress = (read: number) => context.progress?.(`open conversations: ${read} read`);
  const source = await world.sources.openLive({ criteria }, { progress }, context.signal);
  const close = () => {
    context.signal?.removeEventListener("abort", stop);
    return source.close();
  };
  const stop = () => void close();
  context.signal?.addEventListener("abort", stop, { once: true });
  if (context.signal?.aborted === true) stop();
  return {
    changes: () => follow(world, source, { criteria, wantsLingering: parameters.lingering === true }),
    status: () => source.status(),
    requestsUsed: () => world.sources.requestsUsed() - before,
    now: () => world.clock.now(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Wanted {
  readonly criteria: readonly Criterion[];
  readonly wantsLingering: boolean;
}

async function* follow(
  world: AskWorld,
  source: LiveSource,
  wanted: Wanted,
): AsyncGenerator<LiveChange, void, undefined> {
  // All names at once: one by one, each of them would be a request.
  const now = source.current().flatMap((entry) => toView(entry) ?? []);
  await addLiveNames(now, world.directory);
  /** As they were told last. */
  const told = new Map<string, LiveConversationView>();
  for await (const { at, after } of source.changes()) {
    const view = toView(after);
    if (view === null) continue;
    await addLiveNames([view], world.directory);
    const id = view.conversationId;
    const before = told.get(id) ?? null;
    const isIn = isWanted(view, wanted);
    const change = toChange(before, view, isIn);
    if (change === null) continue;
    if (isIn) told.set(id, view);
    else told.delete(id);
    yield { change, at: toIso(at), conversationId: id, before, after: view };
  }
}

function toView({ record, source, observedAt }: LiveEntry): LiveConversationView | null {
  try {
    return toLiveView(record, summarize(record, { source, observedAt }).summary);
  } catch {
    // What can't be read at all is no conversation that could be shown.
    return null;
  }
}

function isWanted(view: LiveConversationView, { criteria, wantsLingering }: Wanted): boolean {
  if (wantsLingering) return view.state === "lingering";
  return view.state === "active" && isStillIn(view, criteria);
}

function toChange(before: LiveConversationView | null, after: LiveConversationView, isIn: boolean) {
  if (isIn) return before === null ? "began" : isSameToPeople(before, after) ? null : "changed";
  if (before === null) return null;
  return after.state === "ended" ? "ended" : "left";
}

/** Another account of the same thing, by another API, is no change. */
function isSameToPeople(before: LiveConversationView, after: LiveConversationView): boolean {
  return describe(before) === describe(after);
}

function describe({ state, liveState, queues, participants }: LiveConversationView): string {
  return JSON.stringify([state, liveState, queues, participants.map(({ since: _, ...rest }) => rest)]);
}
