import { toIsoInterval } from "../../base/interval.ts";
import type { Organisation, Queue } from "../world/organisation.ts";
import type { MediaType } from "../world/world-conversation.ts";
import type { ChangeIndex } from "./change-index.ts";
import { type Publisher, VERSION } from "./publisher.ts";
import type { QueueStatistics } from "./queue-statistics.ts";
import { toTick, toTicked } from "./ticks.ts";
import type { UserStates } from "./user-states.ts";

const PREFIX = "v2.analytics.queues.";
const MEDIA: readonly MediaType[] = ["voice", "chat", "email", "callback", "message"];

/** A second in which something about a queue changed: about a medium, or (undefined) about its members. */
interface Moment {
  readonly at: number;
  readonly queue: Queue;
  readonly media: MediaType | undefined;
}

interface Parts {
  readonly organisation: Organisation;
  readonly changes: ChangeIndex;
  readonly states: UserStates;
  readonly statistics: QueueStatistics;
  readonly lagMs: number;
}

/**
 * `v2.analytics.queues.{id}.observations` (what is now, and what the half hour has brought) and `.activity` (counts of now):
 * for a medium, or for the members, at most once a second.
 */
export function createQueueTopics({ organisation, changes, states, statistics, lagMs }: Parts): Publisher {
  const topics = new Map<string, QueueTopic>(
    organisation.queues.flatMap((queue) => [
      [`${PREFIX}${queue.id}.observations`, { queue, isAbout: () => true, toBody: toObservations }] as const,
      [`${PREFIX}${queue.id}.activity`, { queue, isAbout: isOnceOfMedia, toBody: toActivity }] as const,
    ]),
  );
  return {
    knows: (topicName) => topics.has(topicName),
    between: (from, to, names) => {
      const wanted = [...topics].filter(([name]) => names.has(name));
      const queues = new Set(wanted.map(([, { queue }]) => queue));
      const moments = listMoments(organisation, changes, states, toTicked(from - lagMs, to - lagMs), queues);
      return moments.flatMap((moment, index) =>
        wanted.flatMap(([topicName, { queue, isAbout, toBody }]) =>
          queue === moment.queue && isAbout(moment, moments[index - 1])
            ? [{ at: moment.at + lagMs, topicName, version: VERSION, body: () => toBody(statistics, moment) }]
            : [],
        ),
      );
    },
  };
}

interface QueueTopic {
  readonly queue: Queue;
  isAbout(moment: Moment, before: Moment | undefined): boolean;
  toBody(statistics: QueueStatistics, moment: Moment): object;
}

/** The first about a medium of those that one second has of a queue: what is told then is about all media. */
function isOnceOfMedia(moment: Moment, before: Moment | undefined): boolean {
  const isFirst = before === undefined || before.at !== moment.at || before.queue !== moment.queue;
  return isFirst && moment.media !== undefined;
}

function listMoments(
  organisation: Organisation,
  changes: ChangeIndex,
  states: UserStates,
  { from, to }: { readonly from: number; readonly to: number },
  queues: ReadonlySet<Queue>,
): readonly Moment[] {
  const moments = new Map<string, Moment>();
  const add = (instant: number, queue: Queue | undefined, media: MediaType | undefined) => {
    if (queue === undefined || !queues.has(queue)) return;
    const at = toTick(instant);
    moments.set(`${at} ${queue.index} ${media}`, { at, queue, media });
  };
  for (const { at, conversation } of changes.between(from, to)) {
    for (const { queue, purpose, sessions } of conversation.participants) {
      if (queue === undefined || purpose === "customer") continue;
      for (const { media, segments } of sessions)
        if (segments.some(({ start, end }) => start === at || end === at)) add(at, organisation.queues[queue], media);
    }
  }
  const isWanted = (index: number) => [...queues].some((queue) => queue.index === index);
  for (const user of organisation.users.filter((one) => one.queues.some(isWanted)))
    for (const { at, before, after } of states.between(user, from, to))
      if (before.presence !== after.presence || before.routing !== after.routing)
        for (const queue of user.queues) add(at, organisation.queues[queue], undefined);
  const rank = ({ media }: Moment) => (media === undefined ? MEDIA.length : MEDIA.indexOf(media));
  return [...moments.values()].sort((a, b) => a.at - b.at || a.queue.index - b.queue.index || rank(a) - rank(b));
}

function toObservations(statistics: QueueStatistics, { at, queue, media }: Moment): object {
  const now = toIsoInterval({ from: at, to: at });
  if (media === undefined)
    return { group: { queueId: queue.id }, data: [{ interval: now, metrics: statistics.countMembers(queue, at) }] };
  return {
    group: { queueId: queue.id, mediaType: media },
    data: [
      { interval: now, metrics: statistics.countInteractions(queue, media, at) },
      ...statistics.aggregate(queue, media, at),
    ],
  };
}

/** All media of the queue, whichever of them changed. */
function toActivity(statistics: QueueStatistics, { at, queue }: Moment): object {
  const results = MEDIA.map((mediaType) => ({
    mediaType,
    data: [
      ...statistics.countInteractions(queue, mediaType, at).map(({ metric, stats }) => ({ metric, ...stats })),
      ...statistics
        .measureLongest(queue, mediaType, at)
        .map(({ metric, longest }) => ({ metric, calculatedMetricValue: longest })),
    ],
  }));
  return { results };
}
