/** A conversation came into a state, or was seen to have, at some time of the machine. */
export interface Transition {
  readonly id: string;
  readonly state: string;
  readonly at: number;
}

export interface Matched {
  /** From what was published to its being seen, milliseconds, ascending. */
  readonly latencies: readonly number[];
  /** What was seen without its being known when it was published: published before, or something that came in between. */
  readonly unmatched: number;
}

/** By this time something else is the reason. */
const LATEST_MS = 30_000;

/** To each sight the latest publication of the same state, unless that was seen before. */
export function matchTransitions(published: readonly Transition[], seen: readonly Transition[]): Matched {
  const byId = new Map<string, Transition[]>();
  for (const one of published) {
    const own = byId.get(one.id) ?? [];
    byId.set(one.id, own);
    // Told again, by another topic or with something else changed: it is in that state already.
    if (own.at(-1)?.state !== one.state) own.push(one);
  }
  const used = new Set<Transition>();
  const latencies: number[] = [];
  let unmatched = 0;
  for (const { id, state, at } of seen) {
    const cause = byId.get(id)?.findLast((one) => one.at <= at && one.state === state);
    if (cause === undefined || used.has(cause) || at - cause.at > LATEST_MS) {
      unmatched += 1;
      continue;
    }
    used.add(cause);
    latencies.push(at - cause.at);
  }
  return { latencies: latencies.sort((a, b) => a - b), unmatched };
}

/** The value below which such a share of sorted ones lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1));
}
