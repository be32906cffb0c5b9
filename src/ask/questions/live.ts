import { toAsyncIterable } from "../../base/async-iterable.ts";
import { type LiveConversationView, toLiveView } from "../../model/live-view.ts";
import { OPEN_LOOKBACK_DAYS } from "../../sources/plan/history-need.ts";
import { addLiveNames } from "../add-names.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { explainLive } from "../explain-live.ts";
import { explain } from "../explanation.ts";
import { closeMeta, markIncomplete, openMeta } from "../open-meta.ts";
import { yes } from "../parameter.ts";
import type { Question } from "../question.ts";
import { refuseUnknownQueue } from "../refuse-unknown-queue.ts";
import { PARTY_PARAMETERS, type SelectedParties, selectParties, toCriteria } from "../select-parties.ts";
import { summarizePage } from "../summarize-page.ts";

const PARAMETERS = {
  ...PARTY_PARAMETERS,
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
    const parties = await selectParties(world, parameters, context);
    const meta: LiveMeta = {
      ...openMeta("live", world, { parties, criteria: toCriteria(parties) }),
      active: 0,
      lingering: 0,
    };
    const open = await readLive(world, parties, meta, context);
    if (open.active.length + open.lingering.length === 0) await refuseUnknownQueue(world, parties, context);
    closeMeta(meta, world, open.observedAt);
    meta.active = open.active.length;
    meta.lingering = open.lingering.length;
    const rows = parameters.lingering === true ? open.lingering : open.active;
    meta.rows = rows.length;
    return { rows: toAsyncIterable(rows), meta };
  },
  async explain(world, parameters, context) {
    const parties = await selectParties(world, parameters, context);
    const step = await explainLive(world, parties, context);
    const meta = openMeta("live", world, { parties, criteria: toCriteria(parties) });
    return explain(world, meta, [step]);
  },
};

export interface OpenConversations {
  active: LiveConversationView[];
  lingering: LiveConversationView[];
  /** Epoch milliseconds. */
  observedAt: number;
}

/** All open conversations, oldest first; of a user only those in which the user still is. */
export async function readLive(
  world: AskWorld,
  parties: SelectedParties,
  meta: AnswerMeta,
  context: AskContext,
): Promise<OpenConversations> {
  const page = await world.sources.open(
    toCriteria(parties),
    {
      progress: (read) => context.progress?.(`open conversations: ${read} read`),
      incomplete: (reason) => markIncomplete(meta, reason),
    },
    context.signal,
  );
  const views = summarizePage(page, meta, context)
    .map(({ record, summary }) => toLiveView(record, summary))
    .sort((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? ""));
  // What ended between two pages is in neither list; nor is an active one that the user or queue has left.
  const active = views.filter((view) => view.state === "active" && isStillIn(view, parties));
  const lingering = views.filter(({ state }) => state === "lingering");
  await addLiveNames([...active, ...lingering], world.directory, context.signal);
  return { active, lingering, observedAt: page.observedAt };
}

/** Of a user or a queue only those in which they still are. */
export function isStillIn(view: LiveConversationView, { user, queue }: SelectedParties): boolean {
  const present = view.participants.filter(({ state }) => state !== "disconnected");
  const userIsIn = user === null || present.some(({ userId }) => userId === user.id);
  const queueIsIn = queue === null || present.some(({ queueId }) => queueId === queue.id);
  return userIsIn && queueIsIn;
}
