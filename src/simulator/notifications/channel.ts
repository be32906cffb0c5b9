import type { WebSocket } from "ws";
import type { EventFeed } from "../events/event-feed.ts";
import type { NotificationEvent } from "../events/notification-event.ts";
import { toUuid } from "../world/ids.ts";
import { mixText } from "../world/mix.ts";
import { ChannelPump } from "./channel-pump.ts";
import { ChannelSocket, type SocketSurroundings } from "./channel-socket.ts";
import { EventLine } from "./event-line.ts";
import { type Frame, type SystemMessage, toEventFrame, toSystemFrame } from "./frames.ts";

export interface ChannelSurroundings extends SocketSurroundings {
  readonly feed: EventFeed;
  readonly organisationId: string;
}

export interface ChannelOwner {
  readonly clientId: string;
  /** The access token that created it, and with which it dies. */
  readonly token: string;
}

/** What the system says of itself, but for what is the same for all messages of a channel. */
type SystemWord = Pick<SystemMessage, "type" | "message" | "reason">;

/** A notification channel: what its client listens to, and the sockets that hear it. Without a socket, what is published is lost. */
export class Channel {
  readonly id: string;
  readonly owner: ChannelOwner;
  /** Epoch milliseconds, as `lastUsedAt`. */
  expiresAt = 0;
  lastUsedAt: number;
  readonly #around: ChannelSurroundings;
  /** By the id that was asked for, the single topics that it stands for. */
  #subscriptions: ReadonlyMap<string, readonly string[]> = new Map();
  readonly #sockets = new Set<ChannelSocket>();
  readonly #pump: ChannelPump;
  readonly #line: EventLine;
  readonly #evict: (channel: Channel) => void;

  constructor(id: string, owner: ChannelOwner, around: ChannelSurroundings, evict: (channel: Channel) => void) {
    this.id = id;
    this.owner = owner;
    this.#around = around;
    this.#evict = evict;
    this.lastUsedAt = around.clock.now();
    this.#line = new EventLine(around.clock, (frame) => this.#send(frame));
    this.#pump = new ChannelPump(around.clock, around.feed, (event, ordinal) => this.#publish(event, ordinal));
  }

  get subscriptions(): ReadonlyMap<string, readonly string[]> {
    return this.#subscriptions;
  }

  set subscriptions(subscriptions: ReadonlyMap<string, readonly string[]>) {
    this.#subscriptions = subscriptions;
    this.#listen();
  }

  get socketCount(): number {
    return this.#sockets.size;
  }

  /** The socket hears what is published from now on. */
  connect(webSocket: WebSocket): ChannelSocket {
    const { clock } = this.#around;
    this.lastUsedAt = clock.now();
    const socket = new ChannelSocket(webSocket, this.#around, {
      toClosing: (now) => this.#toSystemFrame(CLOSING, now),
      ended: () => this.#leave(socket),
    });
    this.#sockets.add(socket);
    if (this.#sockets.size === 1) this.#listen();
    return socket;
  }

  /** Nobody listens to what comes after the end of the last one. */
  #leave(socket: ChannelSocket): void {
    this.#sockets.delete(socket);
    if (this.#sockets.size === 0) this.#pump.stop();
  }

  announceClosing(now: number): void {
    for (const socket of this.#sockets) socket.announceClosing(now);
  }

  closeSockets(reason: string): void {
    for (const socket of [...this.#sockets]) socket.close(reason);
  }

  /** It is no more: says why, if there is a word for it, and closes its sockets. */
  end(reason: string, word: SystemWord | undefined, now: number): void {
    this.#pump.stop();
    if (word !== undefined) this.#send(this.#toSystemFrame(word, now));
    this.closeSockets(reason);
  }

  #listen(): void {
    const topics = new Set([...this.#subscriptions.values()].flat());
    if (this.#sockets.size > 0) this.#pump.start(this.#around.clock.now(), topics);
  }

  #publish(event: NotificationEvent, ordinal: number): void {
    const { faults, options } = this.#around;
    const fault = faults.nextEvent(event.topicName);
    const frame = toEventFrame(event, this.#correlate(event.topicName, event.at, ordinal));
    if (fault !== undefined && "evictChannel" in fault) this.#evict(this);
    else if (fault !== undefined && "closeSocket" in fault) this.closeSockets("fault");
    else {
      if (fault !== undefined && "announceClosing" in fault) this.announceClosing(event.at);
      this.#line.carry(frame, event.at, fault, options.heartbeatInterval);
    }
  }

  #send(frame: Frame): void {
    for (const socket of this.#sockets) socket.send(frame);
  }

  #toSystemFrame(word: SystemWord, now: number): Frame {
    return toSystemFrame({
      ...word,
      channelId: this.id,
      organizationId: this.#around.organisationId,
      oauthClientId: this.owner.clientId,
      correlationId: this.#correlate(word.type, now, 0),
    });
  }

  /** The same however the time was stepped. */
  #correlate(topicName: string, at: number, ordinal: number): string {
    return toUuid(this.#around.options.seed, mixText(topicName), Math.floor(at / 2 ** 32), at % 2 ** 32, ordinal);
  }
}

const CLOSING: SystemWord = {
  type: "socket_closing",
  message: "The socket will be closed for maintenance. Reconnect to the same channel.",
};
