import { OVERTIME_MS } from "./floor.ts";
import type { Organisation, User } from "./organisation.ts";
import type { SiteCalendar } from "./site-calendar.ts";
import { planStaff } from "./staff.ts";

/** When somebody works on a day: from begin to end, with breaks, of which the first is lunch. Instants are epoch milliseconds. */
export interface Duty {
  readonly user: User;
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly (readonly [from: number, to: number])[];
}

/** Who works at a site on a day, overtime of the last shift included. */
export function planDuties(
  seed: number,
  organisation: Organisation,
  site: number,
  siteDay: number,
  calendar: SiteCalendar,
): readonly Duty[] {
  const agents = planStaff(seed, organisation, site, siteDay, calendar);
  const last = Math.max(...agents.map(({ to }) => to));
  return agents.map(({ user, from, to, breaks }) => ({ user, from, to: to === last ? to + OVERTIME_MS : to, breaks }));
}
