import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import { isObject, type JsonObject } from "../rest/json-object.ts";
import type { AggregateView } from "./aggregate-query.ts";
import { AGGREGATE_METRICS, isTimer } from "./metric-names.ts";

/** Documented, unlike the other bounds of aggregate queries. */
const MOST_VIEWS = 10;
const BOUNDS = ["gt", "gte", "lt", "lte"] as const;

/** Views of built-in timers, each with a name of its own; a view of a view is none. */
export function parseAggregateViews(value: unknown): readonly AggregateView[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest();
  if (value.length > MOST_VIEWS) throw badRequest(`A query may not have more than ${MOST_VIEWS} views.`);
  const views = value.map(parseView);
  if (new Set(views.map(({ name }) => name)).size < views.length)
    throw badRequest("The names of views must be different.");
  return views;
}

function parseView(view: unknown): AggregateView {
  if (!isObject(view)) throw badRequest();
  const { name, target, function: kind, range } = view;
  if (typeof name !== "string" || name === "") throw badRequest("A view must have a name.");
  if (AGGREGATE_METRICS.includes(name)) throw badRequest(`The view [${name}] has the name of a metric.`);
  const timers = AGGREGATE_METRICS.filter(isTimer);
  if (typeof target !== "string" || !timers.includes(target))
    throw invalidValue(target, "ConversationAggregationViewTarget", timers);
  if (kind !== "rangeBound") throw invalidValue(kind, "ConversationAggregationViewFunction", ["rangeBound"]);
  if (!isObject(range)) throw badRequest(`The view [${name}] needs a range.`);
  return { name, target, accepts: toRange(name, range) };
}

function toRange(name: string, range: JsonObject): (value: number) => boolean {
  const unknown = Object.keys(range).find((bound) => !BOUNDS.some((known) => known === bound));
  if (unknown !== undefined) throw invalidValue(unknown, "AggregationRange", BOUNDS);
  const [gt, gte, lt, lte] = BOUNDS.map((bound) => readBound(range[bound]));
  if (gt === undefined && gte === undefined && lt === undefined && lte === undefined)
    throw badRequest(`The view [${name}] needs a range with a bound.`);
  return (value) =>
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte);
}

function readBound(bound: unknown): number | undefined {
  if (bound === undefined || bound === null) return undefined;
  if (typeof bound !== "number") throw invalidValue(bound, "AggregationRange");
  return bound;
}
