import { type Interval, toIso } from "../base/interval.ts";
import { describeCriterion } from "../sources/filter/criterion.ts";
import type { AnswerMeta, AskWorld } from "./answer.ts";
import type { SelectedFilters } from "./select-filters.ts";

/** Of a question that has none. */
export const NO_FILTERS: SelectedFilters = { criteria: [], parties: { user: null, queue: null } };

/** An answer's meta data before its first row. */
export function openMeta(
  question: string,
  world: AskWorld,
  { criteria, parties }: SelectedFilters,
  range?: Interval,
): AnswerMeta {
  return {
    question,
    from: range === undefined ? null : toIso(range.from),
    to: range === undefined ? null : toIso(range.to),
    user: parties.user,
    queue: parties.queue,
    filters: criteria.map(describeCriterion),
    complete: true,
    reason: null,
    asOf: toIso(world.clock.now()),
    rows: 0,
    requestsUsed: 0,
    setAsideCount: 0,
    setAside: [],
    notes: [],
  };
}

export function markIncomplete(meta: AnswerMeta, reason: string): void {
  meta.complete = false;
  meta.reason = meta.reason === null ? reason : `${meta.reason}; ${reason}`;
}

export function noteSetAside(meta: AnswerMeta): void {
  const { setAsideCount: count } = meta;
  if (count > 0)
    markIncomplete(
      meta,
      `${count} ${count === 1 ? "record" : "records"} could not be read and ${count === 1 ? "is" : "are"} set aside`,
    );
}

/** The last strokes, once the rows have been read. */
export function closeMeta(meta: AnswerMeta, world: AskWorld, observedAt: number): void {
  meta.asOf = toIso(observedAt);
  meta.requestsUsed = world.sources.requestsUsed();
  meta.notes.push(...world.directory.notes());
  noteSetAside(meta);
}
