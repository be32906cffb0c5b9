import { DAY_MS, type Interval } from "../../base/interval.ts";
import { compileFilters, type Test } from "../filters/compile-filters.ts";
import { compilePredicate, type PredicateTerms } from "../filters/compile-predicate.ts";
import { readChoice } from "../filters/read-choice.ts";
import { parseInstant } from "../parse-instant.ts";
import { badRequest, invalidDate, invalidValue } from "../rest/api-refusal.ts";
import { isObject, type JsonObject } from "../rest/json-object.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { type AggregateQuery, QUERY_TYPES, SORT_FUNCTIONS } from "./aggregate-query.ts";
import { parseTimeZone, toBuckets } from "./buckets.ts";
import { GROUP_DIMENSIONS } from "./dimension-names.ts";
import { AGGREGATE_METRICS } from "./metric-names.ts";
import { parseAggregateViews } from "./parse-aggregate-views.ts";
import { readSessionDimension, type SessionView } from "./session-dimensions.ts";

const FIELDS = (
  "interval granularity timeZone groupBy filter metrics views flattenMultivaluedDimensions alternateTimeDimension queryType " +
  "sortMetric limit"
).split(" ");

/** A query's body, checked as the API checks it; jobs take some fields more. */
export function parseAggregateQuery(
  body: JsonObject,
  options: SimulatorOptions,
  moreFields: readonly string[] = [],
): AggregateQuery {
  if (options.unknownFields === "refuse") refuseUnknown(body, [...FIELDS, ...moreFields]);
  const metrics = readNames(body["metrics"], "ConversationAggregationQueryMetric", AGGREGATE_METRICS);
  if (metrics.length === 0) throw badRequest("A query must name at least one metric.");
  const groupBy = readNames(body["groupBy"], "ConversationAggregationQueryGroupBy", GROUP_DIMENSIONS);
  const interval = readInterval(body["interval"], options);
  const timeZone = parseTimeZone(body["timeZone"]);
  const granularity = readText(body["granularity"], "Period");
  const alternate = readChoice(body["alternateTimeDimension"], ["eventTime"] as const, "AlternateTimeDimension");
  return {
    interval,
    buckets: toBuckets(
      interval,
      granularity,
      timeZone,
      options.limits === "off" ? 1_000_000 : options.aggregateBucketsMax,
    ),
    groupBy,
    matches: readFilter(body["filter"]),
    metrics,
    views: parseAggregateViews(body["views"]),
    flatten: body["flattenMultivaluedDimensions"] === true,
    time: alternate === undefined ? "at" : "eventAt",
    ...readRanking(body),
  };
}

function refuseUnknown(body: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown !== undefined) throw badRequest(`Unrecognized field [${unknown}]. Known fields are: ${known.join(", ")}`);
}

function readNames(value: unknown, type: string, known: readonly string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest();
  for (const name of value) if (!known.includes(name)) throw invalidValue(name, type, known);
  return [...new Set(value as string[])];
}

function readInterval(value: unknown, { limits, aggregateDaysMax }: SimulatorOptions): Interval {
  if (typeof value !== "string" || value === "") throw badRequest("A query must have an interval.");
  const parts = value.split("/");
  const [from, to] = parts.map(parseInstant);
  if (from === undefined || to === undefined || parts.length !== 2) throw invalidDate();
  if (to <= from) throw badRequest("The end of the interval must be after its start.");
  if (limits === "api" && to - from > aggregateDaysMax * DAY_MS)
    throw badRequest(`The interval may not exceed ${aggregateDaysMax} days.`);
  return { from, to };
}

function readText(value: unknown, type: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalidValue(value, type);
  return value;
}

const TERMS: PredicateTerms<SessionView> = {
  typeName: "ConversationAggregateQueryPredicate",
  dimensions: Object.fromEntries([...GROUP_DIMENSIONS, "canonicalExternalContactId"].map((name) => [name, {}])),
  metrics: [],
  readDimension: readSessionDimension,
  readMetric: () => [],
};

/** One object, not a list as details queries have it. */
function readFilter(filter: unknown): Test<SessionView> | undefined {
  if (filter === undefined || filter === null) return undefined;
  const [test] = compileFilters([filter], (predicate) => compilePredicate(predicate, TERMS));
  return test;
}

function readRanking(body: JsonObject): Pick<AggregateQuery, "queryType" | "sort" | "limit"> {
  const queryType = readChoice(body["queryType"], QUERY_TYPES, "ConversationAggregationQueryType") ?? "groupBy";
  const { sortMetric, limit } = body;
  if (limit !== undefined && (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1))
    throw invalidValue(limit, "Limit");
  if (queryType === "groupBy") return { queryType, sort: undefined, limit };
  if (!isObject(sortMetric) || limit === undefined)
    throw badRequest(`A query of type ${queryType} needs a sortMetric and a limit.`);
  const [metric = ""] = readNames([sortMetric["name"]], "ConversationAggregationSortName", AGGREGATE_METRICS);
  const by = readChoice(sortMetric["function"], SORT_FUNCTIONS, "ConversationAggregationSortFunction");
  if (by === undefined) throw invalidValue(by, "ConversationAggregationSortFunction", SORT_FUNCTIONS);
  return { queryType, sort: { metric, by }, limit };
}
