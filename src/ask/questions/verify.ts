import { toAsyncIterable } from "../../base/async-iterable.ts";
import { toIso } from "../../base/interval.ts";
import type { AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { countDetailsOfCopy } from "../copy/count-details-of-copy.ts";
import { toCopyStep } from "../copy/explain-pieces.ts";
import { explain, toSteps } from "../explanation.ts";
import { closeMeta } from "../open-meta.ts";
import type { Question } from "../question.ts";
import { CAUSES, type Cause, compareCells, type Difference } from "../stats/compare-cells.ts";
import type { GroupName } from "../stats/dimensions.ts";
import { prepareAggregates, toAggregateStep } from "../stats/prepare-aggregates.ts";
import { readDetailCells, toDetailNeed } from "../stats/read-detail-cells.ts";
import { VERIFY_PARAMETERS, type VerifyParameters } from "../stats/stats-parameters.ts";
import { nameGroups, type StatsGroup, sortRows, toGroup } from "../stats/stats-row.ts";

/** A number that aggregates and details do not agree on. Durations are milliseconds; `null`: that side says nothing of it. */
export interface VerifyRow extends StatsGroup {
  from: string;
  to: string;
  metric: string;
  statistic: "count" | "sum";
  aggregates: number | null;
  details: number | null;
  /** Aggregates minus details. */
  difference: number;
  cause: Cause;
  /** The cause in words. */
  explanation: string;
}

export interface VerifyMeta extends AnswerMeta {
  by: readonly GroupName[];
  interval: string | null;
  timeZone: string;
  /** The metrics compared, by Genesys' names; how many numbers, and how many of them differ. */
  metrics: readonly string[];
  compared: number;
  differences: number;
}

export interface VerifyAnswer extends Answer<VerifyRow> {
  meta: VerifyMeta;
}

/** What can be recomputed from detail records. Service level needs no comparing: it is made of these. */
const METRICS =
  "nOffered tAnswered tAbandon tShortAbandon tFlowOut nOverSla tWait tAcd tHandle tTalkComplete tHeldComplete tAcw nTransferred nBlindTransferred nConsultTransferred nConsult".split(
    " ",
  );

export const verify: Question<typeof VERIFY_PARAMETERS, VerifyAnswer> = {
  name: "verify",
  summary: "Whether aggregates and conversation details say the same numbers, and why where they don't",
  description:
    "Counts the metrics of stats a second time, from the details of every conversation that was alive in the range, each metric by its own " +
    "date of emission, and compares them with the aggregate query. A row is a number that differs, with its likely cause. Reads all those " +
    "conversations: `nowthen explain verify` says at what cost; with --source store from the local copy, which is verified then. Exits with 13 when something differs.",
  parameters: VERIFY_PARAMETERS,
  async ask(world, parameters, context) {
    const { need, by, meta } = await prepare(world, parameters, context);
    context.progress?.("counting");
    // Aggregates first: what arrives between the two readings can only be missing from them, and is late then.
    const cells = await world.sources.aggregates(need, context.signal);
    const { details, ...read } = await readDetails(world, need, parameters, meta, context);
    const at = { now: world.clock.now(), complete: meta.complete && meta.setAsideCount === 0, ...read };
    const { compared, differences } = compareCells(cells, details, METRICS, at);
    const rows = differences.map((difference) => toRow(difference, by));
    await nameGroups(rows, by, world.directory, context.signal);
    closeMeta(meta, world, at.now);
    Object.assign(meta, { compared, differences: rows.length, rows: rows.length });
    return { rows: toAsyncIterable(sortRows(rows, by)), meta };
  },
  async explain(world, parameters, context) {
    const { need, meta } = await prepare(world, parameters, context);
    if (parameters.source === "store") return explain(world, meta, [toAggregateStep(need), toCopyStep(need)]);
    const { plan } = await world.sources.planHistory(toDetailNeed(need, world.clock.now()), context.signal);
    return explain(world, meta, [toAggregateStep(need), ...toSteps(plan)], plan);
  },
};

async function readDetails(
  world: AskWorld,
  need: AggregateNeed,
  { source }: VerifyParameters,
  meta: VerifyMeta,
  context: AskContext,
) {
  if (source !== "store") return { details: await readDetailCells(world, need, meta, context) };
  const { cells, followedUntil, caveat } = await countDetailsOfCopy(world, need, context);
  meta.notes.push(`Details are those of the local copy, as of ${toIso(followedUntil)}.`);
  if (caveat !== null) meta.notes.push(caveat);
  return { details: cells, followedUntil };
}

async function prepare(world: AskWorld, parameters: VerifyParameters, context: AskContext) {
  const { need, by, meta } = await prepareAggregates("verify", world, parameters, METRICS, context);
  return { need, by, meta: { ...meta, metrics: METRICS, compared: 0, differences: 0 } satisfies VerifyMeta };
}

function toRow({ group, bucket, cause, ...numbers }: Difference, by: readonly GroupName[]): VerifyRow {
  return {
    from: toIso(bucket.from),
    to: toIso(bucket.to),
    ...toGroup(group, by),
    ...numbers,
    difference: (numbers.aggregates ?? 0) - (numbers.details ?? 0),
    cause,
    explanation: CAUSES[cause],
  };
}
