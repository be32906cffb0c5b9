import { DAY_MS, MINUTE_MS, toIso } from "../../base/interval.ts";
import { isTimed } from "../../model/measures.ts";
import type { Percentiles } from "../../model/percentiles.ts";
import type { Statistics } from "../../model/statistics.ts";
import { toBuckets } from "../../sources/aggregates/buckets.ts";
import type { AggregateCell, AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import { FIELDS } from "../../sources/filter/criterion.ts";
import { OPEN_LOOKBACK_DAYS } from "../../sources/plan/history-need.ts";
import { toCoverage } from "../../store/coverage.ts";
import type { Slice } from "../../store/slice.ts";
import type { EmissionCell, EmissionDimension, Store } from "../../store/store.ts";

/** What is counted in one group and bucket, with percentiles of what is timed. */
export interface CopyCell extends AggregateCell {
  readonly percentiles: ReadonlyMap<string, Percentiles>;
}

const DIMENSIONS: ReadonlySet<string> = new Set<EmissionDimension>([
  "queueId",
  "userId",
  "mediaType",
  "originatingDirection",
  "wrapUpCode",
  "divisionId",
]);

const QUANTILES = [0.5, 0.9, 0.95];

/** What began so long before a range may still be emitting in it; longer lives are open when a copy begins, and are in it. */
const EARLIER_MS = DAY_MS;
/** So far a range may reach beyond what the copy has followed: that is how late aggregates are themselves. */
const BEHIND_MS = 5 * MINUTE_MS;

/** Whether a copy can count what is asked. */
export interface Judgement {
  /** Why it can't; `null` when it can. */
  readonly obstacle: string | null;
  /** What its numbers may lack all the same, without a full stop; `null` when nothing. */
  readonly caveat: string | null;
}

export async function judgeCopy(store: Store, need: AggregateNeed): Promise<Judgement> {
  const foreign = need.criteria.find(({ field }) => !DIMENSIONS.has(FIELDS[field].dimension));
  if (foreign !== undefined)
    return { obstacle: `it can't be narrowed by ${FIELDS[foreign.field].noun} there`, caveat: null };
  const { from, to } = need.interval;
  const slices = await store.slices();
  const coverage = toCoverage(slices, { from: from - EARLIER_MS, to: Math.max(from, to - BEHIND_MS) });
  const obstacle =
    coverage.missing.length > 0
      ? "it does not cover all of the range, and the day before"
      : (coverage.followedUntil ?? 0) < to - BEHIND_MS
        ? "it was not brought up to date since"
        : null;
  return { obstacle, caveat: obstacle === null ? toCaveat(slices, from) : null };
}

/** When the copy was first made, everything that was open came in; what had begun before it and ended by then did not. */
function toCaveat(slices: readonly Slice[], from: number): string | null {
  const madeAt = Math.min(...slices.map(({ asOf }) => asOf));
  const begins = Math.min(...slices.map(({ interval }) => interval.from));
  if (madeAt <= from || begins <= from - OPEN_LOOKBACK_DAYS * DAY_MS) return null;
  return `what began before ${toIso(begins).slice(0, 10)} and ended before the copy was made (${toIso(madeAt).slice(0, 10)}) is not in it: expired callbacks and other long lives`;
}

/** Counts by the copy what the aggregate query counts, by the same rules; cells by bucket. */
export async function countFromCopy(store: Store, need: AggregateNeed): Promise<CopyCell[]> {
  const buckets = toBuckets(need.interval, need.period, need.timeZone);
  const emissions = await store.countEmissions({
    buckets,
    groupBy: need.groupBy.filter(isDimension),
    metrics: need.metrics,
    filters: need.criteria.flatMap(({ field, values }) => {
      const { dimension } = FIELDS[field];
      return isDimension(dimension) ? [{ dimension, values }] : [];
    }),
    quantiles: QUANTILES,
  });
  const cells = new Map<string, CopyCell & { percentiles: Map<string, Percentiles> }>();
  for (const emission of emissions) {
    const bucket = buckets[emission.bucket];
    if (bucket === undefined) continue;
    const key = JSON.stringify([emission.bucket, emission.group]);
    const cell = cells.get(key) ?? { group: emission.group, bucket, metrics: new Map(), percentiles: new Map() };
    cells.set(key, cell);
    cell.metrics.set(emission.metric, toStatistics(emission));
    const [p50, p90, p95] = emission.quantiles;
    if (p50 !== undefined && p90 !== undefined && p95 !== undefined)
      cell.percentiles.set(emission.metric, { p50, p90, p95 });
  }
  return [...cells.values()].sort((a, b) => a.bucket.from - b.bucket.from);
}

/** Whether emissions are counted by it. */
export function isDimension(name: string): name is EmissionDimension {
  return DIMENSIONS.has(name);
}

/** What is counted may be emitted with another value than 1. */
function toStatistics({ metric, count, sum, min, max }: EmissionCell): Statistics {
  return isTimed(metric) ? { count, sum, min, max } : { count: sum };
}
