import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIso } from "../../base/interval.ts";
import { SITE_SPECS } from "./organisation-specs.ts";
import { SiteCalendar } from "./site-calendar.ts";

const calendars = SITE_SPECS.map((site) => new SiteCalendar(site));
const toSiteDay = (date: string) => Date.parse(date) / DAY_MS;

test("a site opens at its local hour, in summer and in winter", () => {
  const opens = (date: string) => calendars.map((calendar) => toIso(calendar.opens(toSiteDay(date))));
  expect(opens("2026-01-15")).toEqual([
    "2026-01-15T12:00:00.000Z",
    "2026-01-15T06:00:00.000Z",
    "2026-01-14T20:00:00.000Z",
  ]);
  expect(opens("2026-07-15")).toEqual([
    "2026-07-15T11:00:00.000Z",
    "2026-07-15T05:00:00.000Z",
    "2026-07-14T21:00:00.000Z",
  ]);
});

test("every instant lies in exactly one day of each site", () => {
  for (const calendar of calendars) {
    for (let instant = Date.parse("2026-03-01"); instant < Date.parse("2026-04-15"); instant += HOUR_MS / 2) {
      const siteDay = calendar.dayAt(instant);
      expect(calendar.start(siteDay)).toBeLessThanOrEqual(instant);
      expect(calendar.start(siteDay + 1)).toBeGreaterThan(instant);
    }
  }
});

test("at every hour of the day at least one site is open", () => {
  for (const date of ["2026-01-15", "2026-07-15", "2026-10-29", "2026-11-01"]) {
    for (let hour = 0; hour < 24; hour++) {
      const instant = Date.parse(date) + hour * HOUR_MS;
      const open = calendars.some((calendar) => {
        const siteDay = calendar.dayAt(instant);
        return instant >= calendar.opens(siteDay) && instant < calendar.closes(siteDay);
      });
      expect(open, `${date} ${hour}:00`).toBe(true);
    }
  }
});
