import type { ConversationState } from "./conversation-summary.ts";
import { isOpenSession } from "./segments.ts";
import type { AnalyticsConversation, AnalyticsParticipant } from "./wire.ts";

/** Legs whose being open keeps a conversation active, beside the first customer's (`docs/words.md`). */
const KEEPS_ACTIVE = new Set(["ivr", "flow", "botflow", "workflow", "voicesurveyflow", "acd", "agent", "user"]);

/**
 * Ended = has an end, readable or not. Active = no end, and the first customer participant or an ivr, flow, acd, agent
 * or user session is still open. Lingering = no end, but only other legs are open, or none.
 */
export function toConversationState(
  record: AnalyticsConversation,
  customer: AnalyticsParticipant | undefined,
): ConversationState {
  if (record.conversationEnd !== undefined && record.conversationEnd !== null) return "ended";
  for (const participant of record.participants ?? []) {
    const counts = participant === customer || KEEPS_ACTIVE.has(participant.purpose ?? "");
    if (counts && participant.sessions?.some(isOpenSession) === true) return "active";
  }
  return "lingering";
}
