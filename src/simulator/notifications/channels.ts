import { SECOND_MS } from "../../base/interval.ts";
import { ApiRefusal } from "../rest/api-refusal.ts";
import type { Tokens } from "../rest/tokens.ts";
import { Channel, type ChannelOwner, type ChannelSurroundings } from "./channel.ts";

interface Kept {
  readonly channel: Channel;
  readonly createdAt: number;
  /** Takes back what waits for its end. */
  cancel(): void;
}

/** Why a channel ends, and what it is told. */
const ENDS = {
  expired: undefined,
  evicted: {
    type: "no_longer_subscribed",
    message: "Another channel took the place of this one.",
    reason: "another_channel_subscribed",
  },
  revoked: { type: "token_revoked", message: "The token that created this channel is not valid any more." },
} as const;

/** The notification channels that are alive. */
export class Channels {
  readonly #around: ChannelSurroundings & { uuid(): string };
  readonly #tokens: Tokens;
  readonly #kept = new Map<string, Kept>();

  constructor(around: ChannelSurroundings & { uuid(): string }, tokens: Tokens) {
    this.#around = around;
    this.#tokens = tokens;
    tokens.onRevoked((token) => {
      for (const { channel } of [...this.#kept.values()])
        if (channel.owner.token === token) this.#end(channel, "revoked", around.clock.now());
    });
  }

  get all(): readonly Channel[] {
    return [...this.#kept.values()].map(({ channel }) => channel);
  }

  /** Makes room first when the client has as many as it may: of those that nobody is connected to, the one least recently used. */
  create(owner: ChannelOwner): Channel {
    const { clock, options } = this.#around;
    const now = clock.now();
    if (options.limits === "api") {
      this.#refuseHaste(owner.clientId, now);
      for (const channel of this.#surplus(owner.clientId)) this.#end(channel, "evicted", now);
    }
    const channel = new Channel(toChannelId(this.#around.uuid()), owner, this.#around, (evicted) =>
      this.#end(evicted, "evicted", clock.now()),
    );
    this.#kept.set(channel.id, { channel, createdAt: now, cancel: () => {} });
    this.renew(channel);
    return channel;
  }

  find(id: string): Channel | undefined {
    return this.#kept.get(id)?.channel;
  }

  /** It lives for its whole lifetime from now on, if its token does. */
  renew(channel: Channel): void {
    const kept = this.#kept.get(channel.id);
    if (kept === undefined) return;
    const { clock, options } = this.#around;
    const now = clock.now();
    kept.cancel();
    channel.lastUsedAt = now;
    channel.expiresAt = now + options.channelLifetime;
    const tokenEnds = this.#tokens.expiryOf(channel.owner.token);
    const why = tokenEnds <= channel.expiresAt ? "revoked" : "expired";
    const end = Math.min(tokenEnds, channel.expiresAt);
    kept.cancel = clock.at(end, () => this.#end(channel, why, end));
  }

  evict(channel: Channel): void {
    this.#end(channel, "evicted", this.#around.clock.now());
  }

  #end(channel: Channel, why: keyof typeof ENDS, now: number): void {
    this.#kept.get(channel.id)?.cancel();
    this.#kept.delete(channel.id);
    channel.end(why, ENDS[why], now);
  }

  /** Those that have to go before one more may come. */
  #surplus(clientId: string): readonly Channel[] {
    const own = this.all.filter(({ owner }) => owner.clientId === clientId);
    const isConnected = ({ socketCount }: Channel) => Number(socketCount > 0);
    return own
      .sort((a, b) => isConnected(a) - isConnected(b) || a.lastUsedAt - b.lastUsedAt)
      .slice(0, Math.max(0, own.length + 1 - this.#around.options.channelsMax));
  }

  #refuseHaste(clientId: string, now: number): void {
    const recent = [...this.#kept.values()].filter(
      ({ channel, createdAt }) => channel.owner.clientId === clientId && createdAt > now - SECOND_MS,
    );
    if (recent.length < this.#around.options.channelsPerSecond) return;
    const message = "Rate limit exceeded the maximum. Retry the request in [1] seconds";
    throw new ApiRefusal(429, "too.many.requests.retry.after", message, { headers: { "Retry-After": "1" } });
  }
}

/** In the form of the real ones. */
function toChannelId(uuid: string): string {
  return `streaming-0-${BigInt(`0x${uuid.replaceAll("-", "")}`)
    .toString(36)
    .padStart(26, "0")}`;
}
