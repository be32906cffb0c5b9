import { DAY_MS } from "../base/interval.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { ConversationSource, StoredConversation } from "./conversation-source.ts";
import { toDetailRecord } from "./views/detail-record.ts";
import { toLiveConversation } from "./views/live-conversation.ts";
import { toDivisionIds } from "./views/view.ts";
import { BoundedCache } from "./world/bounded-cache.ts";
import type { Organisation } from "./world/organisation.ts";
import { LONGEST_DAYS, type World } from "./world/world.ts";
import type { WorldConversation } from "./world/world-conversation.ts";

/** How many of them are kept at hand, in whole days. */
const KEPT_CONVERSATIONS = 30_000;

/** The world as far as it has happened: nothing after now, nothing before the history begins. */
export class InventedSource implements ConversationSource {
  readonly lookBackDays = LONGEST_DAYS;
  readonly #world: World;
  readonly #days: number;
  readonly #cache = new BoundedCache<number, readonly StoredConversation[]>(KEPT_CONVERSATIONS, ({ length }) => length);

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
    const { organisation } = this.#world;
    return this.#cache.get(day, () =>
      this.#world.startingOn(day).map((conversation) => new InventedConversation(organisation, conversation)),
    );
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
