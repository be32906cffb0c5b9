import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import type { SiteSpec } from "./organisation-specs.ts";

/** A site's day runs from four in the morning, when nobody works, to the next: what an agent does never crosses it. */
const DAY_BEGINS = 4;

/** When a site's days (numbered by local date, in days since the epoch) begin, open and close, as epoch milliseconds. */
export class SiteCalendar {
  readonly #site: SiteSpec;
  readonly #format: Intl.DateTimeFormat;
  readonly #starts = new Map<number, number>();

  constructor(site: SiteSpec) {
    this.#site = site;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: site.timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  }

  start(siteDay: number): number {
    let start = this.#starts.get(siteDay);
    if (start === undefined) {
      start = this.#toInstant(siteDay * DAY_MS + DAY_BEGINS * HOUR_MS);
      this.#starts.set(siteDay, start);
    }
    return start;
  }

  // Changes of summer time happen before four in the morning, so that within a day hours are hours.
  opens(siteDay: number): number {
    return this.start(siteDay) + (this.#site.opens - DAY_BEGINS) * HOUR_MS;
  }

  closes(siteDay: number): number {
    return this.start(siteDay) + (this.#site.closes - DAY_BEGINS) * HOUR_MS;
  }

  /** The day that an instant lies in. */
  dayAt(instant: number): number {
    const guess = Math.floor((instant + 14 * HOUR_MS) / DAY_MS);
    for (let siteDay = guess; ; siteDay--) {
      if (this.start(siteDay) <= instant) return siteDay;
    }
  }

  /** Local hour of the day's n-th hour. */
  toLocalHour(hourOfDay: number): number {
    return (hourOfDay + DAY_BEGINS) % 24;
  }

  /** 0 is Sunday. */
  weekday(siteDay: number): number {
    return (((siteDay + 4) % 7) + 7) % 7;
  }

  #toInstant(localTime: number): number {
    const guess = localTime - this.#offset(localTime);
    return localTime - this.#offset(guess);
  }

  #offset(instant: number): number {
    const parts = Object.fromEntries(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000;
  }
}
