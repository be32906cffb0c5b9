import type { StoredConversation } from "../conversation-source.ts";
import type { DetailsQuery } from "./parse-details-query.ts";

/** By itself: the last metric of a conversation can follow its end by some milliseconds. */
const SETTLED_AFTER_MS = 1_000;
const KEPT_FILTERS = 16;

/** A conversation with its place in the list of its day. */
interface Placed {
  readonly index: number;
  readonly conversation: StoredConversation;
}

/** What a filter said of a day: what matches for good, and what may still change. The rest never matches. */
interface Verdict {
  readonly settled: readonly Placed[];
  readonly open: readonly Placed[];
}

/**
 * Which conversations a filter matched: of those that have settled it never changes, so that the next page of the same query
 * need not render them again, nor even list their day.
 */
export class Verdicts {
  readonly #filters = new Map<string, Map<number, Verdict>>();
  readonly #qualityWindow: number;

  /** How long after its end a conversation's attachments change, in milliseconds. */
  constructor(qualityWindow: number) {
    this.#qualityWindow = qualityWindow;
  }

  /** What matches of a day, whose list can be asked for, and is final when the day is over. */
  select(
    query: DetailsQuery,
    day: number,
    list: () => readonly StoredConversation[],
    isOver: boolean,
    now: number,
  ): readonly StoredConversation[] {
    const days = this.#ofFilter(query.filterKey);
    const before = days.get(day) ?? {
      settled: [],
      open: list().map((conversation, index) => ({ index, conversation })),
    };
    const settled = [...before.settled];
    const open: Placed[] = [];
    const matching = [...before.settled];
    const settledAfter = SETTLED_AFTER_MS + (query.settlesLate ? this.#qualityWindow : 0);
    for (const placed of before.open) {
      const { conversation } = placed;
      const matches = isMatch(query, conversation, now);
      if (matches) matching.push(placed);
      if (conversation.end + settledAfter >= now) open.push(placed);
      else if (matches) settled.push(placed);
    }
    if (isOver) days.set(day, { settled, open });
    return matching.sort((a, b) => a.index - b.index).map(({ conversation }) => conversation);
  }

  #ofFilter(filterKey: string): Map<number, Verdict> {
    const days = this.#filters.get(filterKey) ?? new Map<number, Verdict>();
    this.#filters.delete(filterKey);
    this.#filters.set(filterKey, days);
    if (this.#filters.size > KEPT_FILTERS) this.#filters.delete(this.#filters.keys().next().value ?? "");
    return days;
  }
}

function isMatch({ ended, matches }: DetailsQuery, conversation: StoredConversation, now: number): boolean {
  // Most of what a live list asks is told without a rendering.
  if (ended !== undefined && ended !== conversation.hasEnded(now)) return false;
  return matches === undefined || matches(conversation.detail(now, false), now);
}
