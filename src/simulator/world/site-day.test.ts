import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { planArrivals } from "./arrivals.ts";
import { createOrganisation } from "./organisation.ts";
import { SITE_SPECS } from "./organisation-specs.ts";
import { SiteCalendar } from "./site-calendar.ts";
import { simulateSiteDay } from "./site-day.ts";
import { planStaff } from "./staff.ts";
import type { WorldConversation, WorldSession } from "./world-conversation.ts";

const SITE = 1;
const [, europe] = SITE_SPECS;
const calendar = new SiteCalendar(europe ?? { name: "", timeZone: "UTC", opens: 7, closes: 21 });
const organisation = createOrganisation(1, 400);
const FIRST = Date.UTC(2026, 4, 4) / DAY_MS;

/** Four weeks of one site, of which only every n-th agent comes to work. */
function simulate(everyNth: number): WorldConversation[] {
  return Array.from({ length: 28 }, (_, day) => {
    const siteDay = FIRST + day;
    const arrivals = planArrivals(1, 400, SITE, siteDay, calendar).filter(({ workDay }) => workDay === siteDay);
    const agents = planStaff(1, organisation, SITE, siteDay, calendar).filter(
      (_agent, index) => index % everyNth === 0,
    );
    return simulateSiteDay({ seed: 1, site: SITE, siteDay, arrivals, agents, closes: calendar.closes(siteDay) });
  })
    .flat()
    .filter((one) => one !== undefined);
}

function listCallsInQueue(conversations: readonly WorldConversation[]): WorldSession[] {
  const sessions = conversations.flatMap(({ participants }) =>
    participants.filter(({ purpose }) => purpose === "acd").flatMap((participant) => participant.sessions),
  );
  return sessions.filter(({ media }) => media === "voice");
}

function meanWait(sessions: readonly WorldSession[]): number {
  const waits = sessions.map(({ segments }) => (segments.at(-1)?.end ?? 0) - (segments.at(-1)?.start ?? 0));
  return waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
}

test("with fewer agents callers wait longer, and more of them give up", () => {
  const [many, few] = [listCallsInQueue(simulate(1)), listCallsInQueue(simulate(3))];
  const abandoned = (sessions: readonly WorldSession[]) =>
    sessions.filter(({ facts }) => facts.outcome === "abandoned").length / sessions.length;
  expect(meanWait(few)).toBeGreaterThan(meanWait(many) * 1.5);
  expect(abandoned(few)).toBeGreaterThan(abandoned(many) * 1.5);
});

test("who finds others waiting in the same queue waits longer", () => {
  const sessions = listCallsInQueue(simulate(6));
  const others = (session: WorldSession) => {
    const entered = session.segments.at(-1)?.start ?? 0;
    return sessions.filter((other) => {
      const wait = other.segments.at(-1);
      return (
        other !== session &&
        wait?.queue === session.segments[0]?.queue &&
        (wait?.start ?? 0) < entered &&
        (wait?.end ?? 0) > entered
      );
    }).length;
  };
  const alone = sessions.filter((session) => others(session) === 0);
  const behind = sessions.filter((session) => others(session) > 0);
  expect(behind.length).toBeGreaterThan(20);
  expect(meanWait(behind)).toBeGreaterThan(meanWait(alone));
});

test("without anybody at work nothing is answered, and nothing waits for ever", () => {
  for (const conversation of simulate(1_000).slice(0, 400)) expect(Number.isFinite(conversation.end)).toBe(true);
});
