import type { Api } from "../api/api.ts";
import { backOff, DEFAULT_POLICY } from "../api/retry.ts";
import { AppError, isAppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import { MINUTE_MS } from "../base/interval.ts";
import { Channel } from "./channel.ts";
import { type Connection, ConnectionRefused, openConnection, type Patience } from "./connection.ts";
import type { GapReason, RefusedTopic, StreamMessage } from "./stream-message.ts";
import { splitTopic } from "./topics.ts";

/** What a channel is kept with. Lengths of time are milliseconds. */
export interface KeeperSurroundings {
  readonly api: Api;
  readonly effects: Effects;
  readonly patience: Patience;
  /** How long an event may be under way: so much before the last word on a connection that broke, one may have been lost. */
  readonly transitMs: number;
  /** How long before its end a channel is renewed, or a tenth of its life if that is less. */
  readonly renewalMs: number;
  /** Whether there is room for one more channel, so that a new one can take over before the old one ends. */
  hasRoom(): boolean;
  event(topicName: string, eventBody: unknown, receivedAt: number): void;
  tell(message: StreamMessage): void;
}

/** One channel as it is now. Instants are epoch milliseconds. */
export interface ChannelStatus {
  readonly topics: number;
  readonly connected: boolean;
  /** Since when it has listened without a gap, or not at all. */
  readonly since: number;
  readonly expiresAt: number | null;
}

/** After so many failures in a row to connect to a channel another one is made, as its place may be down; then after twice as many, and so on. */
const FAILURES_A_CHANNEL = 5;
/** A connection that was lost sooner is not followed by another at once, as two that push each other out would never end. */
const STEADY_MS = MINUTE_MS;

/**
 * Keeps one channel listening to its topics, for ever: renews it before its end, connects again, makes another when it is gone.
 * Each time in which something may have been missed is told as a gap.
 */
export class ChannelKeeper {
  readonly #around: KeeperSurroundings;
  readonly #stop = new AbortController();
  readonly #stopped: Promise<"stopped">;
  #ids: readonly string[];
  #channel: Channel | undefined;
  /** One that is about to take over. */
  #next: Channel | undefined;
  #connection: Connection | undefined;
  #isConnected = false;
  #connectedAt = 0;
  /** Connections in a row that did not last. */
  #unsteady = 0;
  #since: number;
  #refused: readonly RefusedTopic[] = [];
  #reconnects = 0;
  #keeping: Promise<void> = Promise.resolve();

  /** `ids` as they are subscribed to, single or combined. */
  constructor(around: KeeperSurroundings, ids: readonly string[]) {
    this.#around = around;
    this.#ids = ids;
    this.#since = around.effects.clock.now();
    this.#stopped = new Promise((resolve) => {
      this.#stop.signal.addEventListener("abort", () => resolve("stopped"), { once: true });
    });
  }

  get ids(): readonly string[] {
    return this.#ids;
  }

  get refused(): readonly RefusedTopic[] {
    return this.#refused;
  }

  get reconnects(): number {
    return this.#reconnects;
  }

  status(): ChannelStatus {
    return {
      topics: this.#ids.length,
      connected: this.#isConnected,
      since: this.#since,
      expiresAt: this.#channel?.expiresAt ?? null,
    };
  }

  /** Resolves when the channel listens; what goes wrong before that is thrown. */
  async open(signal?: AbortSignal): Promise<void> {
    const either = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    try {
      this.#use(await this.#connect(either));
    } catch (error) {
      throw error instanceof ConnectionRefused ? notConnected(error) : error;
    }
    this.#since = this.#now();
    this.#keeping = this.#keep();
  }

  /** Listens to other topics from now on. While there is no channel, the next one will. */
  async listenTo(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    const before = this.#ids;
    this.#ids = ids;
    try {
      await Promise.all([this.#channel, this.#next].map(async (channel) => channel?.listenTo(ids, signal)));
    } catch (error) {
      if (!isMissing(error)) {
        this.#ids = before;
        throw error;
      }
      // That it is gone was not said on the connection: the next channel listens to them.
      this.#connection?.lose("expired");
    }
    this.#tellRefused();
  }

  /** Ends the connection. There is no deleting of channels: without a connection it is the first to go, and expires within a day. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#connection?.close();
    this.#isConnected = false;
    await this.#keeping;
  }

  #now(): number {
    return this.#around.effects.clock.now();
  }

  async #keep(): Promise<void> {
    for (;;) {
      const turn = await this.#nextTurn();
      if (turn === "stopped") return;
      const isPlanned = turn === "maintenance" || turn === "renewal";
      if (isPlanned && (await this.#takeOver(turn))) continue;
      if (this.#stop.signal.aborted) return;
      await this.#bridge(this.#connection?.endedWith ?? (turn === "renewal" ? "expired" : turn));
    }
  }

  /** What has to be done next about the connection that is open. */
  async #nextTurn(): Promise<GapReason | "renewal" | "stopped"> {
    const { effects, renewalMs } = this.#around;
    const connection = this.#connection;
    if (connection === undefined) return "connection-lost";
    const renewAt = this.#channel?.renewAt(renewalMs);
    let cancel = () => {};
    const renewal = new Promise<"renewal">((resolve) => {
      if (renewAt !== undefined)
        cancel = effects.clock.after(Math.max(0, renewAt - this.#now()), () => resolve("renewal"));
    });
    try {
      return await Promise.race([this.#stopped, connection.ended, connection.closing, renewal]);
    } finally {
      cancel();
    }
  }

  /** A new connection takes over while the old one still listens, so that nothing is lost; whether that was possible. */
  async #takeOver(turn: "maintenance" | "renewal"): Promise<boolean> {
    const { clock, random } = this.#around.effects;
    const connection = this.#connection;
    // Whatever is under way when the old connection breaks, its gap begins then.
    const broken = new AbortController();
    void connection?.ended.then(() => broken.abort());
    const signal = AbortSignal.any([this.#stop.signal, broken.signal]);
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        const next = turn === "renewal" ? await this.#renew(signal) : await this.#connect(signal);
        if (next === "renewed") return true;
        if (next === "no-room") return false;
        await this.#replaceBy(next);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (isMissing(error)) this.#next = undefined;
        this.#warn(turn === "renewal" ? "renewing a channel" : "connecting again before a maintenance", error);
        await clock.sleep(backOff(failures, DEFAULT_POLICY, random), signal).catch(() => {});
      }
    }
    return false;
  }

  /** The channel lives longer, or there is a connection to a new one. */
  async #renew(signal: AbortSignal): Promise<Connection | "renewed" | "no-room"> {
    const { api, effects } = this.#around;
    if (this.#next === undefined) {
      const isExtended = await this.#channel?.extend(this.#ids, signal);
      this.#tellRefused();
      if (isExtended === true) return "renewed";
      if (!this.#around.hasRoom()) return "no-room";
      this.#next = await Channel.make(api, effects.clock, signal);
    }
    const connection = await this.#connectTo(this.#next, signal);
    this.#channel = this.#next;
    this.#next = undefined;
    return connection;
  }

  /** What the old connection did not tell of the time before the new one was there is a gap. */
  async #replaceBy(next: Connection): Promise<void> {
    const old = this.#connection;
    this.#reconnects += 1;
    this.#use(next);
    const to = this.#now();
    if (old === undefined || (await old.drain()) || this.#stop.signal.aborted) return;
    const gap = this.#toGap(old.heardAt, old.endedWith ?? "silent");
    if (gap.from >= to) return;
    this.#around.tell({ kind: "gap-opened", ...gap });
    this.#around.tell({ kind: "gap", ...gap, to });
    this.#since = to;
  }

  /** From a connection that was lost to one that listens again, however long that takes: a gap. */
  async #bridge(reason: GapReason): Promise<void> {
    const heardAt = this.#connection?.heardAt ?? this.#now();
    this.#connection?.close();
    this.#connection = undefined;
    this.#isConnected = false;
    this.#unsteady = this.#now() - this.#connectedAt < STEADY_MS ? this.#unsteady + 1 : 0;
    this.#channel = this.#next ?? (SURVIVED_BY_CHANNEL.has(reason) ? this.#channel : undefined);
    this.#next = undefined;
    const gap = this.#toGap(heardAt, reason);
    this.#since = gap.from;
    this.#around.tell({ kind: "gap-opened", ...gap });
    await this.#restore();
    if (this.#stop.signal.aborted) return;
    this.#since = this.#now();
    // With the topics that came in meanwhile.
    this.#around.tell({ kind: "gap", ...gap, topics: this.#topics(), to: this.#since });
  }

  #toGap(heardAt: number, reason: GapReason) {
    return { from: heardAt - this.#around.transitMs, reason, topics: this.#topics() };
  }

  /** Each for itself, without those that are refused. */
  #topics(): string[] {
    const refused = new Set(this.#refused.map(({ topic }) => topic));
    return this.#ids.flatMap(splitTopic).filter((topic) => !refused.has(topic));
  }

  /** Tries until it listens again, or is closed. */
  async #restore(): Promise<void> {
    const { clock, random } = this.#around.effects;
    const { signal } = this.#stop;
    for (let failures = this.#unsteady; !signal.aborted; failures++) {
      if (failures > 0) await clock.sleep(backOff(failures, DEFAULT_POLICY, random), signal).catch(() => {});
      try {
        this.#use(await this.#connectAnyhow(signal));
        this.#reconnects += 1;
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#warn("listening to a channel again", error);
        if (isMissing(error) || isTimeForAnother(failures)) this.#channel = undefined;
      }
    }
  }

  /** That a channel is gone is known once it is refused: another one need not wait. */
  async #connectAnyhow(signal: AbortSignal): Promise<Connection> {
    if (this.#channel !== undefined) {
      try {
        return await this.#connect(signal);
      } catch (error) {
        if (!isMissing(error)) throw error;
        this.#channel = undefined;
      }
    }
    return this.#connect(signal);
  }

  /** A connection to the channel that there is, or to a new one. */
  async #connect(signal: AbortSignal): Promise<Connection> {
    const { api, effects } = this.#around;
    this.#channel ??= await Channel.make(api, effects.clock, signal);
    return this.#connectTo(this.#channel, signal);
  }

  /** What was wanted since the channel was made is subscribed to before the connection counts. */
  async #connectTo(channel: Channel, signal: AbortSignal): Promise<Connection> {
    const { api, effects, patience, event } = this.#around;
    while (channel.listensTo !== this.#ids) await channel.listenTo(this.#ids, signal);
    this.#tellRefused(channel);
    return openConnection(api, effects.clock, channel.uri, { patience, event, signal });
  }

  #use(connection: Connection): void {
    if (this.#stop.signal.aborted) connection.close();
    this.#connection = connection;
    this.#connectedAt = this.#now();
    this.#isConnected = !this.#stop.signal.aborted;
  }

  #tellRefused(channel = this.#channel): void {
    const known = new Set(this.#refused.map(({ topic }) => topic));
    this.#refused = channel?.refused ?? this.#refused;
    const fresh = this.#refused.filter(({ topic }) => !known.has(topic));
    if (fresh.length > 0) this.#around.tell({ kind: "refused", topics: fresh });
  }

  #warn(doing: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#around.effects.log({ level: "warn", event: "channel", message: `${doing} failed: ${reason}` });
  }
}

/** After these the channel may still be there, and is connected to again; after the others it is gone. */
const SURVIVED_BY_CHANNEL: ReadonlySet<GapReason> = new Set(["connection-lost", "silent", "maintenance"]);

function isTimeForAnother(failures: number): boolean {
  return failures > 0 && Number.isInteger(Math.log2(failures / FAILURES_A_CHANNEL));
}

function isMissing(error: unknown): boolean {
  if (error instanceof ConnectionRefused) return error.status === 404;
  return isAppError(error) && error.kind === "not-found";
}

function notConnected(cause: ConnectionRefused): AppError {
  return new AppError({
    kind: "network",
    code: "STREAM_NOT_CONNECTED",
    message: `Listening to notifications failed: ${cause.message}.`,
    hint: "A proxy or firewall must let WebSockets to the streaming host through; see HTTPS_PROXY and NO_PROXY.",
    cause,
  });
}
