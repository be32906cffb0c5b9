import { isAppError } from "../base/app-error.ts";
import type { ConversationSummary } from "../model/conversation-summary.ts";
import { summarize } from "../model/summarize.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { DetailPage } from "../sources/detail-page.ts";
import type { AnswerMeta } from "./answer.ts";

export interface SummarizedRecord {
  /** Its skeleton has been checked by the reading. */
  record: AnalyticsConversation;
  summary: ConversationSummary;
}

// Enough to see what is odd; a faulty export must not fill the memory with complaints.
const MAX_NOTES = 50;

/** Summarises a page. Records that can't be read are set aside in the meta data, with the reason; oddities are noted. */
export function summarizePage(page: DetailPage, meta: AnswerMeta): SummarizedRecord[] {
  const summarized: SummarizedRecord[] = [];
  for (const record of page.records) {
    try {
      const { summary, warnings } = summarize(record, page);
      for (const warning of warnings) note(meta, `${summary.conversationId}: ${warning}`);
      summarized.push({ record: record as AnalyticsConversation, summary });
    } catch (error) {
      if (!isAppError(error) || error.kind !== "input") throw error;
      const { conversationId } = error.details;
      meta.setAside.push({
        conversationId: typeof conversationId === "string" ? conversationId : null,
        reason: error.message,
      });
    }
  }
  return summarized;
}

function note(meta: AnswerMeta, text: string): void {
  if (meta.notes.length < MAX_NOTES) meta.notes.push(text);
}
