import { DAY_MS, type Interval } from "../../base/interval.ts";
import { type Arrival, planArrivals } from "./arrivals.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { type Duty, planDuties } from "./duty.ts";
import type { FinishedConversation } from "./finished-conversation.ts";
import { type ConversationPlace, toConversationId, toConversationKey, toConversationPlace } from "./ids.ts";
import { checkForeseen, LONGEST_DAYS, mayBeActive, mayStir } from "./lasting.ts";
import { ObjectPacker } from "./object-packer.ts";
import { createOrganisation, type Organisation } from "./organisation.ts";
import { SiteCalendar } from "./site-calendar.ts";
import { simulateSiteDay } from "./site-day.ts";
import { keepSiteDay, type SiteDayConversations } from "./site-day-conversations.ts";
import { planStaff } from "./staff.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** How many conversations are kept in memory; others are simulated again when asked for. */
const KEPT_CONVERSATIONS = 20_000;
/** A UTC day lies in two days of each site, and an export goes on to the next. */
const KEPT_DAYS = 5;
const KEPT_PLANS = 50_000;
/** Who looks for what is alive reads the plans of four days around. */
const KEPT_PLAN_DAYS = 6;
/** Of days around the present, what crosses their begin or end. */
const KEPT_CROSSING = 20_000;

/** A conversation as the plan of arrivals knows it: where it is generated, and when it begins. */
export interface PlannedConversation extends ConversationPlace {
  readonly start: number;
}

/**
 * The simulated organisation's conversations, of any time: each site's day is a simulation of its own, run when it is first asked
 * for. What happens does not depend on when and in which order it is asked; nothing here knows of a present.
 */
export class World {
  readonly organisation: Organisation;
  readonly #seed: number;
  readonly #perDay: number;
  readonly #calendars: readonly SiteCalendar[];
  readonly #plans: BoundedCache<string, readonly Arrival[]>;
  readonly #packer = new ObjectPacker();
  readonly #siteDays: BoundedCache<string, SiteDayConversations>;
  readonly #crossing = new BoundedCache<string, readonly WorldConversation[]>(KEPT_CROSSING, ({ length }) => length);
  /**
   * Of each site's day that was ever run, what lasts longer than a day, by ordinal: asked for again and again, by who wants to
   * know what is open, it would cost a simulation of two months each time.
   */
  readonly #lasting = new Map<string, ReadonlyMap<number, FinishedConversation>>();
  /** Of each site's day that was ever asked about, what its plan says will last: one in a hundred. */
  readonly #foreseen = new Map<string, ReadonlyMap<number, Arrival>>();
  /** Of each site's day that was ever run, when its conversations end, by ordinal: eight bytes each. */
  readonly #ends = new Map<string, Float64Array>();

  constructor(seed: number, perDay: number, qualityWindowMs?: number) {
    this.#seed = seed;
    this.#perDay = perDay;
    this.#plans = new BoundedCache(Math.max(KEPT_PLANS, perDay * KEPT_PLAN_DAYS), ({ length }) => length);
    this.#siteDays = new BoundedCache(Math.max(KEPT_CONVERSATIONS, perDay * KEPT_DAYS), ({ length }) => length);
    this.organisation = createOrganisation(seed, perDay, qualityWindowMs);
    this.#calendars = this.organisation.sites.map((site) => new SiteCalendar(site));
  }

  /** What begins on a UTC day (in days since the epoch), by start; costs no simulation. */
  plannedOn(day: number): readonly PlannedConversation[] {
    const planned: PlannedConversation[] = [];
    this.#visitPlanned(day, (start, site, siteDay, ordinal) => planned.push({ start, site, siteDay, ordinal }));
    return planned.sort((a, b) => a.start - b.start || (this.toId(a) < this.toId(b) ? -1 : 1));
  }

  /** The conversations that begin on a UTC day (in days since the epoch), by start. */
  startingOn(day: number): readonly WorldConversation[] {
    return this.plannedOn(day).map((place) => this.at(place));
  }

  /** How many begin on a UTC day. */
  countOn(day: number): number {
    let count = 0;
    this.#visitPlanned(day, () => count++);
    return count;
  }

