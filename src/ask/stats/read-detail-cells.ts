import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import { createDetailCounter, type DetailCell } from "../../sources/aggregates/count-details.ts";
import type { AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { markIncomplete } from "../open-meta.ts";
import { readRecords } from "../read-records.ts";

/** What is emitted right at the end of a conversation may fall after it by as much as clocks differ, and more. */
const SLACK_MS = HOUR_MS;

/**
 * So much of the past is in the data lake as a rule, in whole days. Only its jobs find what began earlier and was alive in a range;
 * without them the details query has to read the three months before. So a young range is widened until the lake has some of it.
 */
const LAKE_REACH_MS = 3 * DAY_MS;

/** Conversations that can have emitted something in a range: those alive in it, whenever they began. */
export function toDetailNeed({ interval, criteria }: AggregateNeed, now: number): HistoryNeed {
  const widened = { from: Math.min(interval.from - SLACK_MS, now - LAKE_REACH_MS), to: interval.to };
  return { interval: widened, criteria, reach: "overlapping", attributes: false, via: "auto" };
}

/** Counts from the details what aggregates count, group by group. */
export async function readDetailCells(
  world: AskWorld,
  need: AggregateNeed,
  meta: AnswerMeta,
  context: AskContext,
): Promise<DetailCell[]> {
  const planned = await world.sources.planHistory(toDetailNeed(need, world.clock.now()), context.signal);
  const counter = createDetailCounter(need);
  if (planned.plan.reason !== null) markIncomplete(meta, planned.plan.reason);
  for await (const record of readRecords(world, planned, meta, context)) counter.add(record);
  return counter.cells();
}
