import { toAsyncIterable } from "../../base/async-iterable.ts";
import { MINUTE_MS, toIso } from "../../base/interval.ts";
import { lacksServiceLevel, type MeasureName, toMetrics } from "../../model/measures.ts";
import { toBuckets } from "../../sources/aggregates/buckets.ts";
import { type AggregateCell, type AggregateNeed, planAggregates } from "../../sources/aggregates/read-aggregates.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { explain, type PlanStep } from "../explanation.ts";
import { closeMeta, openMeta } from "../open-meta.ts";
import type { Question } from "../question.ts";
import { toRange } from "../range.ts";
import { refuseUnknownQueue } from "../refuse-unknown-queue.ts";
import { selectFilters } from "../select-filters.ts";
import type { SelectedParties } from "../select-parties.ts";
import { refuseNot, toValueCriteria } from "../stats/aggregate-criteria.ts";
import { chooseMeasures } from "../stats/choose-measures.ts";
import { type GroupName, toDimension } from "../stats/dimensions.ts";
import { STATS_PARAMETERS, type StatsParameters } from "../stats/stats-parameters.ts";
import { nameGroups, type StatsRow, sortRows, toStatsRow } from "../stats/stats-row.ts";

export interface StatsMeta extends AnswerMeta {
  /** What the rows are grouped by, and the ISO-8601 period of their intervals; `null` for one interval. */
  by: readonly GroupName[];
  interval: string | null;
  /** Whose days, weeks and months the intervals are. */
  timeZone: string;
  /** The measures in the rows, by their names. */
  measures: readonly MeasureName[];
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
    await nameGroups(rows, by, world.directory, context.signal);
    meta.notes.push(...noteCells(cells, meta, need, world.clock.now()));
    closeMeta(meta, world, world.clock.now());
    meta.rows = rows.length;
    return { rows: toAsyncIterable(sortRows(rows, by)), meta };
  },
  async explain(world, parameters, context) {
    const { need, meta } = await prepare(world, parameters, context);
    meta.requestsUsed = world.sources.requestsUsed();
    return explain(meta, [toStep(need)], null);
  },
};

interface Prepared {
  readonly need: AggregateNeed;
  readonly by: readonly GroupName[];
  readonly meta: StatsMeta;
  readonly parties: SelectedParties;
}

/** What can be refused is refused before anything is asked. */
async function prepare(world: AskWorld, parameters: StatsParameters, context: AskContext): Promise<Prepared> {
  const { by = [], interval: period = null } = parameters;
  const { timeZone } = world;
  const interval = toRange(parameters, timeZone, world.clock.now());
  const { measures, notes } = chooseMeasures(parameters);
  refuseNot(parameters);
  toBuckets(interval, period, timeZone);
  const filters = await selectFilters(world, parameters, context);
  const need: AggregateNeed = {
    interval,
    period,
    timeZone,
    groupBy: by.map(toDimension),
    metrics: toMetrics(measures),
    criteria: toValueCriteria(filters.criteria),
  };
  const meta: StatsMeta = { ...openMeta("stats", world, filters, interval), by, interval: period, timeZone, measures };
  meta.notes.push(...notes);
  return { need, by, meta, parties: filters.parties };
}

function toStep(need: AggregateNeed): PlanStep {
  return {
    api: "POST /analytics/conversations/aggregates/query",
    answers: "the numbers of what was emitted",
    from: toIso(need.interval.from),
    to: toIso(need.interval.to),
    why: "counted by the API: no conversation has to be read; cut only where the API refuses the interval as too long",
    freshness: "minutes late; ACW, wrap-up codes and what is processed again by night come later",
    conversations: null,
    requests: planAggregates(need).length,
  };
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
