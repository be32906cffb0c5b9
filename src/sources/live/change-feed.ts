import type { LiveSourceChange } from "./live-entry.ts";

/**
 * Changes on their way to one taker. Of a conversation whose change has not been taken yet, the next one is joined to it: so whoever is
 * slow sees fewer steps, but always where it began and what it is now, and never more waits than there are conversations.
 */
export class ChangeFeed {
  readonly #waiting = new Map<string, LiveSourceChange>();
  #wake: (() => void) | undefined;
  #isClosed = false;

  push(change: LiveSourceChange): void {
    if (this.#isClosed) return;
    const { conversationId } = change.after;
    const earlier = this.#waiting.get(conversationId);
    this.#waiting.set(conversationId, earlier === undefined ? change : { ...change, before: earlier.before });
    this.#wake?.();
  }

  /** What waits is still given. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *take(): AsyncGenerator<LiveSourceChange, void, undefined> {
    for (;;) {
      const [next] = this.#waiting;
      if (next !== undefined) {
        this.#waiting.delete(next[0]);
        yield next[1];
      } else if (this.#isClosed) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
