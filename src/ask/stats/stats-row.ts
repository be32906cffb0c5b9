import { toIso } from "../../base/interval.ts";
import type { Directory } from "../../directory/directory.ts";
import { isTimed, MEASURES, type MeasureName, measure } from "../../model/measures.ts";
import type { Percentiles } from "../../model/percentiles.ts";
import { type Statistics, toMean } from "../../model/statistics.ts";
import type { AggregateCell } from "../../sources/aggregates/read-aggregates.ts";
import type { Concurrency } from "./concurrency.ts";
import { GROUP_DIMENSIONS, type GroupName } from "./dimensions.ts";

/** The dimensions that a row is about, and their names; those that were not asked for are absent. */
export interface StatsGroup {
  queueId?: string | null;
  queueName?: string | null;
  userId?: string | null;
  userName?: string | null;
  mediaType?: string | null;
  originatingDirection?: string | null;
  wrapUpCode?: string | null;
  wrapUpCodeName?: string | null;
  divisionId?: string | null;
  divisionName?: string | null;
}

/** A timed metric whole. Milliseconds; `null` is unknown. */
export interface TimeStatistics {
  count: number | null;
  sum: number | null;
  mean: number | null;
  min: number | null;
  max: number | null;
}

/** One group in one interval. `null` is unknown and never zero: aggregates leave out what did not happen, or is not known. */
export interface StatsRow extends StatsGroup, Partial<Record<MeasureName, number | null>> {
  /** ISO-8601 UTC, `[from, to)`. */
  from: string;
  to: string;
  /** Timed metrics by Genesys' names. */
  times: Record<string, TimeStatistics | null>;
  /** By Genesys' names of the metrics; where they were asked for. */
  percentiles?: Record<string, Percentiles | null>;
  /** How many conversations were at work at once; where it was asked for. */
  concurrent?: Concurrency | null;
}

export function toStatsRow(cell: AggregateCell, by: readonly GroupName[], measures: readonly MeasureName[]): StatsRow {
  return {
    from: toIso(cell.bucket.from),
    to: toIso(cell.bucket.to),
    ...toGroup(cell.group, by),
    ...Object.fromEntries(measures.map((name) => [name, measure(name, cell.metrics)])),
    times: Object.fromEntries(toTimed(measures).map((metric) => [metric, toTimes(cell.metrics.get(metric))])),
  };
}

/** The timed metrics of some measures, by Genesys' names. */
export function toTimed(measures: readonly MeasureName[]): string[] {
  return [...new Set(measures.map((name) => MEASURES[name].metric))].filter(isTimed);
}

export function toGroup(values: readonly (string | null)[], by: readonly GroupName[]): StatsGroup {
  return Object.fromEntries(
    by.flatMap((dimension, index) => {
      const { id, name } = GROUP_DIMENSIONS[dimension];
      const known = [[id, values[index] ?? null]];
      return name === null ? known : [...known, [name, null]];
    }),
  );
}

function toTimes(statistics: Statistics | undefined): TimeStatistics | null {
  if (statistics === undefined) return null;
  const { count = null, sum = null, min = null, max = null } = statistics;
  return { count, sum, mean: toMean(statistics), min, max };
}

/** Puts names beside ids. */
export async function nameGroups(
  rows: readonly StatsGroup[],
  by: readonly GroupName[],
  directory: Directory,
  signal?: AbortSignal,
): Promise<void> {
  for (const dimension of by) {
    const { id, name, kind } = GROUP_DIMENSIONS[dimension];
    if (name === null || kind === null) continue;
    await directory.load(
      kind,
      rows.flatMap((row) => row[id] ?? []),
      signal,
    );
    for (const row of rows) {
      const value = row[id] ?? null;
      row[name] = value === null ? null : directory.nameOf(kind, value);
    }
  }
}

/** What people call a value of a dimension. */
export function toLabel(row: StatsGroup, dimension: GroupName): string | null {
  const { id, name } = GROUP_DIMENSIONS[dimension];
  return (name === null ? null : row[name]) ?? row[id] ?? null;
}

/** By time, then by what people call the groups; what has no value last. */
export function sortRows<Row extends StatsGroup & { from: string }>(rows: Row[], by: readonly GroupName[]): Row[] {
  const keyed = rows.map((row) => ({ row, labels: by.map((dimension) => toLabel(row, dimension) ?? "\uffff") }));
  keyed.sort((a, b) => a.row.from.localeCompare(b.row.from) || compareLists(a.labels, b.labels));
  return keyed.map(({ row }) => row);
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  return a.map((text, index) => text.localeCompare(b[index] ?? "")).find((order) => order !== 0) ?? 0;
}
