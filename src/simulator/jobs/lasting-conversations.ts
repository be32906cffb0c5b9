import { DAY_MS } from "../../base/interval.ts";
import type { ConversationSource, StoredConversation } from "../conversation-source.ts";
import { BoundedCache } from "../world/bounded-cache.ts";

/** How many of them are kept at hand, in whole days. */
const KEPT = 20_000;

/** Of past days, what outlasts the next day too, by its position in the day's list: two in a hundred, so that all of a year fit. */
export class LastingConversations {
  readonly #source: ConversationSource;
  // An empty day weighs something too, or a year of them would be kept for ever.
  readonly #days = new BoundedCache<number, ReadonlyMap<number, StoredConversation>>(KEPT, ({ size }) => size + 1);

  constructor(source: ConversationSource) {
    this.#source = source;
  }

  /** Of a day that has been over for a day at the instant. */
  startingOn(day: number, at: number): ReadonlyMap<number, StoredConversation> {
    return this.#days.get(day, () => {
      const end = (day + 2) * DAY_MS;
      const rows = this.#source.startingOn(day, at).map((one, position) => [position, one] as const);
      return new Map(rows.filter(([, one]) => one.end > end));
    });
  }
}
