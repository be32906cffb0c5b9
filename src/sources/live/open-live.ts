import type { Api } from "../../api/api.ts";
import { asBulk } from "../../api/as-bulk.ts";
import {
  DETAILS_IDS_MAX,
  DETAILS_PAGE_SIZE,
  getConversationsDetails,
  queryConversationDetails,
} from "../../api/endpoints/analytics-conversation-details.ts";
import { isAppError } from "../../base/app-error.ts";
import type { Effects } from "../../base/effects.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIsoInterval } from "../../base/interval.ts";
import { toRecordOfEvent } from "../../model/event-to-detail.ts";
import { readDetailRecord } from "../../model/read-detail-record.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import { type NotificationStream, openStream, type StreamOptions } from "../../stream/open-stream.ts";
import type { StreamMessage, TopicEvent } from "../../stream/stream-message.ts";
import type { ReadingReport } from "../detail-page.ts";
import type { Criterion } from "../filter/criterion.ts";
import { OPEN_CONVERSATIONS } from "../filter/every-conversation.ts";
import { matchesAll } from "../filter/matches-locally.ts";
import { type ApiFilters, joinFilters, pushDown } from "../filter/push-down.ts";
import { readOpen, toOpenInterval } from "../read-open.ts";
import { Board } from "./board.ts";
import { ChangeFeed } from "./change-feed.ts";
import { chooseTopics } from "./choose-topics.ts";
import { GapLedger } from "./gap-ledger.ts";
import type { LiveCause, LiveEntry, LiveSourceChange } from "./live-entry.ts";
import { describeRefused, type LiveStatus } from "./live-status.ts";

/** Which conversations are wanted, and how closely they are watched. Lengths of time are milliseconds. */
export interface LiveNeed {
  readonly criteria: readonly Criterion[];
  /** How often is asked for what has begun: in a menu, a conversation is on no topic. */
  readonly newestEveryMs?: number;
  /** A conversation of which nothing was heard for so long is asked for: its end may have been lost. */
  readonly quietMs?: number;
  /** How often everything that is open is asked for. */
  readonly allEveryMs?: number;
  readonly stream?: StreamOptions;
}

const DEFAULTS = { newestEveryMs: 15 * SECOND_MS, quietMs: MINUTE_MS, allEveryMs: 10 * MINUTE_MS } as const;
/** How long after something has happened the details query may not know it yet (inferred: seconds; wrap-up codes take longer). */
const ANALYTICS_LATE_MS = 10 * SECOND_MS;
/** How often it is looked whether something has to be asked for. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
/** Newest ones are looked for among those that began so recently; older ones are found when all are asked for. */
const NEWEST_MS = HOUR_MS;
const NEWEST_PAGES_MAX = 10;

/** What is live, kept up to date until it is closed. */
export interface LiveSource extends AsyncDisposable {
  /** Everything without an end now, active or lingering. */
  current(): readonly LiveEntry[];
  /** What is live now, each as a change from nothing, and then each change. Ends when the source is closed or the signal aborts. */
  changes(signal?: AbortSignal): AsyncGenerator<LiveSourceChange, void, undefined>;
  status(): LiveStatus;
  close(): Promise<void>;
}

/**
 * Joins what is open with the events about it: first the events are listened to, then what is open is asked for, then the events that
 * came meanwhile are applied, so that nothing falls between. Resolves with the first whole picture.
 */
export async function openLive(
  api: Api,
  effects: Effects,
  need: LiveNeed,
  report: ReadingReport = {},
  signal?: AbortSignal,
): Promise<LiveSource> {
  const { topics, limits } = await chooseTopics(api, need.criteria, need.stream, signal);
  const live = new Live(api, effects, need, limits);
  try {
    await live.open(topics, report, signal);
  } catch (error) {
    await live.close();
    throw error;
  }
  return live;
}

