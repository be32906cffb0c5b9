import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { SimulatedClock } from "../clock/simulated-clock.ts";
import type { EventFeed } from "../events/event-feed.ts";
import type { NotificationEvent } from "../events/notification-event.ts";

/** How far ahead the feed is asked for the next event. */
const HORIZON_MS = 10 * MINUTE_MS;
/** What is taken from the feed at once, from the next event on: asking it for each event alone would cost more than the events. */
const PORTION_MS = SECOND_MS;

/** `ordinal` numbers the events of one instant. */
type Deliver = (event: NotificationEvent, ordinal: number) => void;

/**
 * Takes what the feed publishes under some topics, each event at its moment: however far the clock moves at once, it stops at each, so
 * that events, heartbeats and closings come in the order of their instants.
 */
export class ChannelPump {
  readonly #clock: SimulatedClock;
  readonly #feed: EventFeed;
  readonly #deliver: Deliver;
  #cancel: () => void = () => {};
  /** Tells a pump that was stopped, or started anew, in the middle of an instant. */
  #run = 0;

  constructor(clock: SimulatedClock, feed: EventFeed, deliver: Deliver) {
    this.#clock = clock;
    this.#feed = feed;
    this.#deliver = deliver;
  }

  /** What is published after an instant, until it is started anew or stopped. */
  start(from: number, topics: ReadonlySet<string>): void {
    this.stop();
    if (topics.size > 0) this.#await(from, topics);
  }

  stop(): void {
    this.#run++;
    this.#cancel();
  }

  #await(from: number, topics: ReadonlySet<string>): void {
    const next = this.#feed.nextAt(from, topics, HORIZON_MS);
    const end = next === undefined ? from + HORIZON_MS : next + PORTION_MS;
    this.#pass(next === undefined ? [] : this.#feed.between(from, end, topics), 0, () => this.#await(end, topics), end);
  }

  /** The events of a portion from an index on, each at its instant, then at the end of the portion what follows it. */
  #pass(events: readonly NotificationEvent[], index: number, follow: () => void, end: number): void {
    const at = events[index]?.at;
    if (at === undefined) {
      this.#cancel = this.#clock.at(end, follow);
      return;
    }
    this.#cancel = this.#clock.at(at, () => {
      const run = this.#run;
      let next = index;
      for (; events[next]?.at === at; next++) {
        const event = events[next];
        if (event !== undefined && run === this.#run) this.#deliver(event, next - index);
      }
      if (run === this.#run) this.#pass(events, next, follow, end);
    });
  }
}
