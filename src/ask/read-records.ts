import { isAppError } from "../base/app-error.ts";
import { toIso } from "../base/interval.ts";
import { readDetailRecord } from "../model/read-detail-record.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { Planned } from "../sources/plan/make-history-plan.ts";
import type { AnswerMeta, AskContext, AskWorld } from "./answer.ts";
import { markIncomplete } from "./open-meta.ts";
import { setAside } from "./summarize-page.ts";

/** Runs a plan and gives the records whole, each once; those that can't be read are set aside. */
export async function* readRecords(
  world: AskWorld,
  planned: Planned,
  meta: AnswerMeta,
  context: AskContext,
): AsyncGenerator<AnalyticsConversation, void, undefined> {
  const since = toIso(planned.plan.need.interval.from).slice(0, 10);
  const pages = world.sources.runHistory(
    planned,
    {
      progress: (read, expected) => context.progress?.(`details since ${since}: ${read} of about ${expected}`),
      waiting: (what) => context.progress?.(`details since ${since}: ${what}`),
      incomplete: (reason) => markIncomplete(meta, reason),
      revised: (reason) => meta.notes.push(reason),
    },
    context.signal,
  );
  for await (const { records } of pages) {
    for (const record of records) {
      const read = readOne(record, meta, context);
      if (read !== null) yield read;
    }
  }
}

function readOne(record: unknown, meta: AnswerMeta, context: AskContext): AnalyticsConversation | null {
  try {
    return readDetailRecord(record);
  } catch (error) {
    if (!isAppError(error) || error.kind !== "input") throw error;
    const { conversationId } = error.details;
    const id = typeof conversationId === "string" ? conversationId : null;
    setAside(meta, context, { conversationId: id, place: null, reason: error.message });
    return null;
  }
}
