import type { StreamMessage, TopicEvent } from "./stream-message.ts";

/** Messages on their way to whoever takes them. Events are bounded: those that don't fit are dropped, and the gap is told. */
export class MessageQueue {
  readonly #eventsMax: number;
  readonly #now: () => number;
  /** How long an event is under way: so much earlier than the first that was dropped, it may have happened. */
  readonly #transitMs: number;
  #waiting: StreamMessage[] = [];
  /** How many of the waiting have been taken: shifting a long array costs its length. */
  #taken = 0;
  #events = 0;
  /** Since when events have been dropped, and of which topics. */
  #dropped: { readonly from: number; readonly topics: Set<string> } | undefined;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor({ eventsMax, transitMs }: { eventsMax: number; transitMs: number }, now: () => number) {
    this.#eventsMax = eventsMax;
    this.#transitMs = transitMs;
    this.#now = now;
  }

  event(event: TopicEvent): void {
    if (this.#isClosed) return;
    if (this.#dropped !== undefined || this.#events >= this.#eventsMax) this.#drop(event);
    else {
      this.#events += 1;
      this.tell(event);
    }
  }

  tell(message: StreamMessage): void {
    if (this.#isClosed) return;
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** What waits is not taken any more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#wake?.();
  }

  async *take(): AsyncGenerator<StreamMessage, void, undefined> {
    while (!this.#isClosed) {
      const message = this.#next();
      if (message !== undefined) yield message;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    }
  }

  #next(): StreamMessage | undefined {
    const message = this.#waiting[this.#taken];
    if (message === undefined) return undefined;
    this.#taken += 1;
    if (this.#taken === this.#waiting.length) {
      this.#waiting = [];
      this.#taken = 0;
    }
    if (message.kind === "event") {
      this.#events -= 1;
      this.#endDropping();
    }
    return message;
  }

  #drop({ topicName, receivedAt }: TopicEvent): void {
    if (this.#dropped === undefined) {
      const from = receivedAt - this.#transitMs;
      this.#dropped = { from, topics: new Set() };
      this.tell({ kind: "gap-opened", from, topics: [topicName], reason: "backlog" });
    }
    this.#dropped.topics.add(topicName);
  }

  /** Only when half of it is free again: otherwise each event would be a gap. */
  #endDropping(): void {
    if (this.#dropped === undefined || this.#events * 2 > this.#eventsMax) return;
    const { from, topics } = this.#dropped;
    this.#dropped = undefined;
    this.tell({ kind: "gap", from, to: this.#now(), topics: [...topics], reason: "backlog" });
  }
}
