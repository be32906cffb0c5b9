import { SECOND_MS } from "../../base/interval.ts";
import type { NotificationEvent } from "./notification-event.ts";

/** What changes all the time is told at most once a second, at the end of the second in which it changed. */
export function toTick(instant: number): number {
  return Math.ceil(instant / SECOND_MS) * SECOND_MS;
}

/** The instants of which the ticks lie in (from, to]. */
export function toTicked(from: number, to: number): { readonly from: number; readonly to: number } {
  return { from: Math.floor(from / SECOND_MS) * SECOND_MS, to: Math.floor(to / SECOND_MS) * SECOND_MS };
}

const STEP_MS = 600 * SECOND_MS;

/** When the first of the events in (after, until] is due, found without making those of much later. */
export function findFirst(
  between: (from: number, to: number) => readonly NotificationEvent[],
  after: number,
  until: number,
): number | undefined {
  for (let from = after; from < until; from += STEP_MS) {
    const [first] = between(from, Math.min(until, from + STEP_MS));
    if (first !== undefined) return first.at;
  }
  return undefined;
}
