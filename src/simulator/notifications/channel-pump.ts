import { MINUTE_MS } from "../../base/interval.ts";
import type { SimulatedClock } from "../clock/simulated-clock.ts";
import type { EventFeed } from "../events/event-feed.ts";
import type { NotificationEvent } from "../events/notification-event.ts";

/** How far ahead the feed is asked for the next event. */
const HORIZON_MS = 10 * MINUTE_MS;

/**
 * Takes what the feed publishes under some topics, each event at its moment: however far the clock moves at once, it stops at each, so
 * that events, heartbeats and closings come in the order of their instants.
 */
export class ChannelPump {
  readonly #clock: SimulatedClock;
  readonly #feed: EventFeed;
  readonly #deliver: (event: NotificationEvent, ordinal: number) => void;
  #stop: () => void = () => {};

  /** `ordinal` numbers the events of one instant. */
  constructor(clock: SimulatedClock, feed: EventFeed, deliver: (event: NotificationEvent, ordinal: number) => void) {
    this.#clock = clock;
    this.#feed = feed;
    this.#deliver = deliver;
  }

  /** What is published after an instant, until it is started anew or stopped. */
  start(from: number, topics: ReadonlySet<string>): void {
    this.stop();
    if (topics.size === 0) return;
    let isRunning = true;
    let cancel = () => {};
    this.#stop = () => {
      isRunning = false;
      cancel();
    };
    const arm = (after: number): void => {
      const next = this.#feed.nextAt(after, topics, HORIZON_MS) ?? after + HORIZON_MS;
      cancel = this.#clock.at(next, () => {
        const events = this.#feed.between(after, next, topics);
        arm(next);
        for (const [ordinal, event] of events.entries()) if (isRunning) this.#deliver(event, ordinal);
      });
    };
    arm(from);
  }

  stop(): void {
    this.#stop();
  }
}
