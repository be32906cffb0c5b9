import type { StoredConversation } from "../conversation-source.ts";
import type { OrderField } from "./parse-conversation-query.ts";

/** What conversations are ordered by, as of an instant; what is still open comes last. */
export function toSortKey(conversation: StoredConversation, orderBy: OrderField, now: number): number {
  if (orderBy === "conversationStart") return conversation.start;
  if (orderBy === "conversationEnd") return conversation.end <= now ? conversation.end : Number.MAX_SAFE_INTEGER;
  const { participants = [] } = conversation.detail(now, false);
  const segments = participants.flatMap(({ sessions = [] }) => sessions.flatMap((session) => session.segments ?? []));
  const instants = segments.map((segment) => Date.parse(segment[orderBy] ?? "")).filter(Number.isFinite);
  if (instants.length === 0) return Number.MAX_SAFE_INTEGER;
  return orderBy === "segmentStart" ? Math.min(...instants) : Math.max(...instants);
}
