import { toAsyncIterable } from "../../base/async-iterable.ts";
import { MINUTE_MS, toIso } from "../../base/interval.ts";
import { lacksServiceLevel, type MeasureName, toMetrics } from "../../model/measures.ts";
import type { AggregateCell, AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import { followedUntil } from "../../store/coverage.ts";
import type { Store } from "../../store/store.ts";
import type { Answer, AskContext, AskWorld } from "../answer.ts";
import { type ConcurrencyCell, readConcurrency } from "../copy/add-concurrency.ts";
import { countFromCopy, judgeCopy } from "../copy/count-from-copy.ts";
import { toCopyStep } from "../copy/explain-pieces.ts";
import { copyNotUsable } from "../copy/plan-from-copy.ts";
import { withStoredNames } from "../copy/stored-names.ts";
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
  /** Whether the rows say how many conversations were at work at once. */
  concurrency: boolean;
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
    const { store } = await chooseCopy(world, need, meta, toSource(parameters));
    if (store !== null) return answerFromCopy(world, store, { need, by, meta }, context);
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
    const { store, reason } = await chooseCopy(world, need, meta, toSource(parameters));
    if (store !== null) return explain(world, meta, [toCopyStep(need)]);
    const step = toAggregateStep(need, reason);
    if (parameters.percentiles !== true) return explain(world, meta, [step]);
    const { plan } = await world.sources.planHistory(toDetailNeed(need, world.clock.now()), context.signal);
    return explain(world, meta, [step, ...toSteps(plan)], plan);
  },
};

async function answerFromCopy(
  world: AskWorld,
  store: Store,
  { need, by, meta }: Pick<Awaited<ReturnType<typeof prepare>>, "need" | "by" | "meta">,
  context: AskContext,
): Promise<StatsAnswer> {
  const cells = await countFromCopy(store, need);
  const concurrent = meta.concurrency ? await readConcurrency(store, need, world.clock.now()) : [];
  const { directory } = await withStoredNames(world, store, true);
  const rows = cells.map((cell): StatsRow => {
    const row = toStatsRow(cell, by, meta.measures);
    if (meta.percentiles.length > 0)
      row.percentiles = Object.fromEntries(meta.percentiles.map((name) => [name, cell.percentiles.get(name) ?? null]));
    return row;
  });
  if (meta.concurrency) joinConcurrency(rows, cells, concurrent, (cell) => toStatsRow(cell, by, meta.measures));
  await nameGroups(rows, by, directory, context.signal);
  const followed = followedUntil(await store.slices()) ?? world.clock.now();
  meta.notes.push(`Counted in the local copy, as of ${toIso(followed)}.`);
  meta.notes.push(...noteCells(cells, meta, need, world.clock.now()));
  closeMeta(meta, world, followed);
  meta.rows = rows.length;
  return { rows: toAsyncIterable(sortRows(rows, by)), meta };
}

/** Puts them beside what was counted in the same group and bucket; where nothing was counted, there is a row for them alone. */
function joinConcurrency(
  rows: StatsRow[],
  cells: readonly AggregateCell[],
  concurrent: readonly ConcurrencyCell[],
  toRow: (cell: AggregateCell) => StatsRow,
): void {
  const keyOf = ({ group, bucket }: Pick<AggregateCell, "group" | "bucket">) => JSON.stringify([bucket.from, group]);
  const byKey = new Map(cells.map((cell, index) => [keyOf(cell), rows[index]]));
  for (const row of rows) row.concurrent = null;
  for (const cell of concurrent) {
    const known = byKey.get(keyOf(cell));
    const row = known ?? toRow({ ...cell, metrics: new Map() });
    row.concurrent = cell.concurrent;
    if (known === undefined) rows.push(row);
  }
}

/** Only the copy knows how many there were at once. */
function toSource({ source, concurrency }: StatsParameters): "auto" | "api" | "store" | undefined {
  return concurrency === true ? "store" : source;
}

interface ChosenCopy {
  readonly store: Store | null;
  /** Why there is a copy and it does not count. */
  readonly reason: string | null;
}

/** The local copy where it can count what is asked; none where the API is to. Throws `COPY_NOT_USABLE` (input) where nothing else was wanted. */
async function chooseCopy(
  world: AskWorld,
  need: AggregateNeed,
  meta: StatsMeta,
  source: "auto" | "api" | "store" = "auto",
): Promise<ChosenCopy> {
  if (source === "api") return { store: null, reason: null };
  const { store, reason } = await world.copy();
  if (store === null) {
    if (source === "store") throw copyNotUsable(reason ?? "there is none");
    if (reason !== null) meta.notes.push(`The local copy is not used: ${reason}.`);
    return { store, reason: null };
  }
  const { obstacle, caveat } = await judgeCopy(store, need);
  if (source === "store") {
    if (obstacle !== null) throw copyNotUsable(obstacle);
    if (caveat !== null) meta.notes.push(`The local copy may lack something: ${caveat}.`);
    return { store, reason: null };
  }
  if (obstacle === null && caveat === null) return { store, reason: null };
  return { store: null, reason: obstacle ?? `${caveat} (--source store counts all the same)` };
}

async function prepare(world: AskWorld, parameters: StatsParameters, context: AskContext) {
  const { measures, notes } = chooseMeasures(parameters);
  refuseUncountable(parameters);
  const prepared = await prepareAggregates("stats", world, parameters, toMetrics(measures), context);
  const meta: StatsMeta = {
    ...prepared.meta,
    measures,
    percentiles: parameters.percentiles === true ? toPercentileMetrics(measures) : [],
    concurrency: parameters.concurrency === true,
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
