import { toAsyncIterable } from "../../base/async-iterable.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import { type TimelineEntry, type TimelineMetric, toTimeline, toTimelineMetrics } from "../../model/timeline.ts";
import type { DetailPage } from "../../sources/detail-page.ts";
import { addNames, addTimelineNames } from "../add-names.ts";
import type { Answer, AskWorld } from "../answer.ts";
import { explain, type PlanStep, toStep } from "../explanation.ts";
import { closeMeta, NO_FILTERS, openMeta } from "../open-meta.ts";
import { text } from "../parameter.ts";
import type { Question } from "../question.ts";
import { summarizePage } from "../summarize-page.ts";

const PARAMETERS = {
  conversationId: text("<conversation-id>", "Id of the conversation."),
};

/** What has settled in the local copy is what analytics would say. */
async function readFromCopy(world: AskWorld, id: string): Promise<DetailPage | null> {
  const { store } = await world.copy();
  const stored = await store?.one(id);
  if (stored === null || stored === undefined || stored.summary.provenance.finality !== "settled") return null;
  return {
    records: [stored.record],
    source: "store",
    observedAt: Date.parse(stored.summary.provenance.observedAt),
  };
}

const STEPS: readonly PlanStep[] = [
  toStep("one", {
    from: null,
    to: null,
    why: "one request tells all of it",
    conversations: null,
    requests: 1,
  }),
  toStep("live", {
    from: null,
    to: null,
    why: "asked only where analytics does not know it yet",
    conversations: null,
    requests: 0,
  }),
];

const COPY_STEP = toStep("store", {
  from: null,
  to: null,
  why: "the copy has it, and it has settled",
  conversations: 1,
  requests: 0,
});

export interface ShowAnswer extends Answer<TimelineEntry> {
  /** `null` when the record could not be read; the meta data says why. */
  conversation: ConversationSummary | null;
  /** What its sessions have emitted; none while it is told live. */
  metrics: readonly TimelineMetric[];
}

export const show: Question<typeof PARAMETERS, ShowAnswer> = {
  name: "show",
  summary: "One conversation: its summary and its timeline",
  description:
    "Every segment of every participant in time order. Read from the local copy where it has settled there, else from analytics; from the live API when analytics does not know the conversation yet.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const { signal } = context;
    const meta = openMeta("show", world, NO_FILTERS);
    const id = (parameters.conversationId ?? "").toLowerCase();
    const page = (await readFromCopy(world, id)) ?? (await world.sources.one(id, signal));
    const [summarized] = summarizePage(page, meta, context);
    const timeline = summarized === undefined ? [] : toTimeline(summarized.record);
    const summaries = summarized === undefined ? [] : [summarized.summary];
    await addNames(summaries, world.directory, signal);
    await addTimelineNames(timeline, world.directory, signal);
    closeMeta(meta, world, page.observedAt);
    meta.rows = timeline.length;
    const metrics = summarized === undefined ? [] : toTimelineMetrics(summarized.record);
    return { conversation: summarized?.summary ?? null, metrics, rows: toAsyncIterable(timeline), meta };
  },
  async explain(world, { conversationId = "" }) {
    const meta = openMeta("show", world, NO_FILTERS);
    const copied = await readFromCopy(world, conversationId.toLowerCase());
    return explain(world, meta, copied === null ? STEPS : [COPY_STEP]);
  },
};
