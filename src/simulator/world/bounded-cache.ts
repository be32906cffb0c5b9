/** Keeps what was used last, up to a total weight; the heaviest single thing is kept in any case. */
export class BoundedCache<Key, Value> {
  readonly #maxWeight: number;
  readonly #weigh: (value: Value) => number;
  readonly #entries = new Map<Key, Value>();
  #weight = 0;

  constructor(maxWeight: number, weigh: (value: Value) => number) {
    this.#maxWeight = maxWeight;
    this.#weigh = weigh;
  }

  /** What was kept under the key, or what is made for it now. */
  get(key: Key, make: () => Value): Value {
    const kept = this.#entries.get(key);
    if (kept !== undefined) {
      // A Map keeps the order of insertion: the latest used stands last.
      this.#entries.delete(key);
      this.#entries.set(key, kept);
      return kept;
    }
    const made = make();
    this.#entries.set(key, made);
    this.#weight += this.#weigh(made);
    this.#forgetOldest(key);
    return made;
  }

  #forgetOldest(except: Key): void {
    for (const [key, value] of this.#entries) {
      if (this.#weight <= this.#maxWeight || key === except) return;
      this.#entries.delete(key);
      this.#weight -= this.#weigh(value);
    }
  }
}
