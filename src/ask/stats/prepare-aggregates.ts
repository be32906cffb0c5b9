import { toIso } from "../../base/interval.ts";
import { toBuckets } from "../../sources/aggregates/buckets.ts";
import { type AggregateNeed, planAggregates } from "../../sources/aggregates/read-aggregates.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { type PlanStep, toStep } from "../explanation.ts";
import { openMeta } from "../open-meta.ts";
import { toRange } from "../range.ts";
import { requireKept } from "../require-kept.ts";
import { type SelectedParties, selectFilters } from "../select-filters.ts";
import { refuseNot, toValueCriteria } from "./aggregate-criteria.ts";
import { type GroupName, toDimension } from "./dimensions.ts";
import type { StatsParameters } from "./stats-parameters.ts";

/** What there is to know of numbers, whatever numbers they are. */
export interface AggregateMeta extends AnswerMeta {
  /** What the rows are grouped by, and the ISO-8601 period of their intervals; `null` for one interval. */
  by: readonly GroupName[];
  interval: string | null;
  /** Whose days, weeks and months the intervals are. */
  timeZone: string;
}

export interface PreparedAggregates {
  readonly need: AggregateNeed;
  readonly by: readonly GroupName[];
  readonly meta: AggregateMeta;
  readonly parties: SelectedParties;
}

/** What a person asks for, as the aggregate query takes it; what can be refused is refused before anything is asked. */
export async function prepareAggregates(
  question: string,
  world: AskWorld,
  parameters: Omit<StatsParameters, "metric">,
  metrics: readonly string[],
  context: AskContext,
): Promise<PreparedAggregates> {
  const { by = [], interval: period = null } = parameters;
  const { timeZone } = world;
  const interval = toRange(parameters, timeZone, world.clock.now());
  refuseNot(parameters);
  toBuckets(interval, period, timeZone);
  const notes = await requireKept(world, interval, context);
  const filters = await selectFilters(world, parameters, context);
  const criteria = toValueCriteria(filters.criteria);
  const need: AggregateNeed = { interval, period, timeZone, groupBy: by.map(toDimension), metrics, criteria };
  const meta: AggregateMeta = {
    ...openMeta(question, world, filters, interval),
    notes,
    by,
    interval: period,
    timeZone,
  };
  return { need, by, meta, parties: filters.parties };
}

/** `notByCopy`: why the local copy does not count it, where there is one. */
export function toAggregateStep(need: AggregateNeed, notByCopy: string | null = null): PlanStep {
  const why =
    "counted by the API: no conversation has to be read; cut only where the API refuses the interval as too long";
  return toStep("aggregates", {
    answers: "the numbers of what was emitted",
    from: toIso(need.interval.from),
    to: toIso(need.interval.to),
    why: notByCopy === null ? why : `${why}; the local copy does not count it: ${notByCopy}`,
    conversations: null,
    requests: planAggregates(need).length,
  });
}
