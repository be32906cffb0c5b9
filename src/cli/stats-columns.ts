import { GROUP_DIMENSIONS, type GroupName } from "../ask/stats/dimensions.ts";
import { type StatsRow, toLabel, toTimed } from "../ask/stats/stats-row.ts";
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
}

export function statsColumns({ by, interval, measures }: StatsShape, context: TableContext): TableColumn<StatsRow>[] {
  return [
    ...(interval === null ? [] : [intervalColumn(context)]),
    ...by.map(groupColumn),
    ...measures.map(measureColumn),
  ];
}

function intervalColumn({ timeZone }: TableContext): TableColumn<StatsRow> {
  // Intervals begin with a minute.
  const value = ({ from }: StatsRow) => toHumanInstant(from, timeZone).slice(0, 16);
  return { header: "From", value, minWidth: 16, priority: 20 };
}

function groupColumn(name: GroupName): TableColumn<StatsRow> {
  const value = (row: StatsRow) => toLabel(row, name) ?? NO_VALUE;
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

/** A column a number: `tHandle.sum` and the like in place of nested objects. */
export function toCsvRow({ times, ...row }: StatsRow): Record<string, unknown> {
  const flat = Object.entries(times).flatMap(([metric, statistics]) =>
    TIME_STATISTICS.map((name) => [`${metric}.${name}`, statistics?.[name] ?? null]),
  );
  return { ...row, ...Object.fromEntries(flat) };
}

const TIME_STATISTICS = ["count", "sum", "mean", "min", "max"] as const;

export function statsCsvColumns({ by, measures }: StatsShape): string[] {
  const groups = by.flatMap((dimension) => {
    const { id, name } = GROUP_DIMENSIONS[dimension];
    return name === null ? [id] : [id, name];
  });
  const times = toTimed(measures).flatMap((metric) => TIME_STATISTICS.map((name) => `${metric}.${name}`));
  return ["from", "to", ...groups, ...measures, ...times];
}
