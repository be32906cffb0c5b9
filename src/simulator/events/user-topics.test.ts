import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import { createEffects } from "../../base/effects.ts";
import { HOUR_MS } from "../../base/interval.ts";
import { requirePresent } from "../now/present.ts";
import { createExpander } from "../now/user-expansions.ts";
import { openService } from "../open-service.ts";
import type { Service } from "../rest/service.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import type { NotificationEvent } from "./notification-event.ts";

const BEGIN = Date.UTC(2026, 5, 10, 7);
const END = BEGIN + 10 * HOUR_MS;
const KINDS = ["presence", "routingStatus", "activity", "conversationsummary"] as const;

const clock = createFakeClock(BEGIN);
let service: Service;
let topics: Set<string>;
let events: readonly NotificationEvent[];

beforeAll(async () => {
  ({ service } = await openService(parseSimulatorOptions({ eventLag: 0 }), createEffects({ clock })));
  const users = service.world?.organisation.users ?? [];
  topics = new Set(users.flatMap(({ id }) => KINDS.map((kind) => `v2.users.${id}.${kind}`)));
  events = service.feed.between(BEGIN, END, topics);
});

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was published, and tests look into it.
const bodyOf = (event: NotificationEvent): any => event.body();

test("presences and routing statuses of every kind are told, in the order of time", () => {
  const statuses = events.flatMap((event) =>
    event.topicName.endsWith("routingStatus") ? [bodyOf(event).routingStatus.status] : [],
  );
  const presences = events.flatMap((event) =>
    event.topicName.endsWith("presence") ? [bodyOf(event).presenceDefinition.systemPresence] : [],
  );
  expect([...new Set(statuses)].sort()).toEqual([
    "COMMUNICATING",
    "IDLE",
    "INTERACTING",
    "NOT_RESPONDING",
    "OFF_QUEUE",
  ]);
  expect([...new Set(presences)].sort()).toEqual(["BREAK", "MEAL", "OFFLINE", "ON_QUEUE"]);
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b));
});

test("the latest that was told of everybody is what REST tells of him at any moment", () => {
  const latest = new Map<string, NotificationEvent>();
  let index = 0;
  const instants = fc.sample(fc.integer({ min: END - 2 * HOUR_MS, max: END }), { numRuns: 15, seed: 3 }).toSorted();
  for (const at of instants) {
    for (; (events[index]?.at ?? Number.POSITIVE_INFINITY) <= at; index++) {
      const event = events[index];
      if (event !== undefined) latest.set(event.topicName, event);
    }
    clock.advance(at - clock.now());
    const summaryOf = createExpander(service, ["conversationSummary"]);
    for (const [id, state] of requirePresent(service).agents) {
      const told = (kind: (typeof KINDS)[number]) => {
        const event = latest.get(`v2.users.${id}.${kind}`);
        return event === undefined ? undefined : bodyOf(event);
      };
      const [presence, routing, activity, summary] = KINDS.map(told);
      if (presence !== undefined) {
        expect(presence.presenceDefinition.systemPresence).toBe(state.presence);
        expect(Date.parse(presence.modifiedDate)).toBe(state.presenceSince);
        expect(activity.presence.modifiedDate).toBe(presence.modifiedDate);
      }
      if (routing !== undefined) {
        expect(routing.routingStatus.status).toBe(state.routing);
        expect(Date.parse(routing.routingStatus.startTime)).toBe(state.routingSince);
        expect(activity.routingStatus).toEqual(routing.routingStatus);
      }
      if (summary !== undefined) expect({ conversationSummary: { userId: id, ...summary } }).toEqual(summaryOf(id));
    }
  }
  expect(latest.size).toBeGreaterThan(100);
});

test("nothing is told twice, and the same in one step as in many", () => {
  const tell = (event: NotificationEvent) => [event.at, event.topicName, JSON.stringify(event.body())];
  const last = new Map<string, string>();
  for (const event of events) {
    const body = JSON.stringify(event.body());
    expect([event.topicName, body]).not.toEqual([event.topicName, last.get(event.topicName)]);
    last.set(event.topicName, body);
  }
  const steps: NotificationEvent[] = [];
  for (let at = BEGIN; at < END; at += 7 * 61_003)
    steps.push(...service.feed.between(at, Math.min(END, at + 7 * 61_003), topics));
  expect(steps.map(tell)).toEqual(events.map(tell));
});

test("a clock that leaps stops at each change", () => {
  const some = new Set([...topics].slice(0, 24));
  const instants = new Set(service.feed.between(BEGIN, BEGIN + 5 * HOUR_MS, some).map(({ at }) => at));
  const stops: number[] = [];
  for (let at: number | undefined = BEGIN; at !== undefined; ) {
    at = service.feed.nextAt(at, some, BEGIN + 5 * HOUR_MS - at);
    if (at !== undefined) stops.push(at);
  }
  expect(stops).toEqual([...instants]);
  expect(stops.length).toBeGreaterThan(10);
});

test("who did not respond is told to be back after a while", () => {
  const statuses = events.filter(({ topicName }) => topicName.endsWith("routingStatus"));
  const away = statuses.filter((event) => bodyOf(event).routingStatus.status === "NOT_RESPONDING");
  for (const { at, topicName } of away) {
    const next = statuses.find((event) => event.topicName === topicName && event.at > at);
    expect((next?.at ?? Number.POSITIVE_INFINITY) - at).toBeLessThanOrEqual(90_000);
  }
  expect(away.length).toBeGreaterThan(3);
});
