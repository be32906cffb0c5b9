import type { StatisticalSummary } from "./wire.ts";

/** Count, sum and bounds of what was added. */
export class Tally {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  merge({ count, sum, min, max }: Tally): void {
    this.count += count;
    this.sum += sum;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
  }

  toStats(): StatisticalSummary {
    const { count, sum, min, max } = this;
    return { max, min, count, sum };
  }
}
