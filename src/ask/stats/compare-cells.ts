import { DAY_MS, type Interval } from "../../base/interval.ts";
import { isTimed } from "../../model/measures.ts";
import type { Statistics } from "../../model/statistics.ts";
import type { CountedValues, DetailCell } from "../../sources/aggregates/count-details.ts";
import type { AggregateCell } from "../../sources/aggregates/read-aggregates.ts";

/** Why two ways to the same number may differ; the likeliest that the difference itself shows. */
export const CAUSES = {
  "details-incomplete": "the details could not be read whole: the answer says why",
  "copy-behind": "the local copy was not brought up to date since: nowthen sync does that; ask again then",
  late: "late data: one side is behind the other, by minutes as a rule, until a nightly run two to three days later at the most; ask again then",
  edge: "cut by the interval's edge: emitted within a second of it, and counted on its other side",
  "expired-callback":
    "a callback or message that nobody took and that expired weeks later; its wait stands in one side only",
  "rewritten-or-hidden":
    "one side was rewritten (the nightly run, a deleted conversation) or holds divisions that the other permission does not cover",
} as const;

export type Cause = keyof typeof CAUSES;

/** One number that differs. */
export interface Difference {
  readonly group: readonly (string | null)[];
  readonly bucket: Interval;
  readonly metric: string;
  readonly statistic: "count" | "sum";
  /** `null` where it says nothing of it. */
  readonly aggregates: number | null;
  readonly details: number | null;
  readonly cause: Cause;
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

export interface ComparedAt {
  readonly now: number;
  /** Whether all details could be read. */
  readonly complete: boolean;
  /** Of a local copy: until when it knows what has changed; epoch milliseconds. */
  readonly followedUntil?: number;
}

/** Nothing is called final that is younger: nightly runs take up what came late when it is two to three days old. */
const LATE_MS = 3 * DAY_MS;
/** Callbacks and messages expire after some 60 days. */
const EXPIRED_MS = 30 * DAY_MS;

/**
 * Number by number: counts of what is counted, counts and sums of what is timed. What has no value of a dimension is left out,
 * because whether aggregates have a group for it is nowhere said. A missing number and zero are the same here.
 */
export function compareCells(
  aggregates: readonly AggregateCell[],
  details: readonly DetailCell[],
  metrics: readonly string[],
  at: ComparedAt,
): Comparison {
  const [counted, read] = [indexCells(aggregates), indexCells(details)];
  const differences: Difference[] = [];
  let compared = 0;
  for (const key of new Set([...counted.keys(), ...read.keys()])) {
    const [a, d] = [counted.get(key), read.get(key)];
    const { group = [], bucket = { from: 0, to: 0 } } = a ?? d ?? {};
    for (const metric of metrics) {
      for (const statistic of isTimed(metric) ? (["count", "sum"] as const) : (["count"] as const)) {
        const ofAggregates = a?.metrics.get(metric)?.[statistic] ?? null;
        const ofDetails = toNumber(d?.metrics.get(metric), metric, statistic);
        if (ofAggregates === null && ofDetails === null) continue;
        compared += 1;
        if ((ofAggregates ?? 0) === (ofDetails ?? 0)) continue;
        const difference = { group, bucket, metric, statistic, aggregates: ofAggregates, details: ofDetails };
        differences.push({
          ...difference,
          cause: toCause(difference, a?.metrics.get(metric), d?.metrics.get(metric), at),
        });
      }
    }
  }
  return { compared, differences };
}

function indexCells<Cell extends { group: readonly (string | null)[]; bucket: Interval }>(cells: readonly Cell[]) {
  const known = cells.filter(({ group }) => !group.includes(null));
  return new Map(known.map((cell) => [JSON.stringify([cell.bucket.from, cell.group]), cell]));
}

function toNumber(counted: CountedValues | undefined, metric: string, statistic: "count" | "sum"): number | null {
  if (counted === undefined) return null;
  if (isTimed(metric) && statistic === "count") return counted.values.length;
  // What is counted once may be emitted with another value than 1.
  return counted.values.reduce((sum, value) => sum + value, 0);
}

function toCause(
  { bucket }: { readonly bucket: Interval },
  aggregates: Statistics | undefined,
  details: CountedValues | undefined,
  { now, complete, followedUntil }: ComparedAt,
): Cause {
  if (!complete) return "details-incomplete";
  if (followedUntil !== undefined && bucket.to > followedUntil) return "copy-behind";
  const longest = (details?.values ?? []).reduce((a, b) => Math.max(a, b), aggregates?.max ?? 0);
  if (longest >= EXPIRED_MS) return "expired-callback";
  if (bucket.to > now - LATE_MS) return "late";
  return details?.isAtEdge === true ? "edge" : "rewritten-or-hidden";
}
