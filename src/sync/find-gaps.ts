import { DAY_MS, type Interval, startOfUtcDay } from "../base/interval.ts";
import { type CoveredStretch, toCoverage } from "../store/coverage.ts";
import type { Slice } from "../store/slice.ts";
import type { Store } from "../store/store.ts";
import { findDueSettles } from "./find-due.ts";
import { recallSince } from "./since.ts";
import { SETTLE_DAYS } from "./sync-need.ts";

/** A stretch of time, and whether all that began in it is in the copy. Instants are epoch milliseconds. */
export interface Stretch {
  readonly interval: Interval;
  readonly state: "covered" | "missing";
  /** As of when it was read whole; `null` where it is missing. */
  readonly asOf: number | null;
  /** The APIs that answered. */
  readonly source: string | null;
  /** Why it is missing, where that is known. */
  readonly reason: string | null;
}

export interface Gaps {
  /** What the copy is to hold: since when, until now. */
  readonly range: Interval;
  /** Oldest first, without holes between them. */
  readonly stretches: readonly Stretch[];
  readonly missing: number;
  /** Until when what has changed has been followed. */
  readonly followedUntil: number | null;
  /** Days whose time has come to be read again. */
  readonly settleDue: number;
}

/** What the copy holds of what it is to hold, and what is missing. */
export async function findGaps(store: Store, now: number): Promise<Gaps> {
  const slices = await store.slices();
  const since = await recallSince(store);
  const from = since ?? firstOf(slices) ?? startOfUtcDay(now);
  const coverage = toCoverage(slices, { from, to: coveredTo(slices) ?? now });
  const missing: Stretch[] = coverage.missing.map(({ interval, reason }) => ({
    interval,
    state: "missing",
    asOf: null,
    source: null,
    reason: reason ?? "never read",
  }));
  const stretches = [...coverage.covered.map(toStretch), ...missing].sort((a, b) => a.interval.from - b.interval.from);
  return {
    range: { from, to: coveredTo(slices) ?? now },
    stretches,
    missing: missing.length,
    followedUntil: coverage.followedUntil,
    settleDue: findDueSettles(slices, SETTLE_DAYS, { from, to: now }, now - DAY_MS).length,
  };
}

/** The end of what was ever read: what has begun since is for the next run, and is no gap. */
function coveredTo(slices: readonly Slice[]): number | null {
  return slices.length === 0 ? null : Math.max(...slices.map(({ interval }) => interval.to));
}

function firstOf(slices: readonly Slice[]): number | null {
  return slices.length === 0 ? null : Math.min(...slices.map(({ interval }) => interval.from));
}

function toStretch({ interval, asOf, source }: CoveredStretch): Stretch {
  return { interval, state: "covered", asOf, source, reason: null };
}
