import type { Api } from "../api/api.ts";
import { CHANNEL_TOPICS_MAX, CHANNELS_MAX } from "../api/endpoints/notifications.ts";
import type { Effects } from "../base/effects.ts";
import { HOUR_MS, SECOND_MS } from "../base/interval.ts";
import { mapConcurrently } from "../base/map-concurrently.ts";
import { ChannelKeeper, type ChannelStatus, type KeeperSurroundings } from "./channel-keeper.ts";
import { MessageQueue } from "./message-queue.ts";
import { planChannels } from "./plan-channels.ts";
import type { RefusedTopic, StreamMessage } from "./stream-message.ts";

/** Lengths of time are milliseconds. */
export interface StreamOptions {
  readonly channelsMax?: number;
  readonly channelTopicsMax?: number;
  /** After so much silence the server is asked whether it is there: its heartbeat comes every 30 s (inferred). */
  readonly silenceMs?: number;
  readonly answerMs?: number;
  /** How long an event may be under way (inferred): a gap begins so long before the last word on a connection that broke. */
  readonly transitMs?: number;
  readonly renewalMs?: number;
  /** Events that may wait to be taken. */
  readonly backlogMax?: number;
}

const DEFAULTS = {
  channelsMax: CHANNELS_MAX,
  channelTopicsMax: CHANNEL_TOPICS_MAX,
  silenceMs: 35 * SECOND_MS,
  answerMs: 10 * SECOND_MS,
  transitMs: 2 * SECOND_MS,
  renewalMs: HOUR_MS,
  backlogMax: 20_000,
} as const satisfies Required<StreamOptions>;

/** Creating 15 channels at once has been seen to be refused with 429. */
const CHANNELS_AT_ONCE = 3;

export interface StreamStatus {
  readonly channels: readonly ChannelStatus[];
  readonly topics: number;
  readonly refused: readonly RefusedTopic[];
  /** Events received so far. */
  readonly events: number;
  readonly reconnects: number;
}

/** Events of topics, for ever, and each time in which some may have been missed. To be taken by one taker. */
export interface NotificationStream extends AsyncIterable<StreamMessage>, AsyncDisposable {
  readonly refused: readonly RefusedTopic[];
  /** Listens to these topics from now on. Throws as `openStream` does, and then listens as before. */
  setTopics(topics: readonly string[], signal?: AbortSignal): Promise<void>;
  status(): StreamStatus;
  /** Ends all connections; what waits is not taken any more. */
  close(): Promise<void>;
}

/**
 * Listens to notification topics. Resolves once every topic is subscribed to and every connection is open: whatever happens from then on
 * is delivered, or lies within a gap. Throws `TOPICS_TOO_MANY`, `TOPIC_INVALID` (input), `STREAM_NOT_CONNECTED` (network), and what
 * requests throw.
 */
export async function openStream(
  api: Api,
  effects: Effects,
  topics: readonly string[],
  options: StreamOptions = {},
  signal?: AbortSignal,
): Promise<NotificationStream> {
  const stream = new Stream(api, effects, { ...DEFAULTS, ...options });
  try {
    await stream.setTopics(topics, signal);
  } catch (error) {
    await stream.close();
    throw error;
  }
  return stream;
}

class Stream implements NotificationStream {
  readonly #limits: Required<StreamOptions>;
  readonly #queue: MessageQueue;
  readonly #around: KeeperSurroundings;
  #keepers: ChannelKeeper[] = [];
  #events = 0;

  constructor(api: Api, effects: Effects, limits: Required<StreamOptions>) {
    const { silenceMs, answerMs, transitMs, renewalMs, backlogMax } = limits;
    this.#limits = limits;
    this.#queue = new MessageQueue(backlogMax, () => effects.clock.now());
    this.#around = {
      api,
      effects,
      patience: { silenceMs, answerMs },
      transitMs,
      renewalMs,
      hasRoom: () => this.#keepers.length < limits.channelsMax,
      event: (topicName, eventBody, receivedAt) => {
        this.#events += 1;
        this.#queue.event({ kind: "event", topicName, eventBody, receivedAt });
      },
      tell: (message) => this.#queue.tell(message),
    };
  }

  get refused(): readonly RefusedTopic[] {
    return this.#keepers.flatMap(({ refused }) => refused);
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamMessage> {
    return this.#queue.take();
  }

  async setTopics(topics: readonly string[], signal?: AbortSignal): Promise<void> {
    const planned = planChannels(topics, this.#limits);
    const kept = assignStably(
      this.#keepers.map(({ ids }) => ids),
      planned.flat(),
      this.#limits.channelTopicsMax,
    );
    const surplus = this.#keepers.splice(kept.length);
    const opened: ChannelKeeper[] = [];
    const changes = kept.map((ids, index) => async () => {
      const keeper = this.#keepers[index];
      if (keeper !== undefined) return isSame(keeper.ids, ids) ? undefined : keeper.listenTo(ids, signal);
      const added = new ChannelKeeper(this.#around, ids);
      opened.push(added);
      return added.open(signal);
    });
    try {
      await mapConcurrently(changes, CHANNELS_AT_ONCE, (change) => change());
    } finally {
      // Those that failed too: closing the stream closes them.
      this.#keepers.push(...opened);
    }
    await Promise.all(surplus.map((keeper) => keeper.close()));
  }

  status(): StreamStatus {
    const channels = this.#keepers.map((keeper) => keeper.status());
    return {
      channels,
      topics: channels.reduce((sum, { topics }) => sum + topics, 0),
      refused: this.refused,
      events: this.#events,
      reconnects: this.#keepers.reduce((sum, { reconnects }) => sum + reconnects, 0),
    };
  }

  async close(): Promise<void> {
    this.#queue.close();
    await Promise.all(this.#keepers.map((keeper) => keeper.close()));
    this.#keepers = [];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The ids of each channel: those that are wanted stay where they are, new ones fill what is free, and then further channels. */
function assignStably(now: readonly (readonly string[])[], wanted: readonly string[], size: number): string[][] {
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

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
