import { contains, type Interval } from "../../base/interval.ts";
import { type Emission, type SessionDimensions, toEmissions } from "../../model/emissions.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { FIELDS } from "../filter/criterion.ts";
import { toBuckets } from "./buckets.ts";
import type { AggregateNeed } from "./read-aggregates.ts";

/** The values of one metric in one group and bucket, as detail records have them. */
export interface CountedValues {
  readonly values: number[];
  /** Whether some of them were emitted within a second of a bound of the bucket. */
  isAtEdge: boolean;
}

export interface DetailCell {
  readonly group: readonly (string | null)[];
  readonly bucket: Interval;
  readonly metrics: Map<string, CountedValues>;
}

/** Counts what detail records have emitted, as the aggregate query would. */
export interface DetailCounter {
  add(record: AnalyticsConversation): void;
  cells(): DetailCell[];
}

/** Clocks of different services differ by so much. */
const EDGE_MS = 1_000;

export function createDetailCounter(need: AggregateNeed): DetailCounter {
  const { interval, period, timeZone, metrics } = need;
  const buckets = toBuckets(interval, period, timeZone);
  const wanted = new Set(metrics);
  const cells = new Map<string, DetailCell>();
  const count = (emission: Emission, group: readonly (string | null)[], bucket: Interval) => {
    const key = JSON.stringify([bucket.from, group]);
    const cell = cells.get(key) ?? { group, bucket, metrics: new Map() };
    cells.set(key, cell);
    const counted = cell.metrics.get(emission.metric) ?? { values: [], isAtEdge: false };
    cell.metrics.set(emission.metric, counted);
    counted.values.push(emission.value);
    if (emission.at - bucket.from < EDGE_MS || bucket.to - emission.at <= EDGE_MS) counted.isAtEdge = true;
  };
  return {
    add(record) {
      for (const emission of toEmissions(record)) {
        if (!wanted.has(emission.metric) || !contains(interval, emission.at) || !matches(emission, need)) continue;
        const bucket = findBucket(buckets, emission.at);
        for (const group of listGroups(emission, need)) count(emission, group, bucket);
      }
    },
    cells: () => [...cells.values()],
  };
}

/** Filters of aggregates are held against the session, all of them against the same one. */
function matches({ dimensions }: Emission, { criteria }: AggregateNeed): boolean {
  return criteria.every(({ field, values }) => {
    const found = readDimension(dimensions, FIELDS[field].dimension);
    return found.some((value) => values.includes(value));
  });
}

/** Every combination of the values of the dimensions; something without a value of one stands under `null`. */
function listGroups({ dimensions }: Emission, { groupBy }: AggregateNeed): (string | null)[][] {
  let groups: (string | null)[][] = [[]];
  for (const dimension of groupBy) {
    const found = readDimension(dimensions, dimension);
    const values = found.length === 0 ? [null] : found;
    groups = groups.flatMap((before) => values.map((value) => [...before, value]));
  }
  return groups;
}

function readDimension(dimensions: SessionDimensions, name: string): readonly string[] {
  return (dimensions as unknown as Readonly<Record<string, readonly string[] | undefined>>)[name] ?? [];
}

function findBucket(buckets: readonly Interval[], instant: number): Interval {
  let [low, high] = [0, buckets.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((buckets[middle]?.from ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  return buckets[low] ?? { from: instant, to: instant };
}
