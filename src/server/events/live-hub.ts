import type { LiveChange, LiveWatch } from "../../ask/watch-live.ts";
import { type AppError, toAppError } from "../../base/app-error.ts";
import type { Clock } from "../../base/effects.ts";
import { EventLog } from "./event-log.ts";
import { type LiveRow, toLiveRow } from "./live-row.ts";

/** What is told together: at most so late is a change, and at most so often is anything sent. */
const TELL_EVERY_MS = 40;
const KEPT_EVENTS = 2_000;
/** By then everything that is live has been told by a new watch. */
const PICTURE_MS = 10_000;

/** A conversation that is not on the page of now any more, and why. */
export interface GoneRow {
  readonly id: string;
  readonly why: "ended" | "left";
}

/** How complete and fresh what is live is. */
export interface LiveFreshness {
  /** The organisation's time, epoch milliseconds. */
  readonly now: number;
  /** Everything until then is known; `null` before the first picture. */
  readonly asOf: number | null;
  /** Why something is seen later, or not at all. */
  readonly reason: string | null;
}

export interface Snapshot extends LiveFreshness {
  readonly rows: readonly LiveRow[];
  /** The latest of everything else that is told, by name. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Send = (text: string) => void;

export interface HubWorld {
  /** The organisation's. */
  readonly clock: Clock;
  /** Of the machine: browsers live there, whatever the organisation's time does. */
  readonly wall: Clock;
  readonly epoch: string;
}

/** What happens now, told to every open page: each change once, in order, all of them alike. */
export class LiveHub {
  readonly #world: HubWorld;
  readonly #log: EventLog;
  readonly #rows = new Map<string, LiveRow>();
  readonly #facts = new Map<string, unknown>();
  readonly #listeners = new Set<Send>();
  #changed = new Map<string, LiveRow>();
  #gone = new Map<string, GoneRow>();
  #cancel: (() => void) | undefined;
  #watch: LiveWatch | undefined;
  #failure: string | null = null;
  #told = 0;

  constructor(world: HubWorld) {
    this.#world = world;
    this.#log = new EventLog(world.epoch, KEPT_EVENTS);
  }

  /** Takes what a watch tells until that ends; throws what it throws. */
  async follow(watch: LiveWatch): Promise<void> {
    // What ended while nobody watched is told by nobody; the first picture, which comes at once, has what is still there.
    const stale = new Set(this.#rows.keys());
    const cancel = this.#world.wall.after(PICTURE_MS, () => this.#drop(stale));
    this.#watch = watch;
    this.#failure = null;
    try {
      for await (const change of watch.changes()) {
        stale.delete(change.conversationId);
        this.#take(change);
      }
    } finally {
      cancel();
    }
  }

  /** Nothing is heard now, and why. */
  failed(error: unknown): AppError {
    const known = toAppError(error);
    this.#watch = undefined;
    this.#failure = known.message;
    this.tellFact("freshness", this.freshness());
    return known;
  }

  rows(): readonly LiveRow[] {
    return [...this.#rows.values()];
  }

  freshness(): LiveFreshness {
    const status = this.#watch?.status();
    return {
      now: this.#world.clock.now(),
      asOf: status?.asOf ?? null,
      reason: this.#failure ?? status?.reason ?? null,
    };
  }

  listeners(): number {
    return this.#listeners.size;
  }

  /** How many events were told. */
  told(): number {
    return this.#told;
  }

  fact(name: string): unknown {
    return this.#facts.get(name);
  }

  /** Something beside the conversations, known as a whole: it replaces what was told under its name. */
  tellFact(name: string, value: unknown): void {
    this.#facts.set(name, value);
    this.#tell(name, value);
  }

  /** Something that happened, and that nobody has to know later. */
  tellNews(name: string, value: unknown): void {
    this.#tell(name, value);
  }

  /** Sends what came after the last event that a page has seen, or the whole picture, and then each event; returns how to end it. */
  listen(send: Send, lastEventId: string | undefined): () => void {
    // What waits belongs to the picture, and must not be told twice.
    this.#flush();
    const missed = lastEventId === undefined ? null : this.#log.since(lastEventId);
    if (missed === null) send(this.#log.toText("snapshot", this.#snapshot()));
    else for (const { text } of missed) send(text);
    this.#listeners.add(send);
    return () => this.#listeners.delete(send);
  }

  #snapshot(): Snapshot {
    return { ...this.freshness(), rows: this.rows(), facts: Object.fromEntries(this.#facts) };
  }

  #take({ change, conversationId: id, after }: LiveChange): void {
    if (change === "ended" || change === "left") {
      this.#rows.delete(id);
      this.#changed.delete(id);
      this.#gone.set(id, { id, why: change });
    } else {
      const row = toLiveRow(after);
      this.#rows.set(id, row);
      this.#changed.set(id, row);
      this.#gone.delete(id);
    }
    this.#flushSoon();
  }

  #drop(ids: ReadonlySet<string>): void {
    for (const id of ids) {
      this.#rows.delete(id);
      this.#gone.set(id, { id, why: "left" });
    }
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#cancel ??= this.#world.wall.after(TELL_EVERY_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#changed.size + this.#gone.size === 0) return;
    const [rows, gone] = [[...this.#changed.values()], [...this.#gone.values()]];
    this.#changed = new Map();
    this.#gone = new Map();
    this.#tell("changes", { ...this.freshness(), rows, gone });
  }

  #tell(name: string, value: unknown): void {
    const { text } = this.#log.push(name, value);
    this.#told += 1;
    for (const send of this.#listeners) send(text);
  }
}
