import type { AnalyticsConversation } from "../../model/wire.ts";
import { type FacetReader, toDimensionReader, toMetricReader } from "../filters/facet-values.ts";
import { badRequest, invalidValue } from "./api-refusal.ts";
import { isObject, type JsonObject } from "./json-object.ts";

const TYPES = ["termFrequency", "numericRange"];
/** Terms that are told unless the size is given (inferred). */
const DEFAULT_SIZE = 10;

/** A facet of a details query: what all matches have, counted by conversation. */
export interface DetailsAggregation {
  /** What it was asked for, as it is told again. */
  readonly asked: Readonly<Record<string, string>>;
  readonly read: FacetReader;
  readonly size: number;
  /** Undefined for the frequency of terms. */
  readonly ranges: readonly AggregationRange[] | undefined;
}

interface AggregationRange {
  readonly gte?: number;
  readonly lt?: number;
}

/** The facets that a body asks for; refuses what the API does not know. */
export function parseDetailsAggregations(value: unknown): readonly DetailsAggregation[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest();
  return value.map((one) => {
    if (!isObject(one)) throw badRequest();
    return parseAggregation(one);
  });
}

function parseAggregation(body: JsonObject): DetailsAggregation {
  const { type, dimension, metric, size } = body;
  if (typeof type !== "string" || !TYPES.includes(type)) throw invalidValue(type, "DetailsAggregationType", TYPES);
  if ((dimension === undefined) === (metric === undefined))
    throw badRequest("An aggregation must name either a dimension or a metric.");
  const name = dimension ?? metric;
  const toReader = dimension === undefined ? toMetricReader : toDimensionReader;
  const read = typeof name === "string" ? toReader(name) : undefined;
  const kind = dimension === undefined ? "metric" : "dimension";
  if (typeof name !== "string" || read === undefined) throw invalidValue(name, `DetailsAggregation ${kind}`);
  return {
    asked: { type, [kind]: name },
    read,
    size: readSize(size),
    ranges: type === "numericRange" ? readRanges(body["ranges"]) : undefined,
  };
}

function readSize(size: unknown): number {
  if (size === undefined || size === null) return DEFAULT_SIZE;
  if (typeof size === "number" && Number.isInteger(size) && size >= 1) return size;
  throw badRequest("The size of an aggregation must be a positive number.");
}

function readRanges(ranges: unknown): readonly AggregationRange[] {
  if (!Array.isArray(ranges) || ranges.length === 0) throw badRequest("A numericRange needs at least one range.");
  return ranges.map((range) => {
    if (!isObject(range)) throw badRequest();
    const { gte, lt } = range;
    const bounds = [gte, lt].filter((bound) => bound !== undefined && bound !== null);
    if (bounds.length === 0 || bounds.some((bound) => typeof bound !== "number"))
      throw badRequest("A range needs at least one bound that is a number: gte or lt.");
    return { ...(typeof gte === "number" ? { gte } : {}), ...(typeof lt === "number" ? { lt } : {}) };
  });
}

/** Counts the conversations of each term or range; of terms the most frequent ones, ties by name. */
export function aggregateDetails(
  aggregations: readonly DetailsAggregation[],
  records: readonly AnalyticsConversation[],
): readonly object[] {
  return aggregations.map((aggregation) => {
    const { asked, read, ranges, size } = aggregation;
    const values = records.map((record) => [...new Set(read(record))]).filter(({ length }) => length > 0);
    const results = ranges === undefined ? countTerms(values, size) : countRanges(values, ranges);
    return { ...asked, count: values.length, results };
  });
}

type Values = readonly (string | number | boolean)[];

function countTerms(values: readonly Values[], size: number): readonly object[] {
  const counts = new Map<string, number>();
  for (const value of values.flat()) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts]
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, size)
    .map(([value, count]) => ({ value, count }));
}

function countRanges(values: readonly Values[], ranges: readonly AggregationRange[]): readonly object[] {
  return ranges.map((range) => {
    const { gte = Number.NEGATIVE_INFINITY, lt = Number.POSITIVE_INFINITY } = range;
    const isWithin = (value: unknown) => typeof value === "number" && value >= gte && value < lt;
    return { ...range, count: values.filter((own) => own.some(isWithin)).length };
  });
}
