import { DAY_MS } from "../base/interval.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import type { ConversationSource, StoredConversation } from "./conversation-source.ts";
import { type Lateness, toRewrite } from "./lateness.ts";
import { toBeforeRewrite } from "./views/before-rewrite.ts";
import { toDetailRecord } from "./views/detail-record.ts";
import { toLiveConversation } from "./views/live-conversation.ts";
import { toDivisionIds, type View } from "./views/view.ts";
import { BoundedCache } from "./world/bounded-cache.ts";
import { LONGEST_DAYS } from "./world/lasting.ts";
import type { PlannedConversation, World } from "./world/world.ts";

/** How many of them are kept at hand, in whole days: no more than a place and a start each. */
const KEPT_CONVERSATIONS = 50_000;
/** The last metric of a conversation can follow its end by some milliseconds. */
const LAST_EMISSION_MS = 1_000;

/** The world as far as it has happened: nothing after now, nothing before the history begins. */
export class InventedSource implements ConversationSource {
  readonly lookBackDays = LONGEST_DAYS;
  readonly #world: World;
  readonly #days: number;
  readonly #lateness: Lateness;
  readonly #counts = new Map<number, number>();
  readonly #cache = new BoundedCache<number, readonly StoredConversation[]>(KEPT_CONVERSATIONS, ({ length }) => length);

  constructor(world: World, days: number, lateness: Lateness) {
    this.#world = world;
    this.#days = days;
    this.#lateness = lateness;
  }

  startingOn(day: number, now: number): readonly StoredConversation[] {
    const today = Math.floor(now / DAY_MS);
    if (day > today || day < today - this.#days) return [];
    const all = this.#wholeDay(day);
    return day < today ? all : all.filter(({ start }) => start <= now);
  }

  countStartingOn(day: number, now: number): number {
    const today = Math.floor(now / DAY_MS);
    if (day >= today || day < today - this.#days) return this.startingOn(day, now).length;
    const known = this.#counts.get(day);
    if (known !== undefined) return known;
    const count = this.#world.countOn(day);
    this.#counts.set(day, count);
    return count;
  }

  find(id: string, now: number): StoredConversation | undefined {
    const found = this.#world.locate(id);
    if (found === undefined || found.start > now) return undefined;
    if (Math.floor(found.start / DAY_MS) < Math.floor(now / DAY_MS) - this.#days) return undefined;
    return new InventedConversation(this.#world, found, this.#lateness);
  }

  #wholeDay(day: number): readonly StoredConversation[] {
    const world = this.#world;
    const toStored = (place: PlannedConversation) => new InventedConversation(world, place, this.#lateness);
    return this.#cache.get(day, () => world.plannedOn(day).map(toStored));
  }
}

/** What is not asked for more than its start is never simulated. */
class InventedConversation implements StoredConversation {
  readonly #world: World;
  readonly #place: PlannedConversation;
  readonly #lateness: Lateness;

  constructor(world: World, place: PlannedConversation, lateness: Lateness) {
    this.#world = world;
    this.#place = place;
    this.#lateness = lateness;
  }

  get id(): string {
    return this.#world.toId(this.#place);
  }

  get start(): number {
    return this.#place.start;
  }

  get end(): number {
    return this.#world.endAt(this.#place);
  }

  get lag(): number {
    return this.#lateness.queryLagOf(this.#world.toKey(this.#place));
  }

  hasEnded(at: number): boolean {
    return this.end <= at;
  }

  divisionIds(at: number): readonly string[] {
    return toDivisionIds(this.#view(at));
  }

  detail(at: number, withAttributes: boolean): AnalyticsConversation {
    return toDetailRecord(this.#asKept(this.#view(at), at), withAttributes);
  }

  queried(now: number): AnalyticsConversation {
    const key = this.#world.toKey(this.#place);
    const at = now - this.#lateness.queryLagOf(key);
    const codesUntil = at - this.#lateness.wrapUpLagOf(key);
    return toDetailRecord(this.#asKept({ ...this.#view(at), codesUntil }, now), false);
  }

  unchangedUntil(now: number): number {
    const { end } = this;
    if (now <= end + LAST_EMISSION_MS + this.#lateness.longestQueryLag) return now;
    const rewrite = this.#lateness.isRewritten(this.#world.toKey(this.#place)) ? toRewrite(end) : 0;
    return now < rewrite ? rewrite : Number.POSITIVE_INFINITY;
  }

  live(at: number): object {
    return toLiveConversation(this.#view(at));
  }

  #view(at: number): View {
    return { organisation: this.#world.organisation, conversation: this.#world.at(this.#place), at };
  }

  /** Until the night in which it is rewritten, something of it may be missing. */
  #asKept(view: View, now: number): View {
    const { conversation } = view;
    if (!this.#lateness.isRewritten(this.#world.toKey(this.#place)) || now >= toRewrite(conversation.end)) return view;
    return { ...view, conversation: toBeforeRewrite(conversation) };
  }
}
