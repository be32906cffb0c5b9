import type { Api } from "../../api/api.ts";
import {
  type AggregateGroup,
  type AggregateQuery,
  queryConversationAggregates,
} from "../../api/endpoints/analytics-conversation-aggregates.ts";
import type { Interval } from "../../base/interval.ts";
import { toIso, toIsoInterval } from "../../base/interval.ts";
import { mergeStatistics, type Statistics } from "../../model/statistics.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { ValueCriterion } from "../filter/criterion.ts";
import { toAggregateFilter } from "../filter/push-down.ts";
import { beginsOnBound, toBuckets } from "./buckets.ts";
import { cutPiece, type Piece, toInterval } from "./cut-piece.ts";

/** Numbers that somebody wants to know of the past. */
export interface AggregateNeed {
  readonly interval: Interval;
  /** ISO-8601 period; `null` for one row over all of the interval. */
  readonly period: string | null;
  /** IANA name, whose days count. */
  readonly timeZone: string;
  /** Dimensions by Genesys' names. */
  readonly groupBy: readonly string[];
  readonly metrics: readonly string[];
  readonly criteria: readonly ValueCriterion[];
}

/** What was counted in one group and one bucket. */
export interface AggregateCell {
  /** In the order of `groupBy`; `null` where what was counted has no value. */
  readonly group: readonly (string | null)[];
  readonly bucket: Interval;
  readonly metrics: Map<string, Statistics>;
}

/** The stretches that are asked for, one request each unless the API wants them shorter. */
export function planAggregates({ interval, period, timeZone }: AggregateNeed): readonly Piece[] {
  const buckets = toBuckets(interval, period, timeZone).map((bucket) => ({ ...bucket, whole: bucket }));
  const [first, ...rest] = buckets;
  // The API counts intervals from where its query begins: what begins within one is asked for alone.
  const isRagged = first !== undefined && period !== null && !beginsOnBound(first, period, timeZone);
  return (isRagged ? [[first], rest] : [buckets]).filter(({ length }) => length > 0);
}

/** Counts by the aggregate query, in as few requests as the API takes; each cell once, in the order of the buckets. */
export async function readAggregates(api: Api, need: AggregateNeed, signal?: AbortSignal): Promise<AggregateCell[]> {
  const cells = new Map<string, AggregateCell>();
  const pieces = [...planAggregates(need)];
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    try {
      addResults(cells, need, piece, await queryPiece(api, need, piece, signal));
    } catch (error) {
      const smaller = cutPiece(piece, error);
      if (smaller === null) throw error;
      pieces.unshift(...smaller);
    }
  }
  return [...cells.values()].sort((a, b) => a.bucket.from - b.bucket.from);
}

function queryPiece(api: Api, need: AggregateNeed, piece: Piece, signal: AbortSignal | undefined) {
  const { period, timeZone, groupBy, metrics, criteria } = need;
  const interval = toInterval(piece);
  const query: AggregateQuery = {
    interval: toIsoInterval(interval),
    ...(period !== null && piece.length > 1 ? { granularity: period } : {}),
    timeZone,
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(criteria.length === 0 ? {} : { filter: toAggregateFilter(criteria) }),
    metrics,
  };
  const doing = `counting what happened from ${toIso(interval.from).slice(0, 16)}Z to ${toIso(interval.to).slice(0, 16)}Z`;
  return queryConversationAggregates(api, query, doing, signal);
}

function addResults(
  cells: Map<string, AggregateCell>,
  { groupBy }: AggregateNeed,
  piece: Piece,
  results: readonly AggregateGroup[],
): void {
  for (const { group = {}, data = [] } of results) {
    const values = groupBy.map((dimension) => group[dimension] ?? null);
    for (const { interval, metrics = [] } of data) {
      const start = parseWireInstant(interval?.split("/")[0]) ?? toInterval(piece).from;
      const bucket = piece.findLast(({ from }) => from <= start) ?? piece[0];
      if (bucket === undefined) continue;
      const key = JSON.stringify([bucket.whole.from, values]);
      const cell = cells.get(key) ?? { group: values, bucket: bucket.whole, metrics: new Map() };
      cells.set(key, cell);
      for (const { metric, stats } of metrics) if (metric !== undefined) addTo(cell.metrics, metric, stats ?? {});
    }
  }
}

function addTo(metrics: Map<string, Statistics>, metric: string, statistics: Statistics): void {
  const before = metrics.get(metric);
  metrics.set(metric, before === undefined ? statistics : mergeStatistics(before, statistics));
}
