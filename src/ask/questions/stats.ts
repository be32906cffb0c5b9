import { toAsyncIterable } from "../../base/async-iterable.ts";
import { MINUTE_MS } from "../../base/interval.ts";
import { lacksServiceLevel, type MeasureName, toMetrics } from "../../model/measures.ts";
import type { AggregateCell, AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import type { Answer, AskContext, AskWorld } from "../answer.ts";
import { explain, toSteps } from "../explanation.ts";
import { closeMeta } from "../open-meta.ts";
import type { Question } from "../question.ts";
import { refuseUnknownQueue } from "../refuse-unknown-queue.ts";
import { addPercentiles, refuseUncountable, toPercentileMetrics } from "../stats/add-percentiles.ts";
import { chooseMeasures } from "../stats/choose-measures.ts";
import { type AggregateMeta, prepareAggregates, toAggregateStep } from "../stats/prepare-aggregates.ts";
import { toDetailNeed } from "../stats/read-detail-cells.ts";
import { STATS_PARAMETERS, type StatsParameters } from "../stats/stats-parameters.ts";
import { nameGroups, type StatsRow, sortRows, toStatsRow } from "../stats/stats-row.ts";

export interface StatsMeta extends AggregateMeta {
  /** The measures in the rows, by their names. */
  measures: readonly MeasureName[];
  /** Metrics by Genesys' names that the rows have percentiles of. */
  percentiles: readonly string[];
}

export interface StatsAnswer extends Answer<StatsRow> {
  meta: StatsMeta;
}

/** Aggregates are counted within minutes; in younger intervals something may still be missing. */
const LATE_MS = 30 * MINUTE_MS;

export const stats: Question<typeof STATS_PARAMETERS, StatsAnswer> = {
  name: "stats",
  summary: "How many, how fast, how long: metrics of a range, by queue, user, media type, interval, …",
  description:
    "Offered, answered, abandoned, service level, ASA, wait, AHT, talk, hold, ACW and transfers, counted by the aggregate query. A metric " +
    "belongs to the range and interval in which it was emitted, not to that in which the conversation began: a call offered at 7:28 and " +
    "answered at 7:32 is offered in one half hour and answered in the next. What the API leaves out is empty (null), not zero.",
  parameters: STATS_PARAMETERS,
  async ask(world, parameters, context) {
    const { need, by, meta, parties } = await prepare(world, parameters, context);
    context.progress?.("counting");
    const cells = await world.sources.aggregates(need, context.signal);
    if (cells.length === 0) await refuseUnknownQueue(world, parties, context);
    const rows = cells.map((cell) => toStatsRow(cell, by, meta.measures));
    if (parameters.percentiles === true)
      await addPercentiles(world, need, { cells, rows }, meta.measures, meta, context);
    await nameGroups(rows, by, world.directory, context.signal);
    meta.notes.push(...noteCells(cells, meta, need, world.clock.now()));
    closeMeta(meta, world, world.clock.now());
    meta.rows = rows.length;
    return { rows: toAsyncIterable(sortRows(rows, by)), meta };
  },
  async explain(world, parameters, context) {
    const { need, meta } = await prepare(world, parameters, context);
    if (parameters.percentiles !== true) return explain(world, meta, [toAggregateStep(need)]);
    const { plan } = await world.sources.planHistory(toDetailNeed(need, world.clock.now()), context.signal);
    return explain(world, meta, [toAggregateStep(need), ...toSteps(plan)], plan);
  },
};

async function prepare(world: AskWorld, parameters: StatsParameters, context: AskContext) {
  const { measures, notes } = chooseMeasures(parameters);
  refuseUncountable(parameters);
  const prepared = await prepareAggregates("stats", world, parameters, toMetrics(measures), context);
  const meta: StatsMeta = {
    ...prepared.meta,
    measures,
    percentiles: parameters.percentiles === true ? toPercentileMetrics(measures) : [],
  };
  meta.notes.push(...notes);
  return { ...prepared, meta };
}

function noteCells(
  cells: readonly AggregateCell[],
  { measures, by }: StatsMeta,
  { interval }: AggregateNeed,
  now: number,
): string[] {
  const recomputed = measures.includes("serviceLevel") ? cells.filter(({ metrics }) => lacksServiceLevel(metrics)) : [];
  return [
    ...(recomputed.length === 0
      ? []
      : [
          `The service level of ${recomputed.length} rows is recomputed as (answered − over SLA) / (answered + abandoned): the API sent none.`,
        ]),
    ...(by.some((name) => name === "wrap-up" || name === "division")
      ? [
          "A session with several wrap-up codes, and a conversation of several divisions, counts in each of their rows: rows don't add up to a total.",
        ]
      : []),
    ...(interval.to > now - LATE_MS
      ? ["Aggregates are some minutes late: the end of the range may not be whole yet."]
      : []),
  ];
}
