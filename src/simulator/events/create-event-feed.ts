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

/** What an invented world publishes; a recorded organisation (without a world) says nothing. */
export function createEventFeed(world: World | undefined, options: SimulatorOptions): EventFeed {
  const publishers = world === undefined ? [] : createPublishers(world, options);
  const known = new BoundedCache<string, number>(KEPT_TOPICS, () => 1);
  const publisherOf = (topicName: string) =>
    known.get(topicName, () => publishers.findIndex((publisher) => publisher.knows(topicName)));
  /** The topics of each publisher. */
  const split = (topics: ReadonlySet<string>): readonly (readonly [Publisher, ReadonlySet<string>])[] => {
    const names = publishers.map(() => new Set<string>());
    for (const topicName of topics) names[publisherOf(topicName)]?.add(topicName);
    return publishers.flatMap((publisher, index) => {
      const own = names[index];
      return own === undefined || own.size === 0 ? [] : [[publisher, own] as const];
    });
  };
  return {
    knows: (topicName) => publisherOf(topicName) !== NOBODY,
    between: (from, to, topics) => {
      const told = split(topics).map(([publisher, names]) => publisher.between(from, to, names));
      // Stable: what is told at one moment stays in the order of the publishers.
      return told.length === 1 ? (told[0] ?? []) : told.flat().sort((a, b) => a.at - b.at);
    },
    nextAt: (after, topics, horizonMs) => {
      let until = after + horizonMs;
      let found: number | undefined;
      for (const [publisher, names] of split(topics)) {
        const next = publisher.nextAt(after, until, names);
        if (next === undefined) continue;
        found = next;
        until = next - 1;
      }
      return found;
    },
  };
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
