import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { World } from "./world.ts";
import type { WorldConversation, WorldSession } from "./world-conversation.ts";

const FIRST = Date.UTC(2026, 3, 6) / DAY_MS;
/** Who came while on duty may stay for so long after it. */
const LONGEST_VISIT_MS = 180_000;
const world = new World(1, 400);
const conversations = Array.from({ length: 28 }, (_, day) => world.startingOn(FIRST + day)).flat();

interface Visit {
  readonly conversation: WorldConversation;
  readonly user: number;
  readonly session: WorldSession;
  readonly from: number;
  readonly to: number;
}

const visits: Visit[] = conversations.flatMap((conversation) =>
  conversation.participants.flatMap(({ user = -1, sessions }) =>
    sessions
      .filter(({ facts }) => facts.supervised !== undefined)
      .map((session) => ({
        conversation,
        user,
        session,
        from: session.segments[0]?.start ?? 0,
        to: session.segments.at(-1)?.end ?? 0,
      })),
  ),
);

test("supervisors listen, coach and barge in, one after the other without a gap", () => {
  const courses = new Set(visits.map(({ session }) => session.segments.map(({ type }) => type).join()));
  expect([...courses].sort()).toEqual([
    "barging",
    "coaching",
    "monitoring",
    "monitoring,coaching",
    "monitoring,coaching,barging",
  ]);
  for (const { session } of visits)
    session.segments.forEach(({ start }, index) => {
      if (index > 0) expect(start).toBe(session.segments[index - 1]?.end);
    });
});

test("they do it while the agent is in the call, and while they are on duty themselves", () => {
  for (const { conversation, session, user, from, to } of visits) {
    expect(world.organisation.users[user]?.supervisor).toBe(true);
    const agent = conversation.participants[session.facts.supervised ?? -1];
    expect(agent?.purpose).toBe("agent");
    expect(agent?.user).not.toBe(user);
    expect(from).toBeGreaterThan(agent?.sessions[0]?.facts.answeredAt ?? Number.POSITIVE_INFINITY);
    expect(to).toBeLessThan(agent?.sessions[0]?.facts.interactionEnd ?? 0);
    const duty = world.dutiesAt(from).get(user);
    expect(duty?.from).toBeLessThanOrEqual(from);
    expect((duty?.to ?? 0) + LONGEST_VISIT_MS).toBeGreaterThan(to);
    expect(duty?.breaks.some(([begins, ends]) => begins <= from && ends > from)).toBe(false);
  }
});

test("nobody supervises and talks to a customer at the same time", () => {
  const calls = new Map<number, (readonly [from: number, to: number])[]>();
  for (const { participants } of conversations)
    for (const { user, purpose, sessions } of participants)
      for (const { media, segments, facts } of sessions) {
        if (user === undefined || media !== "voice" || purpose !== "agent" || facts.missed === true) continue;
        const span = [segments[0]?.start ?? 0, facts.interactionEnd ?? segments.at(-1)?.end ?? 0] as const;
        calls.set(user, [...(calls.get(user) ?? []), span]);
      }
  for (const { user, from, to } of visits)
    expect(calls.get(user)?.filter(([begins, ends]) => begins < to && ends > from)).toEqual([]);
});

test("who barges in makes a conference of the call", () => {
  const barged = visits.flatMap(({ conversation, session }) =>
    session.segments.filter(({ type }) => type === "barging").map((segment) => ({ conversation, session, segment })),
  );
  expect(barged.length).toBeGreaterThan(10);
  for (const { conversation, session, segment } of barged) {
    expect(segment.conference).toBe(true);
    expect(conversation.conferenceStart).toBeLessThanOrEqual(segment.start);
    const agent = conversation.participants[session.facts.supervised ?? -1]?.sessions[0];
    const running = agent?.segments.find(({ start, end }) => start <= segment.start && end > segment.start);
    expect(running?.conference).toBe(true);
  }
});

test.each(["monitoring", "coaching", "barging"])("there is %s on nearly every day", (type) => {
  const days = visits
    .filter(({ session }) => session.segments.some((segment) => segment.type === type))
    .map(({ from }) => Math.floor(from / DAY_MS));
  expect(new Set(days).size).toBeGreaterThan(22);
});