  toId(place: ConversationPlace): string {
    return toConversationId(this.#seed, place);
  }

  /** The key of the conversation at a place, without simulating it. */
  toKey(place: ConversationPlace): number {
    return toConversationKey(this.#seed, place);
  }

  /** The conversation at a place that a plan has told. */
  at(place: ConversationPlace): WorldConversation {
    const found = this.#look(place);
    if (found === undefined) throw new RangeError(`nothing arrives at ${JSON.stringify(place)}`);
    return found;
  }

  /** When the conversation at a place ends; runs its day once, however many days are asked for in between. */
  endAt({ site, siteDay, ordinal }: ConversationPlace): number {
    const key = `${site} ${siteDay}`;
    if (!this.#ends.has(key)) this.#siteDay(site, siteDay);
    return this.#ends.get(key)?.[ordinal] ?? Number.NaN;
  }

  find(id: string): WorldConversation | undefined {
    const place = this.locate(id);
    return place === undefined ? undefined : this.at(place);
  }

  /** Where the conversation with an id is generated; ids that nothing has lead nowhere. */
  locate(id: string): PlannedConversation | undefined {
    const place = toConversationPlace(this.#seed, id);
    if (place === undefined || this.#calendars[place.site] === undefined) return undefined;
    const start = this.#plan(place.site, place.siteDay)[place.ordinal]?.at;
    return start === undefined ? undefined : { ...place, start };
  }

  /** The conversations that are active at an instant, stuck legs not counted, by start. */
  activeAt(instant: number): readonly WorldConversation[] {
    return this.recentAt(instant)
      .filter(({ activeUntil }) => activeUntil > instant)
      .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  }

  /** What agents of today and yesterday had to do until an instant, and whatever else is active then; in no order. */
  recentAt(instant: number): WorldConversation[] {
    return this.#calendars.flatMap((calendar, site) => {
      const today = calendar.dayAt(instant);
      const recent = range(today - 2, today + 1).flatMap((siteDay) => this.#siteDay(site, siteDay).all());
      const older = range(today - LONGEST_DAYS, today - 3).flatMap((siteDay) =>
        this.#listForeseen(site, siteDay, (arrival) => mayBeActive(arrival, instant)),
      );
      return [...older.filter(({ activeUntil }) => activeUntil > instant), ...recent].filter(
        ({ start }) => start <= instant,
      );
    });
  }

  /** What begins before an interval ends and ends after it begins, stuck legs apart while nothing happens to them; in no order. */
  livingIn(interval: Interval): WorldConversation[] {
    const { from, to } = interval;
    return this.#listWithin(interval, (arrival) => mayBeActive(arrival, from) || mayStir(arrival, from, to));
  }

  /** As `livingIn`, but for what has been quiet for days and stays so. */
  stirringIn(interval: Interval): WorldConversation[] {
    return this.#listWithin(interval, (arrival) => mayStir(arrival, interval.from, interval.to));
  }

  /**
   * Of what begins on a UTC day, that in which something can happen within an interval which begins two days later or more. Only
   * those days of sites are run whose plan knows of any.
   */
  stirringSince(day: number, { from, to }: Interval): WorldConversation[] {
    const [begin, end] = [day * DAY_MS, (day + 1) * DAY_MS];
    return this.#calendars.flatMap((calendar, site) =>
      range(calendar.dayAt(begin), calendar.dayAt(end - 1) + 1).flatMap((siteDay) =>
        this.#listForeseen(
          site,
          siteDay,
          (arrival) => arrival.at >= begin && arrival.at < end && mayStir(arrival, from, to),
        ),
      ),
    );
  }

  /** Everybody's duty that began last, as far as there was one within a week, by the index of the user. */
  dutiesAt(instant: number): ReadonlyMap<number, Duty> {
    const latest = new Map<number, Duty>();
    this.#calendars.forEach((calendar, site) => {
      const today = calendar.dayAt(instant);
      for (const siteDay of range(today - 7, today)) {
        for (const duty of planDuties(this.#seed, this.organisation, site, siteDay, calendar))
          if (duty.from <= instant) latest.set(duty.user.index, duty);
      }
    });
    return latest;
  }

  #listWithin(interval: Interval, isWanted: (arrival: Arrival) => boolean): WorldConversation[] {
    const { from, to } = interval;
    return this.#calendars.flatMap((calendar, site) => {
      const [first, last] = [calendar.dayAt(from), calendar.dayAt(to)];
      const recent = range(first - 2, last + 1).flatMap((siteDay) => this.#listTouching(site, siteDay, interval));
      const older = range(first - LONGEST_DAYS, first - 3).flatMap((siteDay) =>
        this.#listForeseen(site, siteDay, isWanted),
      );
      return [...older, ...recent].filter(({ start, end }) => start < to && end > from);
    });
  }

