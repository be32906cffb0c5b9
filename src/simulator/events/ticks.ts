import { SECOND_MS } from "../../base/interval.ts";

/** What changes all the time is told at most once a second, at the end of the second in which it changed. */
export function toTick(instant: number): number {
  return Math.ceil(instant / SECOND_MS) * SECOND_MS;
}

/** The instants of which the ticks lie in (from, to]. */
export function toTicked(from: number, to: number): { readonly from: number; readonly to: number } {
  return { from: Math.floor(from / SECOND_MS) * SECOND_MS, to: Math.floor(to / SECOND_MS) * SECOND_MS };
}
