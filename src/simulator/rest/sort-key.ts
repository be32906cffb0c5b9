import type { AnalyticsConversation } from "../../model/wire.ts";
import type { OrderField } from "./parse-conversation-query.ts";

/** What conversations are ordered by, as of an instant with the record of then; what is still open comes last. */
export function toSortKey(
  { start, end }: { readonly start: number; readonly end: number },
  orderBy: OrderField,
  at: number,
  readRecord: () => AnalyticsConversation,
): number {
  if (orderBy === "conversationStart") return start;
  if (orderBy === "conversationEnd") return end <= at ? end : Number.MAX_SAFE_INTEGER;
  const { participants = [] } = readRecord();
  const segments = participants.flatMap(({ sessions = [] }) => sessions.flatMap((session) => session.segments ?? []));
  const instants = segments.map((segment) => Date.parse(segment[orderBy] ?? "")).filter(Number.isFinite);
  if (instants.length === 0) return Number.MAX_SAFE_INTEGER;
  return orderBy === "segmentStart" ? Math.min(...instants) : Math.max(...instants);
}