  /** A site's day as far as it may touch an interval: what crosses its begin or end, where they only meet there. */
  #listTouching(site: number, siteDay: number, { from, to }: Interval): readonly WorldConversation[] {
    const calendar = this.#calendars[site];
    if (calendar === undefined || !this.#plan(site, siteDay).some(({ at }) => at < to)) return [];
    const [begin, end] = [calendar.start(siteDay), calendar.start(siteDay + 1)];
    if (from < end && to > begin) return this.#siteDay(site, siteDay).all();
    return this.#crossing.get(`${site} ${siteDay}`, () =>
      this.#siteDay(site, siteDay)
        .all()
        .filter((one) => one.start < begin || one.end > end),
    );
  }

  #visitPlanned(day: number, visit: (start: number, site: number, siteDay: number, ordinal: number) => void): void {
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
    this.#calendars.forEach((calendar, site) => {
      // What arrives after closing is seen by the agents of the next day.
      for (const siteDay of range(calendar.dayAt(from), calendar.dayAt(to - 1) + 1)) {
        this.#plan(site, siteDay).forEach(({ at }, ordinal) => {
          if (at >= from && at < to) visit(at, site, siteDay, ordinal);
        });
      }
    });
  }

  #look({ site, siteDay, ordinal }: ConversationPlace): WorldConversation | undefined {
    return this.#lasting.get(`${site} ${siteDay}`)?.get(ordinal) ?? this.#siteDay(site, siteDay).at(ordinal);
  }

  #lastingOf(site: number, siteDay: number): ReadonlyMap<number, WorldConversation> {
    const key = `${site} ${siteDay}`;
    if (!this.#lasting.has(key)) this.#siteDay(site, siteDay);
    return this.#lasting.get(key) ?? new Map();
  }

  #listForeseen(site: number, siteDay: number, isWanted: (arrival: Arrival) => boolean): WorldConversation[] {
    const key = `${site} ${siteDay}`;
    let foreseen = this.#foreseen.get(key);
    if (foreseen === undefined) {
      const arrivals = this.#plan(site, siteDay).map((arrival, ordinal) => [ordinal, arrival] as const);
      foreseen = new Map(arrivals.filter(([, { lasts }]) => lasts !== undefined));
      this.#foreseen.set(key, foreseen);
    }
    const ordinals = [...foreseen].filter(([, arrival]) => isWanted(arrival)).map(([ordinal]) => ordinal);
    if (ordinals.length === 0) return [];
    // What was to last may have ended before: the caller hung up, or nobody had time for it.
    return ordinals.flatMap((ordinal) => this.#lastingOf(site, siteDay).get(ordinal) ?? []);
  }

  #siteDay(site: number, siteDay: number): SiteDayConversations {
    const key = `${site} ${siteDay}`;
    return this.#siteDays.get(key, () => {
      const conversations = this.#simulate(site, siteDay);
      const lasting = this.#lasting.get(key) ?? toLasting(conversations);
      this.#lasting.set(key, lasting);
      if (!this.#ends.has(key))
        this.#ends.set(
          key,
          Float64Array.from(conversations, ({ end }) => end),
        );
      // One object a conversation, whichever way it was found.
      const known = conversations.map((one, ordinal) => lasting.get(ordinal) ?? one);
      return keepSiteDay(this.#seed, known, this.#packer);
    });
  }

  #simulate(site: number, siteDay: number): readonly FinishedConversation[] {
    const calendar = this.#calendars[site];
    if (calendar === undefined) return [];
    const arrivals = this.#plan(site, siteDay);
    const conversations = simulateSiteDay({
      seed: this.#seed,
      site,
      siteDay,
      arrivals,
      agents: planStaff(this.#seed, this.organisation, site, siteDay, calendar),
      closes: calendar.closes(siteDay),
    });
    arrivals.forEach((arrival, ordinal) => {
      const conversation = conversations[ordinal];
      if (conversation !== undefined) checkForeseen(arrival, conversation);
    });
    return conversations;
  }

  /** What the agents of a site's day will see, also what came the evening before. */
  #plan(site: number, siteDay: number): readonly Arrival[] {
    return this.#plans.get(`${site} ${siteDay}`, () => {
      const calendar = this.#calendars[site];
      if (calendar === undefined) return [];
      const planned = [siteDay - 1, siteDay].flatMap((day) =>
        planArrivals(this.#seed, this.#perDay, site, day, calendar),
      );
      return planned.filter(({ workDay }) => workDay === siteDay);
    });
  }
}

function toLasting(conversations: readonly FinishedConversation[]): ReadonlyMap<number, FinishedConversation> {
  return new Map(
    conversations.flatMap((one, ordinal) => (one.end - one.start > DAY_MS ? [[ordinal, one] as const] : [])),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
