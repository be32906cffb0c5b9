import type { Statistics } from "../../model/statistics.ts";
import { type Api, hasList } from "../api.ts";
import type { Filter } from "./analytics-conversation-details.ts";

/** Official SDK documentation, `AnalyticsApi`. */
export const AGGREGATE_PERMISSIONS = ["analytics:conversationAggregate:view"] as const;

/** Body of the aggregate query. */
export interface AggregateQuery {
  /** `start/end`, ISO-8601. A metric belongs to it by its own emission, not by the conversation's start. */
  interval: string;
  /** ISO-8601 period of the intervals in the answer; one interval without it. */
  granularity?: string;
  /** IANA name; moves the bounds of days and longer periods. */
  timeZone?: string;
  groupBy?: readonly string[];
  metrics: readonly string[];
  /** One object, not a list as in the details query. */
  filter?: Filter | { type: "and"; clauses: readonly Filter[] };
}

export interface AggregateGroup {
  /** Lacks a dimension that what was counted has no value of. */
  group?: Readonly<Record<string, string>>;
  data?: readonly AggregateData[];
}

export interface AggregateData {
  interval?: string;
  /** A metric with nothing to tell is absent, not zero. */
  metrics?: readonly { metric?: string; qualifier?: string; stats?: Statistics }[];
}

/** `POST /api/v2/analytics/conversations/aggregates/query`. It creates nothing and may be repeated. */
export async function queryConversationAggregates(
  api: Api,
  query: AggregateQuery,
  doing: string,
  signal?: AbortSignal,
): Promise<readonly AggregateGroup[]> {
  const reply = (await api.request({
    method: "POST",
    path: "/api/v2/analytics/conversations/aggregates/query",
    body: query,
    doing,
    permissions: AGGREGATE_PERMISSIONS,
    repeatable: true,
    expects: hasList("results"),
    signal,
  })) as { results?: readonly AggregateGroup[] };
  return reply.results ?? [];
}
