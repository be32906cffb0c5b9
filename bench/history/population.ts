/** 30 days with 300,000 conversations, evenly spread. The ids say which they are. */
export const POPULATION = 300_000;
export const RANGE = { from: "2026-01-05T00:00:00.000Z", to: "2026-02-04T00:00:00.000Z" };

const FROM = Date.parse(RANGE.from);
const STEP = (Date.parse(RANGE.to) - FROM) / POPULATION;
/** One conversation in so many comes late, and one is deleted, while the pages of a troubled organisation are read. */
const EVERY = 5_000;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The conversations that began in an interval, by their numbers. */
export function toSpan(interval: string): Span {
  const [from = "", to = ""] = interval.split("/");
  const first = (instant: string) => Math.min(POPULATION, Math.max(0, Math.ceil((Date.parse(instant) - FROM) / STEP)));
  return { from: first(from), to: first(to) };
}

export function toId(index: number): string {
  return `0000c0de-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

export function toStart(index: number): string {
  return new Date(FROM + Math.ceil(index * STEP)).toISOString();
}

/** Known to the API only once the pages after it have been read: everything behind it then moves on by one. */
export function comesLate(index: number): boolean {
  return index % EVERY === 17;
}

/** Deleted before its page is read. */
function vanishes(index: number): boolean {
  return index % EVERY === 2_500;
}

/** Whether every reader owes it: it was there from the first request to the last. */
export function isOwed(index: number): boolean {
  return !comesLate(index) && !vanishes(index);
}

/** The others, in order. */
export const NOT_OWED: readonly number[] = Array.from({ length: POPULATION }, (_, index) => index).filter(
  (index) => !isOwed(index),
);
