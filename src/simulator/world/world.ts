import { DAY_MS } from "../../base/interval.ts";
import { planArrivals } from "./arrivals.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { type Duty, planDuties } from "./duty.ts";
import { toConversationPlace } from "./ids.ts";
import { createOrganisation, type Organisation } from "./organisation.ts";
import { SiteCalendar } from "./site-calendar.ts";
import { simulateSiteDay } from "./site-day.ts";
import { planStaff } from "./staff.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** How many conversations are kept in memory; others are simulated again when asked for. */
const KEPT_CONVERSATIONS = 30_000;
/** One UTC day needs up to three days of each site, however large they are. */
const KEPT_DAYS = 6;
/** The longest that a conversation lasts: expiring callbacks and stuck legs. */
const LONGEST_DAYS = 61;

/**
 * The simulated organisation's conversations, of any time: each site's day is a simulation of its own, run when it is first asked
 * for. What happens does not depend on when and in which order it is asked; nothing here knows of a present.
 */
export class World {
  readonly organisation: Organisation;
  readonly #seed: number;
  readonly #perDay: number;
  readonly #calendars: readonly SiteCalendar[];
  readonly #siteDays: BoundedCache<string, readonly (WorldConversation | undefined)[]>;
  /** Of each site's day that was ever run: what lasts longer than two days, so that nobody runs two months of days for it. */
  readonly #lasting = new Map<string, readonly WorldConversation[]>();
  readonly #days: BoundedCache<number, readonly WorldConversation[]>;

  constructor(seed: number, perDay: number) {
    this.#seed = seed;
    this.#perDay = perDay;
    const kept = Math.max(KEPT_CONVERSATIONS, perDay * KEPT_DAYS);
    this.#siteDays = new BoundedCache(kept, (conversations) => conversations.length);
    this.#days = new BoundedCache(kept, (conversations) => conversations.length);
    this.organisation = createOrganisation(seed, perDay);
    this.#calendars = this.organisation.sites.map((site) => new SiteCalendar(site));
  }

  /** The conversations that begin on a UTC day (in days since the epoch), by start. */
  startingOn(day: number): readonly WorldConversation[] {
    return this.#days.get(day, () => this.#listDay(day));
  }

  find(id: string): WorldConversation | undefined {
    const place = toConversationPlace(this.#seed, id);
    if (place === undefined || this.#calendars[place.site] === undefined) return undefined;
    return this.#siteDay(place.site, place.siteDay)[place.ordinal];
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
      const recent = range(today - 2, today + 1).flatMap((siteDay) => this.#siteDay(site, siteDay));
      const older = range(today - LONGEST_DAYS, today - 3).flatMap((siteDay) =>
        this.#lastingUntil(site, siteDay, instant),
      );
      return [...older, ...recent].filter((one) => one !== undefined && one.start <= instant) as WorldConversation[];
    });
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

  #lastingUntil(site: number, siteDay: number, instant: number): readonly WorldConversation[] {
    const key = `${site} ${siteDay}`;
    if (!this.#lasting.has(key)) this.#siteDay(site, siteDay);
    return this.#lasting.get(key)?.filter(({ activeUntil }) => activeUntil > instant) ?? [];
  }

  #listDay(day: number): readonly WorldConversation[] {
    const from = day * DAY_MS;
    const found = this.#calendars.flatMap((calendar, site) => {
      const first = calendar.dayAt(from);
      // What arrives after closing is seen by the agents of the next day.
      const last = calendar.dayAt(from + DAY_MS - 1) + 1;
      return range(first, last).flatMap((siteDay) =>
        this.#siteDay(site, siteDay).filter((one) => isWithin(one, from, from + DAY_MS)),
      );
    }) as WorldConversation[];
    return found.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  }

  #siteDay(site: number, siteDay: number): readonly (WorldConversation | undefined)[] {
    const key = `${site} ${siteDay}`;
    return this.#siteDays.get(key, () => {
      const conversations = this.#simulate(site, siteDay);
      this.#lasting.set(key, toLasting(conversations));
      return conversations;
    });
  }

  #simulate(site: number, siteDay: number): readonly (WorldConversation | undefined)[] {
    const [seed, perDay, calendar] = [this.#seed, this.#perDay, this.#calendars[site]];
    if (calendar === undefined) return [];
    const planned = [siteDay - 1, siteDay].flatMap((day) => planArrivals(seed, perDay, site, day, calendar));
    return simulateSiteDay({
      seed,
      site,
      siteDay,
      arrivals: planned.filter(({ workDay }) => workDay === siteDay),
      agents: planStaff(seed, this.organisation, site, siteDay, calendar),
      closes: calendar.closes(siteDay),
    });
  }
}

function toLasting(conversations: readonly (WorldConversation | undefined)[]): readonly WorldConversation[] {
  return conversations.flatMap((one) => (one !== undefined && one.activeUntil - one.start > 2 * DAY_MS ? [one] : []));
}

function isWithin(conversation: WorldConversation | undefined, from: number, to: number): boolean {
  return conversation !== undefined && conversation.start >= from && conversation.start < to;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
