import { toAsyncIterable } from "../../base/async-iterable.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import { type TimelineEntry, toTimeline } from "../../model/timeline.ts";
import { addNames, addTimelineNames } from "../add-names.ts";
import type { Answer } from "../answer.ts";
import { explain, type PlanStep, toStep } from "../explanation.ts";
import { closeMeta, NO_FILTERS, openMeta } from "../open-meta.ts";
import { text } from "../parameter.ts";
import type { Question } from "../question.ts";
import { summarizePage } from "../summarize-page.ts";

const PARAMETERS = {
  conversationId: text("<conversation-id>", "Id of the conversation."),
};

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

export interface ShowAnswer extends Answer<TimelineEntry> {
  /** `null` when the record could not be read; the meta data says why. */
  conversation: ConversationSummary | null;
}

export const show: Question<typeof PARAMETERS, ShowAnswer> = {
  name: "show",
  summary: "One conversation: its summary and its timeline",
  description:
    "Every segment of every participant in time order. Read from analytics; from the live API when analytics does not know the conversation yet.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const { signal } = context;
    const meta = openMeta("show", world, NO_FILTERS);
    const page = await world.sources.one((parameters.conversationId ?? "").toLowerCase(), signal);
    const [summarized] = summarizePage(page, meta, context);
    const timeline = summarized === undefined ? [] : toTimeline(summarized.record);
    const summaries = summarized === undefined ? [] : [summarized.summary];
    await addNames(summaries, world.directory, signal);
    await addTimelineNames(timeline, world.directory, signal);
    closeMeta(meta, world, page.observedAt);
    meta.rows = timeline.length;
    return { conversation: summarized?.summary ?? null, rows: toAsyncIterable(timeline), meta };
  },
  async explain(world) {
    return explain(world, openMeta("show", world, NO_FILTERS), STEPS);
  },
};
