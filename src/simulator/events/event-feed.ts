import type { NotificationEvent } from "./notification-event.ts";

/** What an organisation publishes, and when; channels and sockets carry it to those who subscribed. */
export interface EventFeed {
  /** Whether anything is ever published under a single topic name (known form and existing id); the rest is silent. */
  knows(topicName: string): boolean;
  /** What is published in (from, to] under one of the topics, in the order of `at`; the same whatever the steps in which it is asked. */
  between(from: number, to: number, topics: ReadonlySet<string>): readonly NotificationEvent[];
  /** When the next one after an instant is due, or undefined when nothing is within `horizonMs`; lets a clock that leaps stop at each. */
  nextAt(after: number, topics: ReadonlySet<string>, horizonMs: number): number | undefined;
}
