import type { Api } from "../api/api.ts";
import { CHANNEL_TOPICS_MAX, CHANNELS_MAX, listChannels } from "../api/endpoints/notifications.ts";
import { cancelled } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import { HOUR_MS, SECOND_MS } from "../base/interval.ts";
import { mapConcurrently } from "../base/map-concurrently.ts";
import { ChannelKeeper, type ChannelStatus, type KeeperSurroundings } from "./channel-keeper.ts";
import { MessageQueue } from "./message-queue.ts";
import { assignStably, findMoved, planChannels } from "./plan-channels.ts";
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
  readonly #effects: Effects;
  #keepers: ChannelKeeper[] = [];
  /** The latest change of topics: another one waits for it. */
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;
  #events = 0;

  constructor(api: Api, effects: Effects, limits: Required<StreamOptions>) {
    const { silenceMs, answerMs, transitMs, renewalMs, backlogMax } = limits;
    this.#limits = limits;
    this.#effects = effects;
    this.#queue = new MessageQueue({ eventsMax: backlogMax, transitMs }, () => effects.clock.now());
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

  setTopics(topics: readonly string[], signal?: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#setTopics(topics, signal));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #setTopics(topics: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const keepers = [...this.#keepers];
    const before = keepers.map(({ ids }) => ids);
    const wanted = planChannels(topics, this.#limits).flat();
    const after = assignStably(before, wanted, this.#limits.channelTopicsMax);
    const begun = this.#effects.clock.now();
    if (after.length > keepers.length) await this.#warnOfOthers(after.length - keepers.length, signal);
    const changes = after.map((ids, index) => ({ keeper: keepers[index], ids }));
    await mapConcurrently(changes, CHANNELS_AT_ONCE, ({ keeper, ids }) => this.#change(keeper, ids, signal));
    await Promise.all(keepers.slice(after.length).map((keeper) => this.#drop(keeper)));
    this.#tellMoved(findMoved(before, after), begun);
  }

  async #change(keeper: ChannelKeeper | undefined, ids: readonly string[], signal?: AbortSignal): Promise<void> {
    if (keeper !== undefined) return isSame(keeper.ids, ids) ? undefined : keeper.listenTo(ids, signal);
    if (this.#isClosed) throw cancelled("listening to notifications");
    const added = new ChannelKeeper(this.#around, ids);
    this.#keepers.push(added);
    try {
      await added.open(signal);
    } catch (error) {
      await this.#drop(added);
      throw error;
    }
  }

  async #drop(keeper: ChannelKeeper): Promise<void> {
    this.#keepers = this.#keepers.filter((other) => other !== keeper);
    await keeper.close();
  }

  /** Between leaving one channel and being on another a topic was not listened to. */
  #tellMoved(topics: readonly string[], begun: number): void {
    if (topics.length === 0) return;
    const gap = { from: begun - this.#limits.transitMs, topics, reason: "rearranged" } as const;
    this.#queue.tell({ kind: "gap-opened", ...gap });
    this.#queue.tell({ kind: "gap", ...gap, to: this.#effects.clock.now() });
  }

  /** Whose the client's other channels are can't be seen, nor whether anybody listens to them: they may be remains of an hour ago. */
  async #warnOfOthers(added: number, signal: AbortSignal | undefined): Promise<void> {
    const { api } = this.#around;
    const own = this.#keepers.length;
    const all = await listChannels(api, signal).catch((): [] => []);
    const surplus = all.length + added - this.#limits.channelsMax;
    if (surplus <= 0) return;
    const message =
      `this client has ${all.length} notification channels, ${own} of them ours; ${added} more push out ${surplus}, ` +
      "those first that nobody is connected to, then those least recently used";
    this.#effects.log({ level: "warn", event: "channel", message });
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
    this.#isClosed = true;
    this.#queue.close();
    await Promise.all(this.#keepers.map((keeper) => keeper.close()));
    this.#keepers = [];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
