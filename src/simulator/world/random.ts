import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mixWords } from "./mix.ts";

/** A stream of draws that its keys decide: the same keys give the same stream, whatever was drawn elsewhere. */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(...keys: readonly number[]) {
    this.#generator = xoroshiro128plus(keys.reduce((state, key) => mixWords(state, key), 0x5eed));
    // The first outputs of neighbouring seeds resemble each other.
    for (let skipped = 0; skipped < 4; skipped++) this.#generator.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** A whole number in [from, to]. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** Exponential with the given mean, whole milliseconds. */
  exponential(mean: number): number {
    return Math.round(-Math.log(1 - this.next()) * mean);
  }

  /** Log-normal by median and spread (sigma of the logarithm), whole milliseconds. */
  lognormal(median: number, sigma: number): number {
    return Math.round(median * Math.exp(sigma * this.normal()));
  }

  /** Standard normal. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Poisson with the given mean. */
  poisson(mean: number): number {
    // Above some size the product below underflows, and the normal is as good.
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > floor; product *= this.next()) count++;
    return count;
  }

  /** One of the two whole numbers around the mean, right on average: the steadiest count there is. */
  steady(mean: number): number {
    return Math.floor(mean + this.next());
  }
}
