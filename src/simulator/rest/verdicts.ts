import type { StoredConversation } from "../conversation-source.ts";
import type { DetailsQuery } from "./parse-details-query.ts";

const UNKNOWN = 0;
const YES = 1;
const NO = 2;
/** The last metric of a conversation can follow its end by some milliseconds. */
const SETTLED_AFTER_MS = 1_000;
const KEPT_FILTERS = 16;

/**
 * Which conversations a filter matched: of those that have ended it never changes, so that the next page of the same query need
 * not render them again.
 */
export class Verdicts {
  readonly #filters = new Map<string, Map<number, Uint8Array>>();

  /** A test for the conversations of a day, which the same place in the list names always. */
  judge(
    query: DetailsQuery,
    day: number,
    conversations: readonly StoredConversation[],
    now: number,
  ): (conversation: StoredConversation, index: number) => boolean {
    const { matches } = query;
    if (matches === undefined) return () => true;
    const known = this.#ofDay(query.filterKey, day, conversations.length);
    return (conversation, index) => {
      const before = known[index];
      if (before === YES || before === NO) return before === YES;
      const verdict = matches(conversation.detail(now, false), now);
      if (conversation.end + SETTLED_AFTER_MS < now) known[index] = verdict ? YES : NO;
      return verdict;
    };
  }

  #ofDay(filterKey: string, day: number, length: number): Uint8Array {
    const days = this.#filters.get(filterKey) ?? new Map<number, Uint8Array>();
    this.#filters.delete(filterKey);
    this.#filters.set(filterKey, days);
    if (this.#filters.size > KEPT_FILTERS) this.#filters.delete(this.#filters.keys().next().value ?? "");
    const known = days.get(day);
    if (known !== undefined && known.length >= length) return known;
    const grown = new Uint8Array(length).fill(UNKNOWN);
    if (known !== undefined) grown.set(known);
    days.set(day, grown);
    return grown;
  }
}
