import { AGGREGATE_PERMISSIONS } from "../api/endpoints/analytics-conversation-aggregates.ts";
import { DETAIL_PERMISSIONS } from "../api/endpoints/analytics-conversation-details.ts";
import { OBSERVATION_PERMISSIONS } from "../api/endpoints/analytics-queue-observations.ts";
import { CONVERSATION_PERMISSIONS } from "../api/endpoints/conversations.ts";
import { costOfJob, costOfOpen, costOfQuery } from "./plan/request-costs.ts";

/** What one way to get conversations can be relied on for. The rules behind it, each a test: `docs/choosing.md`. */
export interface SourceDeclaration {
  /** The operation, by Genesys' name. */
  readonly api: string;
  /** Which conversations, by the instants of their lives. */
  readonly covers: string;
  /** What its records do not have. */
  readonly lacks: string;
  /** How late what it says is. */
  readonly freshness: string;
  /** Requests that so many conversations take. */
  requests(of: { readonly expected: number }): number;
  /** One of them suffices. */
  readonly permissions: readonly string[];
}

const SECONDS_LATE = "seconds late; wrap-up some tens of seconds";
const DETAILS_QUERY = "POST /analytics/conversations/details/query";

export const SOURCES = {
  store: {
    api: "the local copy",
    covers: "conversations that began in an interval that the copy holds whole",
    lacks: "what has begun since it was brought up to date",
    freshness: "as of the last sync; seconds late with --follow",
    requests: () => 0,
    permissions: [],
  },
  query: {
    api: DETAILS_QUERY,
    covers: "conversations that began in an interval, ended or not",
    lacks: "participant attributes",
    freshness: SECONDS_LATE,
    requests: (of) => costOfQuery(of),
    permissions: DETAIL_PERMISSIONS,
  },
  open: {
    api: DETAILS_QUERY,
    covers: "conversations without an end, whenever they began",
    lacks: "participant attributes",
    freshness: SECONDS_LATE,
    requests: costOfOpen,
    permissions: DETAIL_PERMISSIONS,
  },
  job: {
    api: "POST /analytics/conversations/details/jobs",
    covers: "conversations that began in an interval, or were alive in it, as far as the data lake has them",
    lacks: "what the data lake does not have yet",
    freshness: "hours late, up to a day; what has changed since is read beside it",
    requests: costOfJob,
    permissions: DETAIL_PERMISSIONS,
  },
  one: {
    api: "GET /analytics/conversations/{id}/details",
    covers: "one conversation of any age, by its id",
    lacks: "participant attributes",
    freshness: SECONDS_LATE,
    requests: () => 1,
    permissions: DETAIL_PERMISSIONS,
  },
  live: {
    api: "GET /conversations/{id}",
    covers: "one conversation from its first moment until some time after its end, by its id",
    lacks: "metrics",
    freshness: "live",
    requests: () => 1,
    permissions: CONVERSATION_PERMISSIONS,
  },
  aggregates: {
    api: "POST /analytics/conversations/aggregates/query",
    covers: "what was counted in an interval, whenever its conversation began",
    lacks: "the conversations themselves",
    freshness: "minutes late; ACW, wrap-up codes and what is processed again by night come later",
    requests: () => 1,
    permissions: AGGREGATE_PERMISSIONS,
  },
  observations: {
    api: "POST /analytics/queues/observations/query",
    covers: "who waits, talks and is on queue now, counted",
    lacks: "the conversations themselves",
    freshness: "seconds late",
    requests: () => 1,
    permissions: OBSERVATION_PERMISSIONS,
  },
} satisfies Record<string, SourceDeclaration>;

export type SourceName = keyof typeof SOURCES;
