import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../base/interval.ts";
import { type Agent, isPresent } from "./agent.ts";
import { CALL_HOURS, SITE_SPECS, WEEKDAY_FACTORS } from "./organisation-specs.ts";
import { SiteCalendar } from "./site-calendar.ts";
import { planStaff } from "./staff.ts";
import { World } from "./world.ts";
import type { WorldSession } from "./world-conversation.ts";

const SEED = 21;
const FIRST = Date.UTC(2026, 1, 2) / DAY_MS;
const DAYS = 84;
const world = new World(SEED, 400);
const conversations = Array.from({ length: DAYS }, (_, day) => world.startingOn(FIRST + day)).flat();
const calendars = SITE_SPECS.map((site) => new SiteCalendar(site));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

function correlate(pairs: readonly (readonly [number, number])[]): number {
  const [x, y] = [mean(pairs.map(([first]) => first)), mean(pairs.map(([, second]) => second))];
  const covariance = sum(pairs.map(([first, second]) => (first - x) * (second - y)));
  const spread = (index: 0 | 1, middle: number) => Math.sqrt(sum(pairs.map((pair) => (pair[index] - middle) ** 2)));
  return covariance / (spread(0, x) * spread(1, y));
}

const sessionsOf = (purpose: string): WorldSession[] =>
  conversations.flatMap(({ participants }) =>
    participants.filter((one) => one.purpose === purpose).flatMap(({ sessions }) => sessions),
  );
const calls = sessionsOf("acd").filter(({ media }) => media === "voice");
const waitOf = ({ segments }: WorldSession) => (segments.at(-1)?.end ?? 0) - (segments.at(-1)?.start ?? 0);
const lengthOf = ({ segments }: WorldSession, type: string) =>
  sum(segments.filter((segment) => segment.type === type).map(({ start, end }) => end - start));

describe("arrivals", () => {
  test("follow the weekdays, of each site's own calendar", () => {
    const counts = new Array<number>(7).fill(0);
    for (const { site, start } of conversations) {
      const calendar = calendars[site];
      if (calendar !== undefined)
        counts[calendar.weekday(calendar.dayAt(start))] = (counts[calendar.weekday(calendar.dayAt(start))] ?? 0) + 1;
    }
    counts.forEach((count, weekday) => {
      const expected = ((WEEKDAY_FACTORS[weekday] ?? 1) * conversations.length) / sum(WEEKDAY_FACTORS);
      expect(count / expected, `weekday ${weekday}`).toBeGreaterThan(0.93);
      expect(count / expected, `weekday ${weekday}`).toBeLessThan(1.07);
    });
  });

  test("of calls follow the hours of each site's day", () => {
    const counts = new Array<number>(24).fill(0);
    const inbound = conversations.filter(({ participants }) => participants[1]?.purpose === "ivr");
    for (const { site, start } of inbound) {
      const calendar = calendars[site];
      if (calendar === undefined) continue;
      const hour = calendar.toLocalHour(Math.floor((start - calendar.start(calendar.dayAt(start))) / HOUR_MS));
      counts[hour] = (counts[hour] ?? 0) + 1;
    }
    CALL_HOURS.forEach((weight, hour) => {
      if (weight < 1) return;
      const expected = (weight * inbound.length) / sum(CALL_HOURS);
      expect((counts[hour] ?? 0) / expected, `${hour}:00`).toBeGreaterThan(0.9);
      expect((counts[hour] ?? 0) / expected, `${hour}:00`).toBeLessThan(1.1);
    });
  });
});

describe("handling", () => {
  const handled = sessionsOf("agent").filter(
    ({ media, facts }) => media === "voice" && facts.answeredWait !== undefined,
  );

  test("a call is talked for about twelve minutes, and one in three is held", () => {
    const talk = mean(handled.map((session) => lengthOf(session, "interact")));
    expect(talk / MINUTE_MS).toBeGreaterThan(11.5);
    expect(talk / MINUTE_MS).toBeLessThan(14);
    const held = handled.filter((session) => lengthOf(session, "hold") > 0).length / handled.length;
    expect(held).toBeGreaterThan(0.27);
    expect(held).toBeLessThan(0.4);
  });

  test("work after a call takes a minute, is skipped by one in twelve and runs out of time for one in ten", () => {
    expect(mean(handled.map(({ facts }) => facts.acw ?? 0)) / 1_000).toBeGreaterThan(40);
    expect(mean(handled.map(({ facts }) => facts.acw ?? 0)) / 1_000).toBeLessThan(70);
    const share = (test: (session: WorldSession) => boolean) => handled.filter(test).length / handled.length;
    expect(share(({ facts }) => facts.acwSkipped === true)).toBeCloseTo(0.08, 1);
    expect(share(({ segments }) => segments.at(-1)?.wrapUp === -1)).toBeCloseTo(0.1, 1);
  });

  test("a few callers of a hundred give up, and half are answered at once", () => {
    const abandoned = calls.filter(({ facts }) => facts.outcome === "abandoned").length / calls.length;
    expect(abandoned).toBeGreaterThan(0.02);
    expect(abandoned).toBeLessThan(0.1);
    const waits = calls.map(waitOf).sort((a, b) => a - b);
    expect(waits[waits.length >> 1]).toBeLessThan(10_000);
  });
});

