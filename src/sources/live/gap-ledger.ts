import type { GapReason, StreamGap, StreamGapOpened } from "../../stream/stream-message.ts";

/** A time in which events may have been missed, and what was done about it. Epoch milliseconds. */
export interface LiveGap {
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason;
  readonly topics: number;
  /** When everything that it may have hidden had been asked for; `null` until then. */
  readonly refilledAt: number | null;
}

const KEPT = 100;

/** The gaps in what was heard, and up to when nothing is hidden by any of them. */
export class GapLedger {
  readonly #open = new Map<string, number>();
  #gaps: readonly LiveGap[] = [];

  opened(gap: StreamGapOpened): void {
    this.#open.set(toKey(gap), gap.from);
  }

  closed(gap: StreamGap): void {
    this.#open.delete(toKey(gap));
    const { from, to, reason, topics } = gap;
    this.#gaps = [...this.#gaps, { from, to, reason, topics: topics.length, refilledAt: null }].slice(-KEPT);
  }

  unfilled(): readonly LiveGap[] {
    return this.#gaps.filter(({ refilledAt }) => refilledAt === null);
  }

  refilled(filled: readonly LiveGap[], refilledAt: number): void {
    this.#gaps = this.#gaps.map((gap) => (filled.includes(gap) ? { ...gap, refilledAt } : gap));
  }

  /** The latest hundred. */
  list(): readonly LiveGap[] {
    return this.#gaps;
  }

  /** Up to when nothing is hidden. */
  knownUntil(now: number): number {
    return Math.min(now, ...this.#open.values(), ...this.unfilled().map(({ from }) => from));
  }
}

function toKey({ from, topics, reason }: StreamGapOpened | StreamGap): string {
  return `${from} ${reason} ${topics[0] ?? ""}`;
}
