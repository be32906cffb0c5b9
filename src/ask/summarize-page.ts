import { isAppError } from "../base/app-error.ts";
import type { ConversationSummary } from "../model/conversation-summary.ts";
import { type Observation, summarize } from "../model/summarize.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { DetailPage } from "../sources/detail-page.ts";
import type { AnswerMeta, AskContext, SetAside } from "./answer.ts";

export interface SummarizedRecord {
  /** Its skeleton has been checked by the reading. */
  record: AnalyticsConversation;
  summary: ConversationSummary;
}

// Enough to see what is odd; a faulty export must not fill the memory with complaints.
const MAX_NOTES = 50;
const MAX_SET_ASIDE = 100;

/** Summarises a page. Records that can't be read are set aside, with the reason; oddities are noted in the meta data. */
export function summarizePage(page: DetailPage, meta: AnswerMeta, context: AskContext): SummarizedRecord[] {
  const summarized: SummarizedRecord[] = [];
  for (const record of page.records) {
    const summary = summarizeRecord(record, page, meta, context);
    if (summary !== null) summarized.push({ record: record as AnalyticsConversation, summary });
  }
  return summarized;
}

/** One record's summary; `null` when it can't be read, which is then said in the meta data. */
export function summarizeRecord(
  record: unknown,
  observation: Observation,
  meta: AnswerMeta,
  context: AskContext,
  place: string | null = null,
): ConversationSummary | null {
  try {
    const { summary, warnings } = summarize(record, observation);
    for (const warning of warnings)
      note(meta, `${place === null ? "" : `${place}: `}${summary.conversationId}: ${warning}`);
    return summary;
  } catch (error) {
    if (!isAppError(error) || error.kind !== "input") throw error;
    const { conversationId } = error.details;
    const id = typeof conversationId === "string" ? conversationId : null;
    setAside(meta, context, { conversationId: id, place, reason: error.message });
    return null;
  }
}

export function setAside(meta: AnswerMeta, context: AskContext, record: SetAside): void {
  meta.setAsideCount += 1;
  if (meta.setAside.length < MAX_SET_ASIDE) meta.setAside.push(record);
  context.setAside?.(record);
}

function note(meta: AnswerMeta, text: string): void {
  if (meta.notes.length < MAX_NOTES) meta.notes.push(text);
}
