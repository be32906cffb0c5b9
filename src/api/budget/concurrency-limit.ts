/** How many requests may be under way at once. */
export interface ConcurrencyLimit {
  /** A whole number. */
  readonly current: number;
  /** An answer came after so many milliseconds, while `inFlight` requests were under way, itself included. */
  answered(latencyMs: number, inFlight: number): void;
  /** No answer, or one that says that the server has too much to do. */
  refused(): void;
}

/** One for a question beside bulk work. */
const FEWEST = 2;
const FIRST = 4;
/** Answers may take so many times as long as usual before they count as slower: a page of details is no look-up of a name. */
const TOLERANCE = 2;
/** How much a single answer counts for what is usual, and for the limit. */
const USUAL_WEIGHT = 0.02;
const LIMIT_WEIGHT = 0.2;
const REFUSED_FACTOR = 0.7;

/**
 * The gradient rule: one more request at a time while answers come as fast as usual, fewer in proportion while they come slower. Netflix'
 * concurrency-limits calls it Gradient2; https://github.com/Netflix/concurrency-limits.
 */
export function createConcurrencyLimit(most: number): ConcurrencyLimit {
  let limit = Math.min(FIRST, most);
  let usualMs: number | undefined;
  const set = (value: number) => {
    limit = Math.min(most, Math.max(Math.min(FEWEST, most), value));
  };
  return {
    get current() {
      return Math.floor(limit);
    },
    answered(latencyMs, inFlight) {
      const latency = Math.max(1, latencyMs);
      usualMs = usualMs === undefined ? latency : usualMs + (latency - usualMs) * USUAL_WEIGHT;
      // Slow times must not become the usual ones for long after them.
      if (usualMs > TOLERANCE * latency) usualMs *= 0.95;
      // Whoever sends less than he may learns nothing of what he might.
      if (inFlight * 2 < limit) return;
      const gradient = Math.min(1, Math.max(0.5, (TOLERANCE * usualMs) / latency));
      set(limit + (limit * gradient + 1 - limit) * LIMIT_WEIGHT);
    },
    refused: () => set(limit * REFUSED_FACTOR),
  };
}
