import { DAY_MS } from "../base/interval.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { ConversationSource, StoredConversation } from "./conversation-source.ts";
import { toDetailRecord } from "./views/detail-record.ts";
import { toLiveConversation } from "./views/live-conversation.ts";
import { toDivisionIds } from "./views/view.ts";
import type { Organisation } from "./world/organisation.ts";
import type { World } from "./world/world.ts";
import type { WorldConversation } from "./world/world-conversation.ts";

/** Days whose list is kept; the conversations themselves are the world's to keep. */
const KEPT_DAYS = 100;

/** The world as far as it has happened: nothing after now, nothing before the history begins. */
export class InventedSource implements ConversationSource {
  readonly #world: World;
  readonly #days: number;
  readonly #cache = new Map<number, readonly StoredConversation[]>();

  constructor(world: World, days: number) {
    this.#world = world;
    this.#days = days;
  }

  startingOn(day: number, now: number): readonly StoredConversation[] {
    const today = Math.floor(now / DAY_MS);
    if (day > today || day < today - this.#days) return [];
    const all = this.#wholeDay(day);
    return day < today ? all : all.filter(({ start }) => start <= now);
  }

  find(id: string, now: number): StoredConversation | undefined {
    const found = this.#world.find(id);
    if (found === undefined || found.start > now) return undefined;
    if (Math.floor(found.start / DAY_MS) < Math.floor(now / DAY_MS) - this.#days) return undefined;
    return new InventedConversation(this.#world.organisation, found);
  }

  #wholeDay(day: number): readonly StoredConversation[] {
    const cached = this.#cache.get(day);
    if (cached !== undefined) return cached;
    const { organisation } = this.#world;
    const all = this.#world.startingOn(day).map((conversation) => new InventedConversation(organisation, conversation));
    this.#cache.set(day, all);
    if (this.#cache.size > KEPT_DAYS) this.#cache.delete(this.#cache.keys().next().value ?? day);
    return all;
  }
}

class InventedConversation implements StoredConversation {
  readonly #organisation: Organisation;
  readonly #conversation: WorldConversation;

  constructor(organisation: Organisation, conversation: WorldConversation) {
    this.#organisation = organisation;
    this.#conversation = conversation;
  }

  get id(): string {
    return this.#conversation.id;
  }

  get start(): number {
    return this.#conversation.start;
  }

  get end(): number {
    return this.#conversation.end;
  }

  divisionIds(at: number): readonly string[] {
    return toDivisionIds(this.#view(at));
  }

  detail(at: number, withAttributes: boolean): AnalyticsConversation {
    return toDetailRecord(this.#view(at), withAttributes);
  }

  live(at: number): object {
    return toLiveConversation(this.#view(at));
  }

  #view(at: number) {
    return { organisation: this.#organisation, conversation: this.#conversation, at };
  }
}
