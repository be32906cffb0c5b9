import { toIso } from "../../base/interval.ts";
import type { Test } from "../filters/compile-filters.ts";
import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import { readJson } from "../rest/json-body.ts";
import type { JsonObject } from "../rest/json-object.ts";
import { type ApiRequest, ok, type Reply, type Service } from "../rest/service.ts";
import type { Queue } from "../world/organisation.ts";
import type { MediaType } from "../world/world-conversation.ts";
import { describe, INTERACTION_METRICS, LONGEST_METRICS, listQueued, toSince, toSinceIso } from "./observation.ts";
import type { OpenSession } from "./open-session.ts";
import { toPresenceMappings } from "./presences.ts";
import { type Present, requireObserved } from "./present.ts";
import { readFilter } from "./read-filter.ts";
import { truncate } from "./truncate.ts";
import { isUserMetric, listUserMetrics, USER_METRICS, type UserMetric } from "./user-metrics.ts";

const MEDIA: readonly MediaType[] = ["voice", "chat", "email", "callback", "message"];
const DETAIL_METRICS = [...Object.keys(INTERACTION_METRICS), ...USER_METRICS].sort();
const METRICS = [...DETAIL_METRICS, ...Object.keys(LONGEST_METRICS)].sort();

interface Place {
  readonly queueId: string;
  readonly mediaType: string;
}

interface Asked {
  readonly metrics: readonly string[];
  readonly details: ReadonlySet<string>;
  readonly max: number;
}

/** `POST /api/v2/analytics/queues/observations/query`. Zeros are told, unlike in aggregates. */
export async function queryQueueObservations(service: Service, request: ApiRequest): Promise<Reply> {
  const body = await readJson(service, request);
  const matches = readPlaces(body);
  const details = readMetrics(body["detailMetrics"] ?? [], DETAIL_METRICS);
  const metrics = readMetrics(body["metrics"], METRICS);
  if (metrics.length === 0) throw badRequest("A query must name at least one metric.");
  const present = requireObserved(service);
  const max = service.options.limits === "off" ? Number.MAX_SAFE_INTEGER : service.options.observationsMax;
  const asked = { metrics: [...new Set([...metrics, ...details])], details: new Set(details), max };
  const queues = present.organisation.queues.filter(({ divisionId }) => service.grant.covers([divisionId]));
  const results = queues.flatMap((queue) => {
    const media = MEDIA.filter((mediaType) => matches({ queueId: queue.id, mediaType }, present.at));
    return media.length === 0 ? [] : toResults(present, queue, media, asked);
  });
  return ok({ systemToOrganizationMappings: toPresenceMappings(), results });
}

/** Not said anywhere, but in practice every client names its queues. */
function readPlaces({ filter }: JsonObject): Test<Place> {
  const test = readFilter<Place>(filter, "QueueObservationQueryPredicate", ["queueId", "mediaType"], (name, place) => [
    place[name as keyof Place],
  ]);
  if (test === undefined || !JSON.stringify(filter).includes('"queueId"'))
    throw badRequest("A query must have a filter that names at least one queueId.");
  return test;
}

function readMetrics(value: unknown, known: readonly string[]): readonly string[] {
  if (!Array.isArray(value)) throw badRequest();
  for (const metric of value) if (!known.includes(metric)) throw invalidValue(metric, "QueueObservationMetric", known);
  return value as string[];
}

/** Users first, in a group without a medium; then a group for each medium. */
function toResults(present: Present, queue: Queue, media: readonly MediaType[], asked: Asked): object[] {
  const queueId = queue.id;
  const users = asked.metrics.filter(isUserMetric);
  const others = asked.metrics.filter((metric) => !isUserMetric(metric));
  return [
    ...(users.length === 0
      ? []
      : [{ group: { queueId }, data: users.flatMap((metric) => toUserData(present, queue, metric, asked)) }]),
    ...(others.length === 0
      ? []
      : media.map((mediaType) => ({
          group: { queueId, mediaType },
          data: others.flatMap((metric) => toMediaData(present, { queue, mediaType, metric }, asked)),
        }))),
  ];
}

function toUserData(present: Present, queue: Queue, metric: UserMetric, asked: Asked): object[] {
  return listUserMetrics(present, queue, metric).map(({ qualifier, members }) => {
    const rows = members.map(({ user, since }) => ({ observationDate: toIso(since), userId: user.id }));
    rows.sort((a, b) => (a.observationDate < b.observationDate ? -1 : 1));
    return {
      metric,
      ...(qualifier === undefined ? {} : { qualifier }),
      stats: { count: members.length },
      ...toDetails(rows, metric, asked),
    };
  });
}

interface Cell {
  readonly queue: Queue;
  readonly mediaType: MediaType;
  readonly metric: string;
}

function toMediaData(present: Present, { queue, mediaType, metric }: Cell, asked: Asked): object[] {
  const activity = INTERACTION_METRICS[metric] ?? LONGEST_METRICS[metric] ?? "other";
  const found = listQueued(present, activity)
    .filter((one) => one.queue === queue.index && one.open.session.media === mediaType)
    .map(({ open }) => open)
    .sort((a, b) => toSince(a) - toSince(b));
  const [longest] = found;
  if (metric in LONGEST_METRICS) {
    if (longest === undefined) return [];
    return [{ metric, stats: { calculatedMetricValue: present.at - toSince(longest) } }];
  }
  const toRow = (open: OpenSession) => ({ observationDate: toSinceIso(open), ...describe(present, open) });
  return [{ metric, stats: { count: found.length }, ...toDetails(found.map(toRow), metric, asked) }];
}

function toDetails(rows: readonly object[], metric: string, { details, max }: Asked): object {
  if (!details.has(metric)) return {};
  const { items, truncated } = truncate(rows, max);
  return { truncated, observations: items };
}
