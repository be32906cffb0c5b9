import type { Api } from "../../api/api.ts";
import {
  type QueueObservationGroup,
  queryQueueObservations,
} from "../../api/endpoints/analytics-queue-observations.ts";
import { listQueues } from "../../api/endpoints/routing.ts";

/** What is going on in one queue now. Absent is `null`, not zero. */
export interface QueueNow {
  readonly queueId: string;
  readonly waiting: number | null;
  /** Milliseconds; `null` when nobody waits. */
  readonly longestWaitMs: number | null;
  readonly alerting: number | null;
  readonly interacting: number | null;
  /** Its members by what routing thinks of them: `IDLE`, `INTERACTING`, `NOT_RESPONDING`, `COMMUNICATING`, `OFF_QUEUE`, … */
  readonly agentsByRoutingStatus: Readonly<Record<string, number>>;
  /** Members who are on queue. */
  readonly onQueue: number | null;
}

const METRICS = [
  "oWaiting",
  "oLongestWaiting",
  "oAlerting",
  "oInteracting",
  "oOnQueueUsers",
  "oUserRoutingStatuses",
] as const;

/** Queues in one request: what the API takes is not documented; this stays well below its 512,000 bytes. */
export const OBSERVED_AT_ONCE = 200;

/** What is going on in these queues, or in all that the client may see; only conversations of these media count, where some are named. */
export async function observeQueues(
  api: Api,
  queueIds: readonly string[] | null,
  mediaTypes: readonly string[],
  signal?: AbortSignal,
): Promise<QueueNow[]> {
  const ids = queueIds ?? (await listIds(api, signal));
  const seen: QueueNow[] = [];
  for (let first = 0; first < ids.length; first += OBSERVED_AT_ONCE) {
    const asked = ids.slice(first, first + OBSERVED_AT_ONCE);
    const groups = await query(api, asked, signal);
    for (const id of asked) {
      const own = groups.filter(({ group }) => group?.queueId === id);
      if (own.length > 0) seen.push(toQueueNow(id, own, mediaTypes));
    }
  }
  return seen;
}

async function listIds(api: Api, signal: AbortSignal | undefined): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of listQueues(api, signal)) ids.push(id);
  return ids;
}

function query(api: Api, queueIds: readonly string[], signal: AbortSignal | undefined) {
  const predicates = queueIds.map(
    (value) => ({ type: "dimension", dimension: "queueId", operator: "matches", value }) as const,
  );
  const filter = { type: "or", predicates } as const;
  return queryQueueObservations(api, { filter, metrics: METRICS }, `observing ${queueIds.length} queues`, signal);
}

function toQueueNow(
  queueId: string,
  groups: readonly QueueObservationGroup[],
  mediaTypes: readonly string[],
): QueueNow {
  const isWanted = (mediaType: string | undefined) =>
    mediaTypes.length === 0 || mediaType === undefined || mediaTypes.includes(mediaType);
  const data = groups.filter(({ group }) => isWanted(group?.mediaType)).flatMap((group) => group.data ?? []);
  const counts = (name: string) => data.filter(({ metric }) => metric === name).map(({ stats }) => stats?.count);
  const sum = (name: string) => {
    const known = counts(name).filter((count) => count !== undefined);
    return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
  };
  const waits = data.flatMap(({ metric, stats }) =>
    metric === "oLongestWaiting" ? (stats?.calculatedMetricValue ?? []) : [],
  );
  const statuses = data.flatMap(({ metric, qualifier, stats }) =>
    metric === "oUserRoutingStatuses" && qualifier !== undefined ? [[qualifier, stats?.count ?? 0] as const] : [],
  );
  return {
    queueId,
    waiting: sum("oWaiting"),
    longestWaitMs: waits.length === 0 ? null : Math.max(...waits),
    alerting: sum("oAlerting"),
    interacting: sum("oInteracting"),
    agentsByRoutingStatus: Object.fromEntries(statuses),
    onQueue: sum("oOnQueueUsers"),
  };
}
