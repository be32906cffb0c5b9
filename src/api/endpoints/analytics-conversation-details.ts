import type { AnalyticsConversation, ConversationDetailsQueryResponse } from "../../model/wire.ts";
import { type Api, hasList } from "../api.ts";

/** One suffices (official SDK documentation, `AnalyticsApi`). */
export const DETAIL_PERMISSIONS = [
  "analytics:conversationDetail:view",
  "analytics:agentConversationDetail:view",
] as const;

/** Largest page that the details query accepts. */
export const DETAILS_PAGE_SIZE = 100;

export interface Predicate {
  type?: "dimension" | "property" | "metric";
  dimension?: string;
  metric?: string;
  operator?: "matches" | "exists" | "notExists";
  value?: string;
  range?: { gt?: number; gte?: number; lt?: number; lte?: number };
}

export interface Clause {
  type: "and" | "or";
  predicates: readonly Predicate[];
}

export interface Filter extends Clause {
  clauses?: readonly Clause[];
}

/** Body of the details query. */
export interface ConversationQuery {
  /** `start/end`, ISO-8601; at most 7 days, 31 with a filter. Matches whole UTC days of `conversationStart`. */
  interval: string;
  order?: "asc" | "desc" | "unordered";
  orderBy?: "conversationStart" | "conversationEnd" | "segmentStart" | "segmentEnd";
  paging?: { pageSize: number; pageNumber: number };
  conversationFilters?: readonly Filter[];
  segmentFilters?: readonly Filter[];
}

/** `{}` past the end, or conversations or a total: an object of another kind (a maintenance page, say) is none. */
function isDetailsPage(json: unknown): boolean {
  if (!hasList("conversations")(json)) return false;
  const keys = Object.keys(json as object);
  return keys.length === 0 || ["conversations", "totalHits", "aggregations"].some((key) => keys.includes(key));
}

/** `POST /api/v2/analytics/conversations/details/query`: one page. It creates nothing and may be repeated. */
export async function queryConversationDetails(
  api: Api,
  query: ConversationQuery,
  doing: string,
  signal?: AbortSignal,
): Promise<ConversationDetailsQueryResponse> {
  const reply = await api.request({
    method: "POST",
    path: "/api/v2/analytics/conversations/details/query",
    body: query,
    doing,
    permissions: DETAIL_PERMISSIONS,
    repeatable: true,
    // Anything else taken for "no conversations" would end a history early, without a word.
    expects: isDetailsPage,
    signal,
  });
  return reply as ConversationDetailsQueryResponse;
}

/** `GET /api/v2/analytics/conversations/{id}/details`. Throws not-found for an id that analytics does not know. */
export async function getConversationDetails(
  api: Api,
  conversationId: string,
  signal?: AbortSignal,
): Promise<AnalyticsConversation> {
  const reply = await api.request({
    method: "GET",
    path: `/api/v2/analytics/conversations/${encodeURIComponent(conversationId)}/details`,
    doing: `reading the details of conversation ${conversationId}`,
    permissions: DETAIL_PERMISSIONS,
    signal,
  });
  return reply as AnalyticsConversation;
}

/** Ids of one request; no maximum is documented, and this is what others use. */
export const DETAILS_IDS_MAX = 100;

/** `GET /api/v2/analytics/conversations/details?id=`: those that analytics knows; the others are absent. */
export async function getConversationsDetails(
  api: Api,
  conversationIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly AnalyticsConversation[]> {
  const reply = (await api.request({
    method: "GET",
    path: "/api/v2/analytics/conversations/details",
    query: { id: conversationIds },
    doing: `reading the details of ${conversationIds.length} conversations`,
    permissions: DETAIL_PERMISSIONS,
    expects: hasList("conversations"),
    signal,
  })) as ConversationDetailsQueryResponse;
  return reply.conversations ?? [];
}
