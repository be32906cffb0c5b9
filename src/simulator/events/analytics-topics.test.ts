import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import { World } from "../world/world.ts";
import { createEventFeed } from "./create-event-feed.ts";
import type { EventFeed } from "./event-feed.ts";
import type { NotificationEvent } from "./notification-event.ts";

const BEGIN = Date.UTC(2026, 5, 10, 14, 30);
const END = BEGIN + 3 * HOUR_MS;
const HALF_HOUR_MS = 30 * MINUTE_MS;

let feed: EventFeed;
let world: World;
let topics: Set<string>;
let events: readonly NotificationEvent[];

beforeAll(() => {
  world = new World(1, 400);
  const { users, queues } = world.organisation;
  feed = createEventFeed(world, parseSimulatorOptions({ analyticsEventLag: 0 }));
  topics = new Set([
    ...queues.flatMap(({ id }) => [`v2.analytics.queues.${id}.observations`, `v2.analytics.queues.${id}.activity`]),
    ...users.map(({ id }) => `v2.analytics.users.${id}.aggregates`),
  ]);
  events = feed.between(BEGIN, END, topics);
});

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was published, and tests look into it.
const bodyOf = (event: NotificationEvent): any => event.body();
const tell = (event: NotificationEvent) => [event.at, event.topicName, JSON.stringify(event.body())];
// biome-ignore lint/suspicious/noExplicitAny: as above
const isInstant = ({ interval }: any) => interval.slice(0, 24) === interval.slice(25);

describe("statistics that are published", () => {
  test("are told at most once a second about the same, at its end", () => {
    const seen = new Set<string>();
    for (const event of events) {
      const { group } = bodyOf(event);
      const what = `${event.at} ${event.topicName} ${JSON.stringify(group)}`;
      expect(event.at % SECOND_MS).toBe(0);
      expect([what, seen.has(what)]).toEqual([what, false]);
      seen.add(what);
    }
    expect(events.length).toBeGreaterThan(500);
  });

  test("are the same, asked in one step or in many", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 5, maxLength: 50 }), (steps) => {
        let at = BEGIN;
        const told: NotificationEvent[] = [];
        for (const step of steps) {
          told.push(...feed.between(at, at + step, topics));
          at += step;
        }
        expect(told.map(tell)).toEqual(feed.between(BEGIN, at, topics).map(tell));
      }),
      { numRuns: 5 },
    );
  });

  test("stop a clock that leaps at each of them", () => {
    const stops: number[] = [];
    const until = BEGIN + 5 * MINUTE_MS;
    for (let at: number | undefined = BEGIN; at !== undefined; ) {
      at = feed.nextAt(at, topics, until - at);
      if (at !== undefined) stops.push(at);
    }
    expect(stops).toEqual([...new Set(feed.between(BEGIN, until, topics).map(({ at }) => at))]);
  });

  test("of a user add up to the time that has passed of the half hour", () => {
    const own = events.filter(({ topicName }) => topicName.endsWith("aggregates"));
    for (const event of own) {
      const [{ interval, metrics }] = bodyOf(event).data;
      const passed = event.at - Date.parse(interval.slice(0, 24));
      expect(passed).toBeLessThanOrEqual(HALF_HOUR_MS);
      for (const name of ["tAgentRoutingStatus", "tOrganizationPresence", "tSystemPresence"]) {
        const sums = metrics.filter(({ metric }: { metric: string }) => metric === name);
        expect(sums.reduce((sum: number, { stats }: { stats: { sum: number } }) => sum + stats.sum, 0)).toBe(passed);
      }
    }
    expect(own.length).toBeGreaterThan(100);
  });
});

describe("what a queue's observations tell", () => {
  let client: SimulatorClient;
  let sampled: readonly NotificationEvent[];

  beforeAll(async () => {
    client = await createSimulatorClient({ requestsPerMinute: 1_000_000 });
    const own = events.filter(({ topicName }) => topicName.endsWith("observations"));
    sampled = own.filter((_, index) => index % Math.ceil(own.length / 80) === 0);
  });

  test("is, of now, what the observation query answers at that moment, and of the half hour, what the aggregate query does", async () => {
    let compared = 0;
    for (const event of sampled) {
      client.clock.advance(event.at - client.clock.now());
      const { group, data } = bodyOf(event);
      const predicates = Object.entries(group).map(([dimension, value]) => ({ dimension, value }));
      const now = data.find(isInstant);
      const { body } = await client.post("/api/v2/analytics/queues/observations/query", {
        filter: { type: "and", predicates: predicates.filter(({ dimension }) => dimension === "queueId") },
        metrics: [...new Set(now.metrics.map(({ metric }: { metric: string }) => metric))],
      });
      const answer = body.results.find((one: { group: object }) => isSame(one.group, group));
      expect(sortMetrics(now.metrics)).toEqual(sortMetrics(answer.data));
      for (const past of data.filter((one: object) => !isInstant(one))) {
        compared++;
        const asked = await client.post("/api/v2/analytics/conversations/aggregates/query", {
          interval: past.interval,
          groupBy: ["queueId", "mediaType"],
          filter: { type: "and", predicates },
          metrics: past.metrics.map(({ metric }: { metric: string }) => metric),
        });
        const [result] = asked.body.results;
        expect(sortMetrics(past.metrics)).toEqual(sortMetrics(result.data[0].metrics));
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});

function isSame(one: object, other: object): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

function sortMetrics(metrics: readonly { metric: string; qualifier?: string; stats: object }[]) {
  const key = ({ metric, qualifier }: { metric: string; qualifier?: string | undefined }) => `${metric} ${qualifier}`;
  return metrics
    .map(({ metric, qualifier, stats }) => ({ metric, qualifier, stats }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

test("the lake's date is told whenever it moves on, when the API says so, too", async () => {
  const topic = "v2.analytics.conversations.details.jobs.availability";
  const own = feed.between(BEGIN, BEGIN + 6 * HOUR_MS, new Set([topic]));
  expect(own).toHaveLength(12);
  const client = await createSimulatorClient();
  for (const event of own) {
    client.clock.advance(event.at - client.clock.now() - 1);
    const path = "/api/v2/analytics/conversations/details/jobs/availability";
    expect((await client.get(path)).body).not.toEqual(event.body());
    client.clock.advance(1);
    expect((await client.get(path)).body).toEqual(event.body());
  }
  expect(feed.nextAt(BEGIN, new Set([topic]), HOUR_MS)).toBe(own[0]?.at);
});

test("who was deleted leaves his queues", () => {
  const leaver = world.organisation.users.find(({ leftAt }) => leftAt !== undefined);
  const queue = world.organisation.queues[leaver?.queues[0] ?? -1]?.id;
  const at = leaver?.leftAt ?? 0;
  const [event] = feed.between(at - HOUR_MS, at + HOUR_MS, new Set([`v2.routing.queues.${queue}.users`]));
  expect(event?.body()).toMatchObject({ user: { id: leaver?.id }, queueId: queue, joined: false });
});
