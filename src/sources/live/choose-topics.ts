import type { Api } from "../../api/api.ts";
import { CHANNEL_TOPICS_MAX, CHANNELS_MAX } from "../../api/endpoints/notifications.ts";
import { listQueues } from "../../api/endpoints/routing.ts";
import { listUsers } from "../../api/endpoints/users.ts";
import { isAppError } from "../../base/app-error.ts";
import type { StreamOptions } from "../../stream/open-stream.ts";
import type { Criterion, ValueField } from "../filter/criterion.ts";

/** What to listen to, and what that does not tell. */
export interface ChosenTopics {
  readonly topics: readonly string[];
  /** Why some conversations are seen by asking only, and so later. */
  readonly limits: readonly string[];
}

/**
 * The topics that tell of the wanted conversations: of the chosen queues or users, or of all of them. No topic tells of everything: those
 * of queues tell of what has come into the queue, those of users of calls besides.
 */
export async function chooseTopics(
  api: Api,
  criteria: readonly Criterion[],
  { channelsMax = CHANNELS_MAX, channelTopicsMax = CHANNEL_TOPICS_MAX }: StreamOptions = {},
  signal?: AbortSignal,
): Promise<ChosenTopics> {
  const [queues, users] = [idsOf(criteria, "queue"), idsOf(criteria, "user")];
  if (users !== undefined) return { topics: users.map(toUserTopic), limits: [] };
  if (queues !== undefined) return { topics: queues.map(toQueueTopic), limits: [] };
  const limits: string[] = [];
  const allQueues = await listIds(listQueues(api, signal), "queues", limits);
  const allUsers = await listIds(listUsers(api, signal), "users", limits);
  const topics = allQueues.map(toQueueTopic);
  if (topics.length + allUsers.length <= channelsMax * channelTopicsMax) topics.push(...allUsers.map(toUserTopic));
  else
    limits.push(
      `${allQueues.length} queues and ${allUsers.length} users are ${allQueues.length + allUsers.length} topics, and a client listens to ` +
        `${channelsMax} times ${channelTopicsMax}: calls that touch no queue are seen by asking`,
    );
  return { topics, limits };
}

/** Ids of which a conversation must have one; `undefined` where anything will do. */
function idsOf(criteria: readonly Criterion[], field: ValueField): readonly string[] | undefined {
  for (const criterion of criteria)
    if (criterion.kind === "value" && criterion.field === field && !criterion.not) return criterion.values;
  return undefined;
}

async function listIds(listing: AsyncIterable<{ id: string }>, what: string, limits: string[]): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const { id } of listing) ids.push(id);
  } catch (error) {
    if (!isAppError(error) || error.kind !== "denied") throw error;
    limits.push(
      `the ${what} can't be listed, so that their conversations are seen by asking (${error.hint ?? error.message})`,
    );
  }
  const topical = ids.filter((id) => TOPICAL.test(id));
  if (topical.length < ids.length)
    limits.push(
      `${ids.length - topical.length} ${what} have ids that no topic takes: their conversations are seen by asking`,
    );
  return topical;
}

/** What may stand in a topic: Genesys' ids are UUIDs, and one that is none must not silence all the others. */
const TOPICAL = /^[\w-]{1,64}$/;

function toQueueTopic(id: string): string {
  return `v2.routing.queues.${id}.conversations`;
}

function toUserTopic(id: string): string {
  return `v2.users.${id}.conversations`;
}
