import { HOUR_MS, MINUTE_MS } from "../../base/interval.ts";
import type { Agent } from "./agent.ts";
import type { Organisation, User } from "./organisation.ts";
import { Random } from "./random.ts";
import type { SiteCalendar } from "./site-calendar.ts";

const SHIFT_MS = 8 * HOUR_MS;

/** Who works at a site on a day, and when. */
export function planStaff(
  seed: number,
  organisation: Organisation,
  site: number,
  siteDay: number,
  calendar: SiteCalendar,
): Agent[] {
  const random = new Random(seed, 0x57aff, site, siteDay);
  const week = Math.floor((siteDay + 3) / 7);
  const weekend = calendar.weekday(siteDay) % 6 === 0;
  const agents: Agent[] = [];
  for (const user of organisation.users) {
    if (user.site !== site || (user.leftAt !== undefined && calendar.closes(siteDay) >= user.leftAt)) continue;
    const dayOff = (siteDay + user.rank * 2) % 7 < 2;
    if (dayOff || (weekend && (user.rank + week) % 3 === 0)) continue;
    agents.push(toAgent(user, toShift(user.rank + week, siteDay, calendar), random));
  }
  return agents;
}

function toShift(turn: number, siteDay: number, calendar: SiteCalendar): number {
  const opens = calendar.opens(siteDay);
  const closes = calendar.closes(siteDay);
  return [opens, opens + 3 * HOUR_MS, closes - SHIFT_MS][turn % 3] ?? opens;
}

function toAgent(user: User, from: number, random: Random): Agent {
  const to = from + SHIFT_MS;
  const lunch = from + 3 * HOUR_MS + random.integer(0, 90) * MINUTE_MS;
  const breaks = [[lunch, lunch + 45 * MINUTE_MS] as const];
  for (let part = 0; part < 4; part++) {
    const start = from + part * 2 * HOUR_MS + random.integer(0, HOUR_MS);
    breaks.push([start, start + random.integer(12, 50) * MINUTE_MS]);
  }
  return { user, from, to, breaks, busy: false, awayUntil: 0, idleSince: from, digital: [], focus: undefined, turn: 0 };
}
