interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** What is to happen when, by instant; of the same instant in the order in which it was asked for. */
export class Timers {
  readonly #timers: Timer[] = [];

  /** Returns what takes it out again. */
  add(at: number, callback: () => void): () => void {
    const timer = { at, callback };
    this.#timers.splice(this.#timers.findLastIndex((other) => other.at <= at) + 1, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  get nextAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  /** The earliest that is due by an instant, taken out. */
  takeDue(instant: number): Timer | undefined {
    return (this.#timers[0]?.at ?? Number.POSITIVE_INFINITY) <= instant ? this.#timers.shift() : undefined;
  }
}
