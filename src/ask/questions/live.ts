import { toAsyncIterable } from "../../base/async-iterable.ts";
import { type LiveConversationView, toLiveView } from "../../model/live-view.ts";
import type { Criterion } from "../../sources/filter/criterion.ts";
import { matchesAll } from "../../sources/filter/matches-locally.ts";
import { pushDown } from "../../sources/filter/push-down.ts";
import { OPEN_LOOKBACK_DAYS } from "../../sources/plan/history-need.ts";
import { addLiveNames } from "../add-names.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { explainLive } from "../explain-live.ts";
import { explain } from "../explanation.ts";
import { LIVE_FILTER_PARAMETERS } from "../filter-parameters.ts";
import { closeMeta, markIncomplete, openMeta } from "../open-meta.ts";
import { yes } from "../parameter.ts";
import type { Question } from "../question.ts";
import { refuseUnknownQueue } from "../refuse-unknown-queue.ts";
import { type SelectedFilters, selectFilters } from "../select-filters.ts";
import { summarizePage } from "../summarize-page.ts";

const PARAMETERS = {
  ...LIVE_FILTER_PARAMETERS,
  all: yes("--all", "Everyone's conversations; this is the default, said aloud."),
  lingering: yes(
    "--lingering",
    "Instead those without an end in which only other legs, such as a stuck consult, are open.",
  ),
};

export interface LiveMeta extends AnswerMeta {
  /** Conversations without an end that are not active; they are counted here and left out of the rows. */
  lingering: number;
  active: number;
}

export interface LiveAnswer extends Answer<LiveConversationView> {
  meta: LiveMeta;
}

export const live: Question<typeof PARAMETERS, LiveAnswer> = {
  name: "live",
  summary: "Conversations that are active now, of a user, a queue or everyone",
  description:
    `Active means: no end yet, and the customer, an IVR, a queue, an agent or a user is still in it; wrap-up in progress counts. ` +
    `Asks the details query for conversations without an end that began in the last ${OPEN_LOOKBACK_DAYS} days, ` +
    `because no endpoint lists live conversations for client credentials. The oldest come first.`,
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const filters = await selectFilters(world, parameters, context);
    const meta: LiveMeta = { ...openMeta("live", world, filters), active: 0, lingering: 0 };
    const open = await readLive(world, filters, meta, context);
    if (open.active.length + open.lingering.length === 0) await refuseUnknownQueue(world, filters.parties, context);
    closeMeta(meta, world, open.observedAt);
    meta.active = open.active.length;
    meta.lingering = open.lingering.length;
    const rows = parameters.lingering === true ? open.lingering : open.active;
    meta.rows = rows.length;
    return { rows: toAsyncIterable(rows), meta };
  },
  async explain(world, parameters, context) {
    const filters = await selectFilters(world, parameters, context);
    const step = await explainLive(world, filters, context);
    return explain(world, openMeta("live", world, filters), [step]);
  },
};

export interface OpenConversations {
  active: LiveConversationView[];
  lingering: LiveConversationView[];
  /** Epoch milliseconds. */
  observedAt: number;
}

/** All open conversations, oldest first; of users and queues only those in which they still are. */
export async function readLive(
  world: AskWorld,
  { criteria }: SelectedFilters,
  meta: AnswerMeta,
  context: AskContext,
): Promise<OpenConversations> {
  const page = await world.sources.open(
    criteria,
    {
      progress: (read) => context.progress?.(`open conversations: ${read} read`),
      incomplete: (reason) => markIncomplete(meta, reason),
    },
    context.signal,
  );
  const { local } = pushDown(criteria);
  const views = summarizePage(page, meta, context)
    .filter(({ record }) => matchesAll(record, local))
    .map(({ record, summary }) => toLiveView(record, summary))
    .sort((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? ""));
  // What ended between two pages is in neither list; nor is an active one that the user or queue has left.
  const active = views.filter((view) => view.state === "active" && isStillIn(view, criteria));
  const lingering = views.filter(({ state }) => state === "lingering");
  await addLiveNames([...active, ...lingering], world.directory, context.signal);
  return { active, lingering, observedAt: page.observedAt };
}

/** Of users and queues only those in which one of them still is. */
export function isStillIn(view: LiveConversationView, criteria: readonly Criterion[]): boolean {
  const present = view.participants.filter(({ state }) => state !== "disconnected");
  return criteria.every((criterion) => {
    if (criterion.kind !== "value" || criterion.not) return true;
    const { field, values } = criterion;
    if (field === "user") return present.some(({ userId }) => userId !== null && values.includes(userId));
    if (field === "queue") return present.some(({ queueId }) => queueId !== null && values.includes(queueId));
    return true;
  });
}
