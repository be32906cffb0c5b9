import type { ConversationSummary } from "../model/conversation-summary.ts";
import { type TimelineEntry, toTimeline } from "../model/timeline.ts";
import { addNames, addTimelineNames } from "./add-names.ts";
import type { AskContext, AskWorld } from "./answer.ts";
import { NO_FILTERS, openMeta } from "./open-meta.ts";
import { summarizePage } from "./summarize-page.ts";

/** What has happened in a conversation since the step before. */
export interface ConversationStep {
  readonly conversation: ConversationSummary;
  /** Segments that have begun or ended since, in time order. */
  readonly entries: readonly TimelineEntry[];
}

/** One conversation's story as it happens: what there is, and then each step, until it has ended. Throws `CONVERSATION_UNKNOWN` (not-found). */
export async function* followConversation(
  world: AskWorld,
  conversationId: string,
  context: AskContext = {},
): AsyncGenerator<ConversationStep, void, undefined> {
  const { signal } = context;
  const meta = openMeta("show", world, NO_FILTERS);
  const told = new Set<string>();
  for await (const page of world.sources.followOne(conversationId.toLowerCase(), signal)) {
    const [summarized] = summarizePage(page, meta, context);
    if (summarized === undefined) continue;
    const entries = toTimeline(summarized.record).filter((entry) => !told.has(keyOf(entry)));
    for (const entry of entries) told.add(keyOf(entry));
    await addNames([summarized.summary], world.directory, signal);
    await addTimelineNames(entries, world.directory, signal);
    yield { conversation: summarized.summary, entries };
  }
}

/** A segment is told when it begins and when it ends. */
function keyOf({ startedAt, endedAt, purpose, userId, mediaType, segmentType, wrapUpCode }: TimelineEntry): string {
  return JSON.stringify([startedAt, endedAt !== null, purpose, userId, mediaType, segmentType, wrapUpCode]);
}
