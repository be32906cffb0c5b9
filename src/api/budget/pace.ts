import type { Urgency } from "./budget-record.ts";

/** How fast the requests of a window may go: at once up to `free`, then evenly up to `ceiling`. */
export interface Pace {
  readonly free: number;
  readonly ceiling: number;
}

/** A window of the limit, as far as pace goes: instants in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

// Requests that are under way when a window ends count in the next one, and other machines may use the same token.
const MARGIN = 0.02;
// So much of each window bulk work leaves to questions, beside what its slower pace leaves.
const RESERVE = 0.05;
const FREE = { question: 0.5, bulk: 0.25 } as const;
// Evenly until shortly before the end: what is sent at the very end arrives in the next window.
const SPREAD = 0.9;

/** The pace by urgency. Bulk is slower at every instant, so that wherever a question has to wait, bulk stands back. */
export function createPace(urgency: Urgency, allowed: number): Pace {
  const usable = Math.max(1, allowed - Math.ceil(allowed * MARGIN));
  const ceiling = urgency === "question" ? usable : Math.max(1, usable - Math.ceil(allowed * RESERVE));
  return { free: Math.max(1, Math.floor(usable * FREE[urgency])), ceiling };
}

/** How many requests of a window may have been sent by an instant; after its end no more than may go at once. */
export function countDue({ free, ceiling }: Pace, { from, to }: Span, at: number): number {
  if (at >= to) return free;
  const part = Math.min(1, Math.max(0, at - from) / ((to - from) * SPREAD));
  // What a rounding error leaves below a whole request is that request.
  return Math.floor(free + (ceiling - free) * part + 1e-6);
}

/** When the request with this number in its window may be sent, at the earliest; `undefined`: not in this window. */
export function findDue({ free, ceiling }: Pace, { from, to }: Span, number: number): number | undefined {
  if (number <= free) return from;
  if (number > ceiling) return undefined;
  return Math.ceil(from + ((number - free) / (ceiling - free)) * (to - from) * SPREAD);
}
