import { type Api, hasList } from "../api.ts";
import type { Filter } from "./analytics-conversation-details.ts";

/** Official SDK documentation, `AnalyticsApi`. */
export const OBSERVATION_PERMISSIONS = ["analytics:queueObservation:view"] as const;

/** Body of the query for queue observations; in practice it has to name its queues. */
export interface QueueObservationQuery {
  filter: Filter;
  metrics: readonly string[];
}

/** What is going on in a queue, of one medium; of its users in a group without a medium. */
export interface QueueObservationGroup {
  group?: { queueId?: string; mediaType?: string };
  data?: readonly ObservationData[];
}

export interface ObservationData {
  metric?: string;
  /** A routing status, or the id of a presence. */
  qualifier?: string;
  /** Milliseconds in `calculatedMetricValue`, of the two `oLongest…`. */
  stats?: { count?: number; calculatedMetricValue?: number };
}

/** `POST /api/v2/analytics/queues/observations/query`: of now. It creates nothing and may be repeated. */
export async function queryQueueObservations(
  api: Api,
  query: QueueObservationQuery,
  doing: string,
  signal?: AbortSignal,
): Promise<readonly QueueObservationGroup[]> {
  const reply = (await api.request({
    method: "POST",
    path: "/api/v2/analytics/queues/observations/query",
    body: query,
    doing,
    permissions: OBSERVATION_PERMISSIONS,
    repeatable: true,
    expects: hasList("results"),
    signal,
  })) as { results?: readonly QueueObservationGroup[] };
  return reply.results ?? [];
}
