import { median } from "../results.ts";

export interface Timing {
  /** The first time, with nothing in memory but what opening has read. */
  readonly firstMs: number;
  readonly medianMs: number;
}

/** Does something so many times, one after the other. */
export async function timeWork(times: number, work: (round: number) => Promise<unknown>): Promise<Timing> {
  const taken: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await work(round);
    taken.push(performance.now() - start);
  }
  return { firstMs: toTenths(taken[0] ?? Number.NaN), medianMs: toTenths(median(taken)) };
}

export function toTenths(value: number): number {
  return Number(value.toFixed(1));
}
