import { MINUTE_MS } from "../../base/interval.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import type { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import { toChangeInstants } from "./conversation-changes.ts";

/** Something about a conversation becomes different. */
export interface Change {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly conversation: WorldConversation;
}

/** Long enough that looking for who is alive pays, short enough that making one is not felt. */
const WINDOW_MS = 10 * MINUTE_MS;
/** The window of now, the next one, and some that who comes late still asks for. */
const KEPT_CHANGES = 200_000;

/** What changes when, over all conversations: made for ten minutes at a time, whatever is asked of them. */
export class ChangeIndex {
  readonly #world: World;
  readonly #windows = new BoundedCache<number, readonly Change[]>(KEPT_CHANGES, ({ length }) => length);

  constructor(world: World) {
    this.#world = world;
  }

  /** The changes in (from, to], in order; those of a moment by the id of the conversation. */
  *between(from: number, to: number): Generator<Change> {
    for (let window = Math.floor((from + 1) / WINDOW_MS); window * WINDOW_MS <= to; window++) {
      const changes = this.#window(window);
      for (let index = firstAfter(changes, from); index < changes.length; index++) {
        const change = changes[index];
        if (change === undefined || change.at > to) return;
        yield change;
      }
    }
  }

  #window(window: number): readonly Change[] {
    return this.#windows.get(window, () => {
      const [from, to] = [window * WINDOW_MS, (window + 1) * WINDOW_MS];
      const changes: (Change & { readonly id: string })[] = [];
      // What ends exactly at the begin changes in this window, too.
      for (const conversation of this.#world.stirringIn({ from: from - 1, to })) {
        const { id } = conversation;
        for (const at of toChangeInstants(conversation))
          if (at >= from && at < to) changes.push({ at, conversation, id });
      }
      return changes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    });
  }
}

/** Index of the first change after an instant. */
function firstAfter(changes: readonly Change[], instant: number): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? 0) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
