import { type Api, hasList } from "../api.ts";

const CHANNELS = "/api/v2/notifications/channels";

/** Channels of a user and app at the same time, and topics of a channel (official SDK documentation; Genesys' streaming client). */
export const CHANNELS_MAX = 20;
export const CHANNEL_TOPICS_MAX = 1_000;
/** Longest id of a topic, combined ones included (Genesys' streaming client). */
export const TOPIC_LENGTH_MAX = 200;

/** `Channel`. Whoever knows the `connectUri` hears what the channel hears: it is a secret. Of other tokens' channels only `expires` is told. */
export interface NotificationChannel {
  id?: string;
  connectUri?: string;
  /** ISO-8601. */
  expires?: string;
}

/** What became of one wanted topic (`ChannelTopic`). */
export interface ChannelTopic {
  id?: string;
  state?: "Permitted" | "Rejected" | (string & {});
  rejectionReason?: string;
  missingPermissions?: string[];
}

/**
 * `POST /notifications/channels`. No permission is declared: it is asked of each topic. A client that has 20 already loses the one
 * least recently used. Never repeated by itself: it might create a second one.
 */
export async function createChannel(api: Api, signal?: AbortSignal): Promise<NotificationChannel> {
  const isChannel = (json: unknown) => {
    const { id, connectUri } = (json ?? {}) as NotificationChannel;
    return typeof id === "string" && typeof connectUri === "string";
  };
  const doing = "creating a notification channel";
  return (await api.request({
    method: "POST",
    path: CHANNELS,
    doing,
    expects: isChannel,
    signal,
  })) as NotificationChannel;
}

/** `GET /notifications/channels`: all of the client's, those of its other tokens and programs included. */
export async function listChannels(api: Api, signal?: AbortSignal): Promise<readonly NotificationChannel[]> {
  const reply = (await api.request({
    method: "GET",
    path: CHANNELS,
    query: { includechannels: "oauthclient" },
    doing: "counting the notification channels of this client",
    expects: hasList("entities"),
    signal,
  })) as { entities?: NotificationChannel[] };
  return reply.entities ?? [];
}

/** `PUT …/subscriptions`: the channel listens to these topics and no others, and lives for its whole lifetime again. */
export async function replaceSubscriptions(
  api: Api,
  channelId: string,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<readonly ChannelTopic[]> {
  const reply = (await api.request({
    method: "PUT",
    path: `${CHANNELS}/${encodeURIComponent(channelId)}/subscriptions`,
    // One topic that is not permitted would fail all of them otherwise.
    query: { ignoreErrors: true },
    body: topics.map((id) => ({ id })),
    doing: `subscribing to ${topics.length} topics`,
    expects: hasList("entities"),
    signal,
  })) as { entities?: ChannelTopic[] };
  return reply.entities ?? [];
}
