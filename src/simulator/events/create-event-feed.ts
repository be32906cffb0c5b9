import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import type { World } from "../world/world.ts";
import { ChangeIndex } from "./change-index.ts";
import { createLogTopics } from "./conversation-log-topics.ts";
import { createConversationTopics } from "./conversation-topics.ts";
import { DETAIL_EVENTS, toDetailEvents } from "./detail-events.ts";
import type { EventFeed } from "./event-feed.ts";
import { createLakeTopic } from "./lake-topic.ts";
import { toMetricRecords } from "./metric-records.ts";
import type { NotificationEvent } from "./notification-event.ts";
import type { Publisher } from "./publisher.ts";
import { createQueueMembers } from "./queue-members.ts";
import { QueueStatistics } from "./queue-statistics.ts";
import { QueueStays } from "./queue-stays.ts";
import { createQueueTopics } from "./queue-topics.ts";
import { createUserAggregates } from "./user-aggregates.ts";
import { UserStates } from "./user-states.ts";
import { createUserTopics } from "./user-topics.ts";

/** How many topics are remembered with who publishes them: twenty full channels. */
const KEPT_TOPICS = 20_000;
const NOBODY = -1;
/** Publishers look at no more at once: of what they make on the way only little is kept. */
const LONGEST_MS = 30 * MINUTE_MS;

/** What an invented world publishes; a recorded organisation (without a world) says nothing. */
export function createEventFeed(world: World | undefined, options: SimulatorOptions): EventFeed {
  const publishers = world === undefined ? [] : createPublishers(world, options);
  const known = new BoundedCache<string, number>(KEPT_TOPICS, () => 1);
  const publisherOf = (topicName: string) =>
    known.get(topicName, () => publishers.findIndex((publisher) => publisher.knows(topicName)));
  const tellFrom = (topics: ReadonlySet<string>): Tell => {
    const names = publishers.map(() => new Set<string>());
    for (const topicName of topics) names[publisherOf(topicName)]?.add(topicName);
    const asked = publishers.flatMap((publisher, index) => {
      const own = names[index];
      return own === undefined || own.size === 0 ? [] : [{ publisher, own }];
    });
    return (from, to) => {
      const told = asked.map(({ publisher, own }) => publisher.between(from, to, own));
      // Stable: what is told at one moment stays in the order of the publishers.
      return told.length === 1 ? (told[0] ?? []) : told.flat().sort((a, b) => a.at - b.at);
    };
  };
  return {
    knows: (topicName) => publisherOf(topicName) !== NOBODY,
    between: (from, to, topics) => {
      const tell = tellFrom(topics);
      const events: NotificationEvent[][] = [];
      for (let at = from; at < to; at += LONGEST_MS) events.push([...tell(at, Math.min(to, at + LONGEST_MS))]);
      return events.flat();
    },
    nextAt: (after, topics, horizonMs) => findFirst(tellFrom(topics), after, after + horizonMs),
  };
}

type Tell = (from: number, to: number) => readonly NotificationEvent[];

/** Looks further each time, so that as much is made in vain as was found at most. */
function findFirst(tell: Tell, after: number, until: number): number | undefined {
  let [from, length] = [after, SECOND_MS];
  while (from < until) {
    const [first] = tell(from, Math.min(until, from + length));
    if (first !== undefined) return first.at;
    from += length;
    length = Math.min(2 * length, LONGEST_MS);
  }
  return undefined;
}

function createPublishers(world: World, options: SimulatorOptions): readonly Publisher[] {
  const { organisation } = world;
  const { eventLag, analyticsEventLag } = options;
  const changes = new ChangeIndex(world);
  const states = new UserStates(world);
  const statistics = new QueueStatistics(world, new QueueStays(world), states, options.serviceLevel);
  return [
    createConversationTopics(organisation, changes, eventLag),
    createUserTopics(organisation, states, eventLag),
    createQueueMembers(organisation, eventLag),
    createLogTopics(world, {
      prefix: "v2.detail.events.conversation.",
      endings: DETAIL_EVENTS,
      toLog: (conversation) => toDetailEvents({ organisation, conversation }),
      lagMs: analyticsEventLag,
    }),
    createLogTopics(world, {
      prefix: "v2.analytics.conversation.",
      endings: ["metrics"],
      toLog: (conversation) => toMetricRecords(organisation, conversation),
      lagMs: analyticsEventLag,
    }),
    createQueueTopics({ organisation, changes, states, statistics, lagMs: analyticsEventLag }),
    createUserAggregates(organisation, states, analyticsEventLag),
    createLakeTopic(options),
  ];
}
