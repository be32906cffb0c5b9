import { AppError } from "../../base/app-error.ts";
import { MEASURES, type MeasureName } from "../../model/measures.ts";
import { toPercentiles } from "../../model/percentiles.ts";
import type { AggregateCell, AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { readDetailCells } from "./read-detail-cells.ts";
import type { StatsParameters } from "./stats-parameters.ts";
import type { StatsRow } from "./stats-row.ts";

/** The times whose percentiles somebody may want, with the measure that is their mean. */
const PERCENTILE_MEASURES: readonly MeasureName[] = ["waitMs", "talkMs", "ahtMs"];

/** By Genesys' names, as far as the rows can have them. */
export function toPercentileMetrics(measures: readonly MeasureName[]): string[] {
  return PERCENTILE_MEASURES.filter((name) => measures.includes(name)).map((name) => MEASURES[name].metric);
}

/** Reads the details of what was counted: aggregates have no percentiles. `cells` belong to the rows, one by one. */
export async function addPercentiles(
  world: AskWorld,
  need: AggregateNeed,
  { cells, rows }: { readonly cells: readonly AggregateCell[]; readonly rows: readonly StatsRow[] },
  measures: readonly MeasureName[],
  meta: AnswerMeta,
  context: AskContext,
): Promise<void> {
  const metrics = toPercentileMetrics(measures);
  const found = await readDetailCells(world, { ...need, metrics }, meta, context);
  const byKey = new Map(found.map((cell) => [toKey(cell), cell.metrics]));
  for (const [index, row] of rows.entries()) {
    const cell = cells[index];
    const counted = cell === undefined ? undefined : byKey.get(toKey(cell));
    row.percentiles = Object.fromEntries(
      metrics.map((metric) => [metric, toPercentiles(counted?.get(metric)?.values ?? [])]),
    );
  }
}

/** Refuses before any request what percentiles can't be narrowed by: `FILTER_NOT_OF_PERCENTILES` (input). */
export function refuseUncountable({ percentiles, skill, disconnect, ani, dnis }: StatsParameters): void {
  if (percentiles !== true) return;
  const [name] = Object.entries({ skill, disconnect, ani, dnis }).find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  throw new AppError({
    kind: "input",
    code: "FILTER_NOT_OF_PERCENTILES",
    message: `Percentiles can't be narrowed by ${name}: they are told from details, where it is not sure which session it stands for.`,
    hint: "Leave out --percentiles, or narrow by user, queue, media, direction, wrap-up or division.",
  });
}

function toKey({ group, bucket }: Pick<AggregateCell, "group" | "bucket">): string {
  return JSON.stringify([bucket.from, group]);
}
