import type { StoredConversation } from "../conversation-source.ts";
import type { DetailsQuery } from "./parse-details-query.ts";

const KEPT_FILTERS = 16;

/** A UTC day (in days since the epoch) with what details queries know of it. */
export interface ListedDay {
  readonly day: number;
  /** By start. */
  list(): readonly StoredConversation[];
  /** Whether the list is final. */
  readonly isOver: boolean;
}

/** A conversation with its place in the list of its day. */
interface Placed {
  readonly index: number;
  readonly conversation: StoredConversation;
}

/** What the filter said of it when it was last asked, and until when it would say the same. */
interface Judged extends Placed {
  readonly matches: boolean;
  readonly until: number;
}

/** What a filter said of a day: what matches for good, and what may still change. The rest never matches. */
interface Verdict {
  readonly settled: readonly Placed[];
  readonly open: readonly Judged[];
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

  /** What matches of a day. */
  select(query: DetailsQuery, { day, list, isOver }: ListedDay, now: number): readonly StoredConversation[] {
    const days = this.#ofFilter(query.filterKey);
    const before = days.get(day) ?? { settled: [], open: list().map(toUnjudged) };
    const settled = [...before.settled];
    const open: Judged[] = [];
    const matching = [...before.settled];
    for (const known of before.open) {
      const judged = now < known.until ? known : this.#judge(query, known, now);
      if (judged.matches) matching.push(judged);
      if (judged.until !== Number.POSITIVE_INFINITY) open.push(judged);
      else if (judged.matches) settled.push(judged);
    }
    if (isOver) days.set(day, { settled, open });
    return matching.sort((a, b) => a.index - b.index).map(({ conversation }) => conversation);
  }

  #judge(query: DetailsQuery, { index, conversation }: Placed, now: number): Judged {
    const matches = isMatch(query, conversation, now);
    const mayBeAttached = query.settlesLate && now <= conversation.end + this.#qualityWindow + conversation.lag;
    return { index, conversation, matches, until: mayBeAttached ? now : conversation.unchangedUntil(now) };
  }

  #ofFilter(filterKey: string): Map<number, Verdict> {
    const days = this.#filters.get(filterKey) ?? new Map<number, Verdict>();
    this.#filters.delete(filterKey);
    this.#filters.set(filterKey, days);
    if (this.#filters.size > KEPT_FILTERS) this.#filters.delete(this.#filters.keys().next().value ?? "");
    return days;
  }
}

function toUnjudged(conversation: StoredConversation, index: number): Judged {
  return { index, conversation, matches: false, until: Number.NEGATIVE_INFINITY };
}

function isMatch({ ended, matches }: DetailsQuery, conversation: StoredConversation, now: number): boolean {
  // Most of what a live list asks is told without a rendering.
  if (ended !== undefined && ended !== conversation.hasEnded(now - conversation.lag)) return false;
  return matches === undefined || matches(conversation.queried(now), now);
}
