import type { Api } from "../api/api.ts";
import { type AppError, isAppError } from "../base/app-error.ts";
import type { Clock } from "../base/effects.ts";
import { DAY_MS, HOUR_MS, toIso } from "../base/interval.ts";
import { type EntityKind, KINDS } from "./kinds.ts";
import { type KnownName, type NameCache, NO_NAME_CACHE } from "./name-cache.ts";

export type { EntityKind } from "./kinds.ts";

/** Names of what stands in records by id, asked for in batches, remembered, and kept for the next run. */
export interface Directory {
  /** Reads the names that are not known yet, or no longer fresh. Missing permissions leave names unknown and are noted, not thrown. */
  load(kind: EntityKind, ids: Iterable<string>, signal?: AbortSignal): Promise<void>;
  /** `null` when nobody knows it (yet). */
  nameOf(kind: EntityKind, id: string): string | null;
  /** Why names are missing or old, one sentence a kind. */
  notes(): readonly string[];
  /** Resolves when all names are kept. */
  settled(): Promise<void>;
}

/** Ids in one request; more make the URL longer than some gateways take. */
const BATCH = 100;
/** People and queues are renamed now and then; a name that is older is read again. */
const FRESH_MS = DAY_MS;
/** What nobody knew may have been created just then. */
const UNKNOWN_FRESH_MS = HOUR_MS;

export function createDirectory(api: Api, clock: Clock, cache: NameCache = NO_NAME_CACHE): Directory {
  const shelves = new Map<EntityKind, Shelf>();
  const shelfOf = (kind: EntityKind): Shelf => {
    const shelf = shelves.get(kind) ?? new Shelf(kind, api, clock, cache);
    shelves.set(kind, shelf);
    return shelf;
  };
  return {
    load: (kind, ids, signal) => shelfOf(kind).load(ids, signal),
    nameOf: (kind, id) => shelfOf(kind).names.get(id)?.name ?? null,
    notes: () => [...shelves.values()].flatMap(({ note }) => note ?? []),
    settled: async () => {
      await Promise.all([...shelves.values()].map(({ saved }) => saved));
    },
  };
}

/** The names of one kind. */
class Shelf {
  readonly names = new Map<string, KnownName>();
  note: string | null = null;
  /** The savings so far, one behind the other; never rejects. */
  saved: Promise<void> = Promise.resolve();
  readonly #kind: EntityKind;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #cache: NameCache;
  /** Batches under way, by the ids in them: questions that run side by side wait for the same answer. */
  readonly #underWay = new Map<string, Promise<void>>();
  #kept: Promise<void> | undefined;
  #isDenied = false;
  #unsaved = new Map<string, KnownName>();

  constructor(kind: EntityKind, api: Api, clock: Clock, cache: NameCache) {
    this.#kind = kind;
    this.#api = api;
    this.#clock = clock;
    this.#cache = cache;
  }

  async load(ids: Iterable<string>, signal?: AbortSignal): Promise<void> {
    this.#kept ??= this.#takeKept();
    await this.#kept;
    if (this.#isDenied) return;
    const wanted = [...new Set(ids)].filter((id) => isEntityId(id) && !this.#isFresh(id));
    const pending = new Set(wanted.flatMap((id) => this.#underWay.get(id) ?? []));
    const unknown = wanted.filter((id) => !this.#underWay.has(id));
    try {
      for (let start = 0; start < unknown.length; start += BATCH)
        await this.#startBatch(unknown.slice(start, start + BATCH), signal);
      await Promise.all(pending);
    } catch (error) {
      this.#noteFailure(error, wanted);
    }
  }

  async #takeKept(): Promise<void> {
    for (const [id, known] of await this.#cache.load(this.#kind)) this.names.set(id, known);
  }

  #isFresh(id: string): boolean {
    const known = this.names.get(id);
    if (known === undefined) return false;
    const age = this.#clock.now() - known.readAt;
    return age >= 0 && age < (known.name === null ? UNKNOWN_FRESH_MS : FRESH_MS);
  }

  #startBatch(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    const batch = this.#readBatch(ids, signal).finally(() => {
      for (const id of ids) this.#underWay.delete(id);
    });
    for (const id of ids) this.#underWay.set(id, batch);
    return batch;
  }

  async #readBatch(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    const missing = new Set(ids);
    const readAt = this.#clock.now();
    for await (const { id, name } of KINDS[this.#kind].list(this.#api, ids, signal)) {
      this.#learn(id, { name: name ?? null, readAt });
      missing.delete(id);
    }
    // A queue that has been deleted stands in no listing, and keeps the name that it had.
    for (const id of missing) this.#learn(id, { name: this.names.get(id)?.name ?? null, readAt });
    this.saved = this.saved.then(() => this.#save());
  }

  #learn(id: string, known: KnownName): void {
    this.names.set(id, known);
    this.#unsaved.set(id, known);
  }

  async #save(): Promise<void> {
    // What several batches have learnt meanwhile is saved together.
    if (this.#unsaved.size === 0) return;
    const unsaved = this.#unsaved;
    this.#unsaved = new Map();
    await this.#cache.save(this.#kind, unsaved);
  }

  #noteFailure(error: unknown, wanted: readonly string[]): void {
    if (!isAppError(error) || error.kind === "cancelled" || error.kind === "auth") throw error;
    if (error.kind === "denied") this.#isDenied = true;
    this.note = describeFailure(KINDS[this.#kind].plural, error, this.#oldest(wanted));
  }

  /** When the oldest of the names was read that are shown although they could not be read again. */
  #oldest(ids: readonly string[]): number | null {
    const times = ids.flatMap((id) => this.names.get(id) ?? []).map(({ readAt }) => readAt);
    return times.length < ids.length || times.length === 0 ? null : Math.min(...times);
  }
}

function describeFailure(plural: string, error: AppError, oldest: number | null): string {
  const hint = error.hint === undefined ? "" : ` ${error.hint}`;
  const what = oldest === null ? `Names of ${plural} are missing` : `Names of ${plural} are as of ${toIso(oldest)}`;
  return `${what}. ${error.message}${hint}`;
}

/** Built-in codes such as `ININ-WRAP-UP-TIMEOUT` are their own name and stand in no listing. */
function isEntityId(id: string): boolean {
  return /^[0-9a-f-]{36}$/i.test(id);
}
