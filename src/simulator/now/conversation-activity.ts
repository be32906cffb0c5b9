import { toDivisions } from "../aggregates/session-dimensions.ts";
import { readChoice } from "../filters/read-choice.ts";
import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import { readPositive } from "../rest/entity-listing.ts";
import { readJson } from "../rest/json-body.ts";
import { isObject, type JsonObject } from "../rest/json-object.ts";
import { type ApiRequest, ok, type Reply, type Service } from "../rest/service.ts";
import { describe, INTERACTION_METRICS, LONGEST_METRICS, listQueued, toSince, toSinceIso } from "./observation.ts";
import type { OpenSession } from "./open-session.ts";
import { type Present, requireObserved } from "./present.ts";
import { readFilter } from "./read-filter.ts";
import { truncate } from "./truncate.ts";

const DIMENSIONS = (
  "activeRouting addressFrom addressTo agentScore ani conversationId convertedFrom convertedTo direction dnis mediaType " +
  "participantName queueId requestedLanguageId requestedRouting requestedRoutingSkillId routingPriority scoredAgentId sessionId " +
  "teamId usedRouting userId"
).split(" ");
const METRICS = [...Object.keys(INTERACTION_METRICS), ...Object.keys(LONGEST_METRICS)].sort();
const ORDERS = ["asc", "desc", "unordered"] as const;
const DEFAULT_PAGE_SIZE = 100;

/** An entity of the answer, from which groups and filters read as well. */
type Entity = Readonly<Record<string, unknown>> & { readonly metric: string };

interface Found {
  readonly entity: Entity;
  readonly since: number;
}

interface Metric {
  readonly metric: string;
  readonly details: boolean;
}

interface ActivityQuery {
  readonly metrics: readonly Metric[];
  readonly groupBy: readonly string[];
  readonly order: (typeof ORDERS)[number];
  readonly max: number;
}

/** `POST /api/v2/analytics/conversations/activity/query`: groups in which nothing is going on are absent. */
export async function queryConversationActivity(service: Service, request: ApiRequest): Promise<Reply> {
  const body = await readJson(service, request);
  const query = parseQuery(body, service);
  const matches = readFilter<Entity>(body["filter"], "ConversationActivityQueryPredicate", DIMENSIONS, readEntity);
  const pageSize = readPositive(request.query.get("pageSize"), DEFAULT_PAGE_SIZE);
  const pageNumber = readPositive(request.query.get("pageNumber"), 1);
  const present = requireObserved(service);
  const found = METRICS.flatMap((metric) =>
    query.metrics.some((asked) => asked.metric === metric) ? listEntities(service, present, metric) : [],
  ).filter(({ entity }) => matches?.(entity, present.at) ?? true);
  const groups = [...groupEntities(found, query.groupBy)].sort(([a], [b]) => (a < b ? -1 : 1));
  const page = groups.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  return ok({
    results: page.map(([, members]) => toResult(members, query, present.at)),
    entityIdDimension: "conversationId",
  });
}

function parseQuery(body: JsonObject, { options }: Service): ActivityQuery {
  const { metrics, groupBy } = body;
  if (!Array.isArray(metrics) || metrics.length === 0) throw badRequest("A query must name at least one metric.");
  if (!Array.isArray(groupBy)) throw badRequest("A query must have a groupBy.");
  for (const name of groupBy)
    if (!DIMENSIONS.includes(name)) throw invalidValue(name, "ConversationActivityGroupBy", DIMENSIONS);
  return {
    metrics: metrics.map(parseMetric),
    groupBy: groupBy as string[],
    order: readChoice(body["order"], ORDERS, "ConversationActivityOrder") ?? "asc",
    max: options.limits === "off" ? Number.MAX_SAFE_INTEGER : options.observationsMax,
  };
}

function parseMetric(one: unknown): Metric {
  if (!isObject(one)) throw badRequest();
  const { metric, details } = one;
  if (typeof metric !== "string" || !METRICS.includes(metric))
    throw invalidValue(metric, "ConversationActivityMetric", METRICS);
  return { metric, details: details === true };
}

function listEntities({ grant }: Service, present: Present, metric: string): Found[] {
  const activity = INTERACTION_METRICS[metric] ?? LONGEST_METRICS[metric] ?? "other";
  return listQueued(present, activity).flatMap(({ open, queue }) => {
    const { organisation, at } = present;
    if (!grant.coversAll && !grant.covers(toDivisions({ ...open, organisation, at }))) return [];
    return [{ entity: toEntity(present, open, queue, metric), since: toSince(open) }];
  });
}

function toEntity(present: Present, open: OpenSession, queue: number, metric: string): Entity {
  return {
    activityDate: toSinceIso(open),
    metric,
    ...describe(present, open),
    mediaType: open.session.media,
    queueId: present.organisation.queues[queue]?.id,
  };
}

const LISTS: Readonly<Record<string, string>> = {
  requestedRoutingSkillId: "requestedRoutingSkillIds",
  requestedRouting: "requestedRoutings",
};

function readEntity(name: string, entity: Entity): readonly string[] {
  const value = entity[LISTS[name] ?? name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (typeof one === "string" || typeof one === "number" ? [String(one)] : []));
}

interface Group {
  readonly group: Readonly<Record<string, string>>;
  readonly found: Found[];
}

/** What lacks one of the dimensions stands in a group without it. */
function groupEntities(found: readonly Found[], groupBy: readonly string[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const one of found) {
    const pairs = groupBy.flatMap((name) => {
      const values = readEntity(name, one.entity);
      return values.length === 0 ? [] : [[name, values.join(",")] as const];
    });
    const key = JSON.stringify(pairs);
    const group = groups.get(key) ?? { group: Object.fromEntries(pairs), found: [] };
    group.found.push(one);
    groups.set(key, group);
  }
  return groups;
}

function toResult({ group, found }: Group, { metrics, order, max }: ActivityQuery, at: number): object {
  const data = metrics.flatMap(({ metric }) => toData(found, metric, at));
  const detailed = metrics.flatMap(({ metric, details }) => (details ? [metric] : []));
  if (detailed.length === 0) return { group, data };
  const rows = found.filter(({ entity }) => detailed.includes(entity.metric)).sort((a, b) => a.since - b.since);
  const { items, truncated } = truncate(rows, max);
  const entities = items.map(({ entity }) => entity);
  return { group, data, truncated, entities: order === "desc" ? entities.reverse() : entities };
}

function toData(found: readonly Found[], metric: string, at: number): object[] {
  const own = found.filter(({ entity }) => entity.metric === metric);
  if (!(metric in LONGEST_METRICS)) return own.length === 0 ? [] : [{ metric, count: own.length }];
  const longest = own.reduce<Found | undefined>(
    (best, one) => (best && best.since <= one.since ? best : one),
    undefined,
  );
  if (longest === undefined) return [];
  return [{ metric, calculatedMetricValue: at - longest.since, entityIds: [String(longest.entity["conversationId"])] }];
}
