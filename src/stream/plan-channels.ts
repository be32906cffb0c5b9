import { AppError } from "../base/app-error.ts";
import { combineTopics, requireTopic, splitTopic } from "./topics.ts";

/** How many channels a client has, and how many topics each of them; Genesys' own unless a test says otherwise. */
export interface ChannelLimits {
  readonly channelsMax: number;
  readonly channelTopicsMax: number;
}

/**
 * Which ids each channel subscribes to, in as few channels as can be: topics of the same thing are combined where that saves a
 * channel. Throws `TOPICS_TOO_MANY` and `TOPIC_INVALID` (input).
 */
export function planChannels(topics: readonly string[], limits: ChannelLimits): string[][] {
  const single = [...new Set(topics)].map(requireTopic);
  const combined = combineTopics(single);
  const { channelTopicsMax, channelsMax } = limits;
  const needed = Math.ceil(combined.length / channelTopicsMax);
  if (needed > channelsMax) throw tooMany(single.length, combined.length, limits);
  const isWorth = needed < Math.ceil(single.length / channelTopicsMax);
  return chunk(isWorth ? combined : single, channelTopicsMax);
}

/** The ids of each channel: those that are wanted stay where they are, new ones fill what is free, and then further channels. */
export function assignStably(now: readonly (readonly string[])[], wanted: readonly string[], size: number): string[][] {
  const want = new Set(wanted);
  const channels = now.map((ids) => ids.filter((id) => want.delete(id)));
  for (const id of want) {
    const free = channels.find((ids) => ids.length < size);
    if (free === undefined) channels.push([id]);
    else free.push(id);
  }
  while (channels.length > 0 && channels.at(-1)?.length === 0) channels.pop();
  return channels;
}

/** Topics that are listened to before and after, by another channel. */
export function findMoved(before: readonly (readonly string[])[], after: readonly (readonly string[])[]): string[] {
  const toPlaces = (channels: readonly (readonly string[])[]) =>
    channels.flatMap((ids, index) => ids.flatMap(splitTopic).map((topic) => [topic, index] as const));
  const places = new Map(toPlaces(before));
  return toPlaces(after)
    .filter(([topic, index]) => places.has(topic) && places.get(topic) !== index)
    .map(([topic]) => topic);
}

function chunk(ids: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}

function tooMany(single: number, combined: number, { channelsMax, channelTopicsMax }: ChannelLimits): AppError {
  const ids = combined === single ? `${single} topics` : `${single} topics, ${combined} when combined,`;
  return new AppError({
    kind: "input",
    code: "TOPICS_TOO_MANY",
    message:
      `Listening to ${ids} takes ${Math.ceil(combined / channelTopicsMax)} notification channels of ${channelTopicsMax} topics; ` +
      `a client has ${channelsMax}, which is ${channelsMax * channelTopicsMax} topics.`,
    hint: "Choose fewer queues or users, or share them among several OAuth clients.",
    details: { topics: single, combined, channelsMax, channelTopicsMax },
  });
}
