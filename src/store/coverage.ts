import type { Interval } from "../base/interval.ts";
import type { Slice } from "./slice.ts";

/** A stretch of starts whose conversations are all in the store. */
export interface CoveredStretch {
  readonly interval: Interval;
  /** As of when the last reading of it was complete, epoch milliseconds. */
  readonly asOf: number;
  readonly source: string;
}

export interface Coverage {
  /** Oldest first, without overlaps. */
  readonly covered: readonly CoveredStretch[];
  /** What is missing of the asked interval, and why where that is known. */
  readonly missing: readonly { readonly interval: Interval; readonly reason: string | null }[];
  /** Until when changes of what is covered have been followed, in one go; `null` when they never were. */
  readonly followedUntil: number | null;
}

/** What the ledger says of an interval. */
export function toCoverage(slices: readonly Slice[], interval: Interval): Coverage {
  const near = slices.filter((slice) => slice.interval.from < interval.to && slice.interval.to > interval.from);
  const done = near.filter(({ state }) => state === "done");
  const bounds = [
    ...new Set([interval.from, interval.to, ...done.flatMap((one) => [one.interval.from, one.interval.to])]),
  ]
    .filter((bound) => bound >= interval.from && bound <= interval.to)
    .sort((a, b) => a - b);
  const covered: CoveredStretch[] = [];
  const missing: { interval: Interval; reason: string | null }[] = [];
  bounds.slice(1).forEach((to, index) => {
    const from = bounds[index] ?? to;
    const latest = latestOf(done.filter((one) => one.interval.from <= from && one.interval.to >= to));
    if (latest === undefined) addMissing(missing, { from, to }, near);
    else addCovered(covered, { from, to }, latest);
  });
  return { covered, missing, followedUntil: followedUntil(slices) };
}

/** Everything that began before and not before `since` is in the store, without a hole. */
export function coveredUntil(slices: readonly Slice[], since: number, until: number): number {
  const [first] = toCoverage(slices, { from: since, to: until }).missing;
  return first === undefined ? until : first.interval.from;
}

/** The last time at which what had changed was asked for. */
export function followedUntil(slices: readonly Slice[]): number | null {
  const times = slices.filter(({ pass, state }) => pass === "tail" && state === "done").map(({ asOf }) => asOf);
  return times.length === 0 ? null : Math.max(...times);
}

function latestOf(slices: readonly Slice[]): Slice | undefined {
  return slices.reduce<Slice | undefined>(
    (latest, slice) => (latest === undefined || slice.asOf > latest.asOf ? slice : latest),
    undefined,
  );
}

function addCovered(covered: CoveredStretch[], interval: Interval, { asOf, source }: Slice): void {
  const last = covered.at(-1);
  if (last !== undefined && last.interval.to === interval.from && last.asOf === asOf && last.source === source)
    covered[covered.length - 1] = { ...last, interval: { from: last.interval.from, to: interval.to } };
  else covered.push({ interval, asOf, source });
}

function addMissing(
  missing: { interval: Interval; reason: string | null }[],
  interval: Interval,
  slices: readonly Slice[],
): void {
  const partial = slices.find(
    ({ state, interval: { from, to } }) => state === "partial" && from < interval.to && to > interval.from,
  );
  const reason = partial?.reason ?? null;
  const last = missing.at(-1);
  if (last !== undefined && last.interval.to === interval.from && last.reason === reason)
    missing[missing.length - 1] = { interval: { from: last.interval.from, to: interval.to }, reason };
  else missing.push({ interval, reason });
}
