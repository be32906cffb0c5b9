import { toIsoInterval } from "../../base/interval.ts";
import type { Lateness } from "../lateness.ts";
import { badRequest } from "../rest/api-refusal.ts";
import type { Service } from "../rest/service.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import type { World } from "../world/world.ts";
import { type Bucket, collectGroups, type Group } from "./aggregate-groups.ts";
import type { AggregateQuery } from "./aggregate-query.ts";
import { EmissionDays } from "./emission-days.ts";
import { isCounter } from "./metric-names.ts";
import { rankGroups } from "./rank-groups.ts";
import { toServiceLevelStats, toServiceTargetStats } from "./service-level.ts";
import type { AggregateData, AggregateResult, StatisticalSummary } from "./wire.ts";

const DAYS = new WeakMap<World, EmissionDays>();

/** The answer to an aggregate query as of an instant: only groups, intervals and metrics in which something happened. */
export function queryAggregates(service: Service, query: AggregateQuery, now: number): readonly AggregateResult[] {
  const { world, options, lateness } = service;
  if (world === undefined) throw badRequest("Aggregates of recorded conversations are not simulated.");
  const groups = rankGroups(
    collectGroups(service, emissionDaysOf(world, options.days, lateness), query, { world, now }),
    query,
  );
  return groups.flatMap((group) => toResult(group, query, options.serviceLevel) ?? []);
}

function emissionDaysOf(world: World, historyDays: number, lateness: Lateness): EmissionDays {
  const days = DAYS.get(world) ?? new EmissionDays(world, historyDays, lateness);
  DAYS.set(world, days);
  return days;
}

function toResult(
  { values, buckets }: Group,
  query: AggregateQuery,
  rule: SimulatorOptions["serviceLevel"],
): AggregateResult | undefined {
  const named = query.groupBy.flatMap((dimension, index) => {
    const value = values[index];
    return value === undefined ? [] : [[dimension, value] as const];
  });
  const data = [...buckets]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, bucket]) => toData(query, index, bucket, rule) ?? []);
  return data.length === 0 ? undefined : { group: Object.fromEntries(named), data };
}

function toData(
  query: AggregateQuery,
  index: number,
  bucket: Bucket,
  rule: SimulatorOptions["serviceLevel"],
): AggregateData | undefined {
  const interval = query.buckets.intervals[index];
  const metrics = query.metrics.flatMap((metric) => {
    const stats = toStats(metric, bucket, rule);
    return stats === undefined ? [] : [{ metric, stats }];
  });
  const views = query.views.flatMap(({ name }) => {
    const tally = bucket.views.get(name);
    return tally === undefined ? [] : [{ name, stats: tally.toStats() }];
  });
  if (interval === undefined || (metrics.length === 0 && views.length === 0)) return undefined;
  return { interval: toIsoInterval(interval), metrics, ...(views.length === 0 ? {} : { views }) };
}

function toStats(
  metric: string,
  bucket: Bucket,
  rule: SimulatorOptions["serviceLevel"],
): StatisticalSummary | undefined {
  if (metric === "oServiceLevel") return toServiceLevelStats(bucket, rule);
  if (metric === "oServiceTarget") return toServiceTargetStats(bucket);
  const tally = bucket.metrics.get(metric);
  if (tally === undefined) return undefined;
  return isCounter(metric) ? { count: tally.sum } : tally.toStats();
}
