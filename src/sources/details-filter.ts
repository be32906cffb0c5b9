import type { ConversationQuery, Filter } from "../api/endpoints/analytics-conversation-details.ts";

/** Whose conversations. User and queue are dimensions of segments, not of conversations. */
export interface Selection {
  userId?: string | undefined;
  queueId?: string | undefined;
}

/** The filters that say a selection to the details query. */
export function toSegmentFilters(selection: Selection): Pick<ConversationQuery, "segmentFilters"> {
  const filters: Filter[] = [];
  if (selection.userId !== undefined) filters.push(matches("userId", selection.userId));
  if (selection.queueId !== undefined) filters.push(matches("queueId", selection.queueId));
  return filters.length === 0 ? {} : { segmentFilters: filters };
}

/** Each in a filter of its own: predicates of one filter would have to hold on the same segment. */
function matches(dimension: string, value: string): Filter {
  return { type: "and", predicates: [{ type: "dimension", dimension, operator: "matches", value }] };
}

/**
 * A filter that every conversation passes. The details query takes 31 days at a time with a filter and only 7 without
 * one, so for long ranges saying "ended or not" saves three requests in four.
 */
export const EVERY_CONVERSATION: Pick<ConversationQuery, "conversationFilters"> = {
  conversationFilters: [
    {
      type: "or",
      predicates: [
        { type: "dimension", dimension: "conversationEnd", operator: "exists" },
        { type: "dimension", dimension: "conversationEnd", operator: "notExists" },
      ],
    },
  ],
};

/** Conversations without an end: the official way to find live ones with client credentials. */
export const OPEN_CONVERSATIONS: Pick<ConversationQuery, "conversationFilters"> = {
  conversationFilters: [
    { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }] },
  ],
};
