import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import type { NotificationEvent } from "../../src/simulator/events/notification-event.ts";

/** A feed of a list of events, made by hand. */
export function createListFeed(list: readonly (readonly [at: number, topicName: string, body: object])[]): EventFeed {
  const events: readonly NotificationEvent[] = list
    .map(([at, topicName, body]) => ({ at, topicName, version: "2", body: () => body }))
    .sort((a, b) => a.at - b.at);
  const between: EventFeed["between"] = (from, to, topics) =>
    events.filter(({ at, topicName }) => at > from && at <= to && topics.has(topicName));
  return {
    knows: (topic) => events.some(({ topicName }) => topicName === topic),
    between,
    nextAt: (after, topics, horizonMs) => between(after, after + horizonMs, topics)[0]?.at,
  };
}
