import { GROUP_DIMENSIONS, type GroupName } from "../ask/stats/dimensions.ts";
import { type StatsGroup, type StatsRow, toLabel, toTimed } from "../ask/stats/stats-row.ts";
import { MEASURES, type MeasureName } from "../model/measures.ts";
import type { TableContext } from "./conversation-columns.ts";
import { NO_VALUE } from "./output/cell-text.ts";
import { toHumanDuration } from "./output/duration.ts";
import { toHumanInstant } from "./output/instant.ts";
import type { TableColumn } from "./output/table.ts";

/** What the rows of statistics are about. */
export interface StatsShape {
  readonly by: readonly GroupName[];
  readonly interval: string | null;
  readonly measures: readonly MeasureName[];
  readonly percentiles: readonly string[];
  readonly concurrency: boolean;
}

export function statsColumns(
  { by, interval, measures, percentiles, concurrency }: StatsShape,
  context: TableContext,
): TableColumn<StatsRow>[] {
  return [
    ...(interval === null ? [] : [intervalColumn<StatsRow>(context)]),
    ...by.map((name) => groupColumn<StatsRow>(name)),
    ...measures.map(measureColumn),
    ...percentiles.flatMap((metric) => PERCENTILES.map((name) => percentileColumn(metric, name))),
    ...(concurrency ? CONCURRENCY : []),
  ];
}

export function intervalColumn<Row extends { from: string }>({ timeZone }: TableContext): TableColumn<Row> {
  // Intervals begin with a minute.
  const value = ({ from }: Row) => toHumanInstant(from, timeZone).slice(0, 16);
  return { header: "From", value, minWidth: 16, priority: 20 };
}

export function groupColumn<Row extends StatsGroup>(name: GroupName): TableColumn<Row> {
  const value = (row: Row) => toLabel(row, name) ?? NO_VALUE;
  return { header: GROUP_DIMENSIONS[name].title, value, minWidth: 8, priority: 20 };
}

/** The first of the table are the last to be left out. */
function measureColumn(name: MeasureName, place: number): TableColumn<StatsRow> {
  const { title, statistic } = MEASURES[name];
  const value = (row: StatsRow) => {
    const number = row[name] ?? null;
    if (number === null) return NO_VALUE;
    if (statistic === "mean") return toHumanDuration(number);
    return statistic === "count" ? number : `${(number * 100).toFixed(1)} %`;
  };
  const minWidth = Math.max(title.length, statistic === "count" ? 4 : 7);
  return { header: title, value, align: "right", minWidth, priority: 19 - place / 10 };
}

function percentileColumn(metric: string, name: (typeof PERCENTILES)[number]): TableColumn<StatsRow> {
  const value = (row: StatsRow) => toHumanDuration(row.percentiles?.[metric]?.[name] ?? null);
  return { header: `${metric} ${name}`, value, align: "right", minWidth: metric.length + 4, priority: 10 };
}

const CONCURRENCY: readonly TableColumn<StatsRow>[] = [
  {
    header: "At once",
    value: ({ concurrent }) => concurrent?.max ?? NO_VALUE,
    align: "right",
    minWidth: 7,
    priority: 18,
  },
  {
    header: "On average",
    value: ({ concurrent }) => concurrent?.mean.toFixed(1) ?? NO_VALUE,
    align: "right",
    minWidth: 10,
    priority: 17.9,
  },
];

const PERCENTILES = ["p50", "p90", "p95"] as const;

/** A column a number: `tHandle.sum` and the like in place of nested objects. */
export function toCsvRow({ times, percentiles = {}, concurrent, ...row }: StatsRow): Record<string, unknown> {
  const flat = Object.entries(times).flatMap(([metric, statistics]) =>
    TIME_STATISTICS.map((name) => [`${metric}.${name}`, statistics?.[name] ?? null]),
  );
  const ranks = Object.entries(percentiles).flatMap(([metric, found]) =>
    PERCENTILES.map((name) => [`${metric}.${name}`, found?.[name] ?? null]),
  );
  return {
    ...row,
    ...Object.fromEntries([...flat, ...ranks]),
    "concurrent.max": concurrent?.max ?? null,
    "concurrent.mean": concurrent?.mean ?? null,
  };
}

const TIME_STATISTICS = ["count", "sum", "mean", "min", "max"] as const;

export function statsCsvColumns({ by, measures, percentiles, concurrency }: StatsShape): string[] {
  const times = toTimed(measures).flatMap((metric) => TIME_STATISTICS.map((name) => `${metric}.${name}`));
  const ranks = percentiles.flatMap((metric) => PERCENTILES.map((name) => `${metric}.${name}`));
  const atOnce = concurrency ? ["concurrent.max", "concurrent.mean"] : [];
  return ["from", "to", ...groupCsvColumns(by), ...measures, ...times, ...ranks, ...atOnce];
}

export function groupCsvColumns(by: readonly GroupName[]): string[] {
  return by.flatMap((dimension) => {
    const { id, name } = GROUP_DIMENSIONS[dimension];
    return name === null ? [id] : [id, name];
  });
}