describe("queue length, occupancy and wait", () => {
  /** Each site and hour with calls: how busy its agents were, how many waited, and for how long. */
  const hours = listHours();

  test("agents are busy for a quarter to two thirds of an open hour", () => {
    const occupancy = mean(hours.map((hour) => hour.occupancy));
    expect(occupancy).toBeGreaterThan(0.25);
    expect(occupancy).toBeLessThan(0.66);
  });

  test("grow together", () => {
    expect(correlate(hours.map(({ occupancy, wait }) => [occupancy, wait]))).toBeGreaterThan(0.15);
    expect(correlate(hours.map(({ occupancy, waiting }) => [occupancy, waiting]))).toBeGreaterThan(0.15);
    expect(correlate(hours.map(({ waiting, wait }) => [waiting, wait]))).toBeGreaterThan(0.5);
  });

  test("the busiest tenth of the hours makes callers wait longer than the quietest half", () => {
    const sorted = [...hours].sort((a, b) => a.occupancy - b.occupancy);
    const quiet = mean(sorted.slice(0, sorted.length >> 1).map(({ wait }) => wait));
    const busy = mean(sorted.slice(-Math.floor(sorted.length / 10)).map(({ wait }) => wait));
    expect(busy).toBeGreaterThan(quiet * 1.5);
  });
});

interface Hour {
  readonly occupancy: number;
  readonly waiting: number;
  readonly wait: number;
}

function listHours(): Hour[] {
  const key = (site: number, at: number) => `${site} ${Math.floor(at / HOUR_MS)}`;
  const busy = new Map<string, number>();
  const waits = new Map<string, number[]>();
  for (const { site, participants } of conversations) {
    for (const { purpose, sessions } of participants) {
      for (const session of sessions) {
        if (session.media !== "voice") continue;
        const [start, end] = [session.segments[0]?.start ?? 0, session.segments.at(-1)?.end ?? 0];
        if (purpose === "agent")
          spread(start, end, (at, ms) => busy.set(key(site, at), (busy.get(key(site, at)) ?? 0) + ms));
        if (purpose === "acd") waits.set(key(site, start), [...(waits.get(key(site, start)) ?? []), waitOf(session)]);
      }
    }
  }
  return calendars.flatMap((calendar, site) =>
    Array.from({ length: DAYS - 2 }, (_, day) => FIRST + 1 + day).flatMap((siteDay) => {
      const agents = planStaff(SEED, world.organisation, site, siteDay, calendar);
      const opened: Hour[] = [];
      for (let at = calendar.opens(siteDay); at < calendar.closes(siteDay); at += HOUR_MS) {
        const staffed = countStaff(agents, at);
        const waited = waits.get(key(site, at)) ?? [];
        if (waited.length === 0 || staffed === 0) continue;
        const occupancy = (busy.get(key(site, at)) ?? 0) / HOUR_MS / staffed;
        opened.push({ occupancy, waiting: sum(waited) / HOUR_MS, wait: mean(waited) });
      }
      return opened;
    }),
  );
}

/** The mean of how many are there, through an hour. */
function countStaff(agents: readonly Agent[], from: number): number {
  return mean(
    Array.from(
      { length: 12 },
      (_, part) => agents.filter((agent) => isPresent(agent, from + part * 5 * MINUTE_MS)).length,
    ),
  );
}

function spread(start: number, end: number, add: (at: number, ms: number) => void): void {
  for (let at = start; at < end; ) {
    const next = Math.min(end, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    add(at, next - at);
    at = next;
  }
}

describe("at any moment of a weekday", () => {
  test.each([1, 2, 3, 42])("several calls are ringing, talked or held with seed %i", (seed) => {
    const counts = countCalls(new World(seed, 400));
    const share = (atLeast: number) => counts.filter((count) => count >= atLeast).length / counts.length;
    expect(mean(counts)).toBeGreaterThan(3);
    expect(share(1)).toBeGreaterThan(0.985);
    expect(share(2)).toBeGreaterThan(0.92);
  });
});

/** Calls in the menu, in a queue, ringing, talked or held (not what agents do after them), every five minutes of four weeks. */
function countCalls(of: World): number[] {
  const days = 28;
  const step = 5 * MINUTE_MS;
  const counts = new Array<number>((days * DAY_MS) / step).fill(0);
  for (let day = -1; day < days; day++) {
    for (const { participants } of of.startingOn(FIRST + day)) {
      const segments = participants
        .filter(({ purpose }) => purpose !== "customer")
        .flatMap(({ sessions }) => sessions.filter(({ media }) => media === "voice"))
        .flatMap((session) => session.segments.filter(({ type }) => type !== "wrapup"));
      if (segments.length === 0) continue;
      const toIndex = (at: number) => Math.ceil((at - FIRST * DAY_MS) / step);
      const last = toIndex(Math.max(...segments.map(({ end }) => end)));
      for (let index = Math.max(0, toIndex(Math.min(...segments.map(({ start }) => start)))); index < last; index++)
        counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return counts.slice(0, (days * DAY_MS) / step).filter((_, index) => {
    const weekday = (Math.floor((FIRST * DAY_MS + index * step) / DAY_MS) + 4) % 7;
    return weekday !== 0 && weekday !== 6;
  });
}

test("an e-mail that takes days is looked at on most working days", () => {
  const long = sessionsOf("agent").filter(
    ({ media, segments }) => media === "email" && (segments.at(-1)?.end ?? 0) - (segments[0]?.start ?? 0) > 2 * DAY_MS,
  );
  expect(long.length).toBeGreaterThan(100);
  const looks = long.map(({ segments }) => segments.filter(({ type }) => type === "interact").length);
  expect(mean(looks)).toBeGreaterThan(3);
  const parked = sum(long.map((session) => lengthOf(session, "parked")));
  expect(parked).toBeGreaterThan(sum(long.map((session) => lengthOf(session, "hold"))));
});