class Live implements LiveSource {
  readonly #api: Api;
  readonly #bulk: Api;
  readonly #effects: Effects;
  readonly #need: LiveNeed & typeof DEFAULTS;
  readonly #filters: ApiFilters;
  readonly #board: Board;
  readonly #feeds = new Set<ChangeFeed>();
  readonly #stop = new AbortController();
  readonly #gaps = new GapLedger();
  #limits: readonly string[];
  /** Why no events are heard. */
  #deafness: string | undefined;
  #stream: NotificationStream | undefined;
  #trouble: string | undefined;
  #unreadable = 0;
  #refilling: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #topics: ReadonlySet<string> = new Set();
  #work: Promise<unknown> = Promise.resolve();

  constructor(api: Api, effects: Effects, need: LiveNeed, limits: readonly string[]) {
    this.#api = api;
    this.#bulk = asBulk(api);
    this.#effects = effects;
    this.#need = { ...DEFAULTS, ...need };
    this.#filters = pushDown(need.criteria).filters;
    this.#limits = limits;
    this.#board = new Board(
      (change) => this.#tell(change),
      (error) => this.#setAside(`a record could not be read: ${describeFailure(error)}`),
    );
  }

  async open(topics: readonly string[], report: ReadingReport, signal: AbortSignal | undefined): Promise<void> {
    const stop = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
    this.#topics = new Set(topics);
    await this.#listen(topics, stop);
    await this.#readAll("snapshot", this.#api, report, stop);
    const loops = [this.#every(this.#need.newestEveryMs, (bulk) => this.#readNewest(bulk)), this.#watchQuiet()];
    loops.push(this.#every(this.#need.allEveryMs, (bulk) => this.#readAll("check", bulk, {}, this.#stop.signal)));
    loops.push(this.#every(this.#need.allEveryMs, (bulk) => this.#renewTopics(bulk)));
    this.#follow();
    this.#work = Promise.all(loops);
  }

  current(): readonly LiveEntry[] {
    return this.#board.entries().filter(({ record }) => this.#isWanted(record));
  }

  async *changes(signal?: AbortSignal): AsyncGenerator<LiveSourceChange, void, undefined> {
    const feed = new ChangeFeed();
    if (signal?.aborted === true) return;
    const end = () => feed.close();
    signal?.addEventListener("abort", end, { once: true });
    for (const after of this.current()) feed.push({ at: after.observedAt, cause: "snapshot", before: null, after });
    if (this.#stop.signal.aborted) return;
    this.#feeds.add(feed);
    try {
      yield* feed.take();
    } finally {
      this.#feeds.delete(feed);
      signal?.removeEventListener("abort", end);
    }
  }

  status(): LiveStatus {
    const refused = this.#stream?.refused ?? [];
    const troubles = [this.#deafness, this.#trouble].filter((trouble) => trouble !== undefined);
    const reasons = [...this.#limits, ...describeRefused(refused), ...troubles];
    return {
      asOf: this.#gaps.knownUntil(this.#effects.clock.now()),
      gaps: this.#gaps.list(),
      refused,
      unreadable: this.#unreadable,
      reason: reasons.length === 0 ? null : reasons.join("; "),
      stream: this.#stream?.status() ?? null,
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#stream?.close();
    await Promise.allSettled([this.#work, this.#refilling]);
    // One may have been opened meanwhile.
    await this.#stream?.close();
    await this.#following;
    for (const feed of this.#feeds) feed.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Without events everything is seen by asking: later, and that is said. */
  async #listen(topics: readonly string[], signal: AbortSignal): Promise<void> {
    if (topics.length === 0) return;
    try {
      this.#stream = await openStream(this.#api, this.#effects, topics, this.#need.stream, signal);
      this.#deafness = undefined;
    } catch (error) {
      if (!isAppError(error) || (error.kind !== "denied" && error.code !== "STREAM_NOT_CONNECTED")) throw error;
      this.#deafness = `no events are heard, everything is seen by asking: ${error.message}`;
    }
  }

  /** New queues and users are listened to as well, and so is what could not be at first. What they have had before is read then. */
  async #renewTopics(bulk: Api): Promise<void> {
    const { signal } = this.#stop;
    const { topics, limits } = await chooseTopics(bulk, this.#need.criteria, this.#need.stream, signal);
    this.#limits = limits;
    const known = this.#stream === undefined ? new Set() : this.#topics;
    if (this.#stream !== undefined) await this.#stream.setTopics(topics, signal);
    else {
      await this.#listen(topics, signal);
      this.#follow();
    }
    this.#topics = new Set(topics);
    if (this.#stream !== undefined && topics.some((topic) => !known.has(topic)))
      await this.#readAll("check", bulk, {}, signal);
  }

  #follow(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#following = (async () => {
      for await (const message of stream) this.#hear(message);
    })();
  }

  #hear(message: StreamMessage): void {
    switch (message.kind) {
      case "event":
        this.#hearEvent(message);
        break;
      case "gap-opened":
        this.#gaps.opened(message);
        break;
      case "gap":
        this.#gaps.closed(message);
        this.#refilling ??= this.#refill();
        break;
      case "refused":
        break;
    }
  }

  #hearEvent({ eventBody, receivedAt }: TopicEvent): void {
    try {
      const record = toRecordOfEvent(eventBody);
      if (record !== undefined) this.#board.applyEvent(readDetailRecord(record), receivedAt);
    } catch (error) {
      // Something has happened to it, and what that is has to be asked for.
      this.#board.doubt((eventBody as { id?: unknown }).id);
      this.#setAside(`an event could not be read: ${describeFailure(error)}`);
    }
  }

  #setAside(message: string): void {
    this.#unreadable += 1;
    this.#effects.log({ level: "warn", event: "live", message });
  }

  /** Asks for everything that a gap may have hidden, at once and again when analytics is sure to know it. */
  async #refill(): Promise<void> {
    const { clock } = this.#effects;
    const { signal } = this.#stop;
    try {
      for (let due = this.#gaps.unfilled(); due.length > 0 && !signal.aborted; due = this.#gaps.unfilled()) {
        await this.#readAll("refill", this.#api, {}, signal);
        const wait = Math.max(...due.map(({ to }) => to)) + ANALYTICS_LATE_MS - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        await this.#readAll("refill", this.#api, {}, signal);
        this.#gaps.refilled(due, clock.now());
      }
    } catch (error) {
      this.#note("asking for what a gap has hidden", error);
    } finally {
      this.#refilling = undefined;
    }
  }

  /** Everything that is open; and what is not among it any more, by id. */
  async #readAll(cause: LiveCause, api: Api, report: ReadingReport, signal: AbortSignal): Promise<void> {
    const { clock } = this.#effects;
    const begunAt = clock.now();
    const request = { interval: toOpenInterval(begunAt), filters: this.#filters };
    const { records, observedAt } = await readOpen(api, clock, request, report, signal);
    this.#board.applyTold(records, observedAt, { source: "query", lateMs: ANALYTICS_LATE_MS, cause });
    const found = new Set(records.map((record) => (record as { conversationId?: unknown } | null)?.conversationId));
    const gone = this.#board.entries().filter((entry) => {
      return entry.observedAt < begunAt - ANALYTICS_LATE_MS && !found.has(entry.conversationId);
    });
    await this.#check(
      gone.map(({ conversationId }) => conversationId),
      api,
      cause === "snapshot" ? "check" : cause,
    );
  }

  /** The newest first, until a page has nothing that is not known; and by id those that are not among them any more. */
  async #readNewest(api: Api): Promise<void> {
    const { clock } = this.#effects;
    const begunAt = clock.now();
    const found = new Set<string>();
    let reachedBackTo = Number.POSITIVE_INFINITY;
    for (let pageNumber = 1; pageNumber <= NEWEST_PAGES_MAX; pageNumber++) {
      const { conversations = [] } = await this.#queryNewest(api, begunAt, pageNumber);
      const isAllKnown = conversations.every(({ conversationId }) => this.#board.has(conversationId));
      const told = { source: "query", lateMs: ANALYTICS_LATE_MS, cause: "check" } as const;
      this.#board.applyTold(conversations, clock.now(), told);
      for (const { conversationId } of conversations) found.add(conversationId);
      const isLast = conversations.length < DETAILS_PAGE_SIZE;
      reachedBackTo = isLast ? begunAt - NEWEST_MS : (startOf(conversations.at(-1)) ?? reachedBackTo);
      if (isAllKnown || isLast) break;
    }
    const gone = this.#board.entries().filter((entry) => {
      const isDue = (startOf(entry.record) ?? 0) > reachedBackTo && entry.observedAt < begunAt - ANALYTICS_LATE_MS;
      return isDue && !found.has(entry.conversationId);
    });
    await this.#check(
      gone.map(({ conversationId }) => conversationId),
      api,
      "check",
    );
  }

  #queryNewest(api: Api, now: number, pageNumber: number) {
    return queryConversationDetails(
      api,
      {
        interval: toIsoInterval({ from: now - NEWEST_MS, to: now + HOUR_MS }),
        order: "desc",
        orderBy: "conversationStart",
        paging: { pageSize: DETAILS_PAGE_SIZE, pageNumber },
        ...joinFilters(this.#filters, OPEN_CONVERSATIONS),
      },
      "asking for the newest open conversations",
      this.#stop.signal,
    );
  }

  async #watchQuiet(): Promise<void> {
    const { clock } = this.#effects;
    const { quietMs } = this.#need;
    await this.#every(LOOK_EVERY_MS, (bulk) => {
      // One that failed is tried again.
      if (this.#gaps.unfilled().length > 0) this.#refilling ??= this.#refill();
      const now = clock.now();
      return this.#check(this.#board.doubtful(now - quietMs, now - 2 * LOOK_EVERY_MS), bulk, "check");
    });
  }

  async #check(ids: readonly string[], api: Api, cause: LiveCause): Promise<void> {
    const { clock } = this.#effects;
    for (let first = 0; first < ids.length; first += DETAILS_IDS_MAX) {
      const asked = ids.slice(first, first + DETAILS_IDS_MAX);
      const records = await getConversationsDetails(api, asked, this.#stop.signal);
      this.#board.applyTold(records, clock.now(), { source: "query", lateMs: ANALYTICS_LATE_MS, cause });
      this.#board.markChecked(asked, clock.now());
    }
  }

  /** Until it is closed; a failure is told, and the next turn tries again. */
  async #every(ms: number, work: (bulk: Api) => Promise<void>): Promise<void> {
    const { clock } = this.#effects;
    const { signal } = this.#stop;
    for (;;) {
      try {
        await clock.sleep(ms, signal);
        await work(this.#bulk);
        this.#trouble = undefined;
      } catch (error) {
        if (signal.aborted) return;
        this.#note("keeping the list of now up to date", error);
      }
    }
  }

  #note(doing: string, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const message = describeFailure(error);
    this.#trouble = message;
    this.#effects.log({ level: "warn", event: "live", message: `${doing} failed: ${message}` });
  }

  #tell(change: LiveSourceChange): void {
    if (!this.#isWanted(change.after.record) && (change.before === null || !this.#isWanted(change.before.record)))
      return;
    for (const feed of this.#feeds) feed.push(change);
  }

  #isWanted(record: LiveEntry["record"]): boolean {
    return this.#need.criteria.length === 0 || matchesAll(record, this.#need.criteria);
  }
}

function startOf(record: AnalyticsConversation | undefined): number | undefined {
  return parseWireInstant(record?.conversationStart);
}

function describeFailure(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
