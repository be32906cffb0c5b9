import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { toDetailRecord } from "../views/detail-record.ts";
import { planArrivals } from "./arrivals.ts";
import { ObjectPacker } from "./object-packer.ts";
import { createOrganisation } from "./organisation.ts";
import { SITE_SPECS } from "./organisation-specs.ts";
import { SiteCalendar } from "./site-calendar.ts";
import { simulateSiteDay } from "./site-day.ts";
import { keepSiteDay } from "./site-day-conversations.ts";
import { planStaff } from "./staff.ts";

const SITE_DAY = Date.UTC(2026, 4, 4) / DAY_MS;

test("a packed day has the same conversations, to the last byte of their records at any time of the day", () => {
  const [americas] = SITE_SPECS;
  const calendar = new SiteCalendar(americas ?? expect.fail("no site"));
  const organisation = createOrganisation(1, 400);
  const conversations = simulateSiteDay({
    seed: 1,
    site: 0,
    siteDay: SITE_DAY,
    arrivals: planArrivals(1, 400, 0, SITE_DAY, calendar).filter(({ workDay }) => workDay === SITE_DAY),
    agents: planStaff(1, organisation, 0, SITE_DAY, calendar),
    closes: calendar.closes(SITE_DAY),
  });
  const [kept, packed] = [Number.POSITIVE_INFINITY, 0].map((from) =>
    keepSiteDay(1, conversations, new ObjectPacker(), from),
  );
  expect(packed?.all()).toHaveLength(conversations.length);
  expect(packed?.at(conversations.length)).toBeUndefined();
  for (let ordinal = 0; ordinal < conversations.length; ordinal++) {
    const [one, other] = [kept?.at(ordinal), packed?.at(ordinal)];
    if (one === undefined || other === undefined) throw new Error(`nothing at ${ordinal}`);
    expect(other).not.toBe(one);
    for (const at of [SITE_DAY * DAY_MS + 50_000_000, SITE_DAY * DAY_MS + 60_000_000, one.end]) {
      const records = [one, other].map((conversation) => toDetailRecord({ organisation, conversation, at }, true));
      expect(JSON.stringify(records[1])).toBe(JSON.stringify(records[0]));
    }
  }
});
