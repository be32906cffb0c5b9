import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../base/interval.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import { toLiveConversation } from "../views/live-conversation.ts";
import type { View } from "../views/view.ts";
import { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import { toConversationBody } from "./conversation-body.ts";
import { createEventFeed } from "./create-event-feed.ts";
import type { EventFeed } from "./event-feed.ts";
import type { NotificationEvent } from "./notification-event.ts";

const BEGIN = Date.UTC(2026, 5, 10, 6);
const END = BEGIN + 12 * HOUR_MS;

interface Body {
  readonly id: string;
  readonly participants: readonly Readonly<Record<string, unknown>>[];
}

let world: World;
let feed: EventFeed;
let topics: Set<string>;
let events: readonly NotificationEvent[];

beforeAll(() => {
  world = new World(1, 400);
  feed = createEventFeed(world, parseSimulatorOptions({ eventLag: 0 }));
  topics = allTopics(world);
  events = feed.between(BEGIN, END, topics);
});

const MEDIA = ["calls", "callbacks", "chats", "emails", "messages"];

function allTopics({ organisation: { users, queues } }: World): Set<string> {
  const prefixes = [
    ...users.map(({ id }) => `v2.users.${id}.conversations`),
    ...queues.map(({ id }) => `v2.routing.queues.${id}.conversations`),
  ];
  return new Set(prefixes.flatMap((prefix) => [prefix, ...MEDIA.map((list) => `${prefix}.${list}`)]));
}

/** Told of participants by REST alone; a call tells both of its numbers. */
const ONLY_REST = ["startTime", "queueName", "userUri", "evaluations", "ani", "dnis"];

const bodyOf = ({ body }: NotificationEvent) => body() as Body;
const viewOf = (conversation: WorldConversation, at: number): View => ({
  organisation: world.organisation,
  conversation,
  at,
});

describe("the feed of conversation topics", () => {
  test("tells half a day of a busy organisation on every kind of topic", () => {
    const kinds = new Set(events.map(({ topicName }) => topicName.replace(/[0-9a-f-]{36}/, "{id}")));
    const expected = ["v2.users.{id}", "v2.routing.queues.{id}"].flatMap((prefix) =>
      ["", ...MEDIA.map((list) => `.${list}`)].map((ending) => `${prefix}.conversations${ending}`),
    );
    expect([...kinds].sort()).toEqual(expected.sort());
    expect(events.length).toBeGreaterThan(5_000);
  });

  test("is in the order of time, within what was asked for", () => {
    const instants = events.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(instants[0]).toBeGreaterThan(BEGIN);
    expect(instants.at(-1)).toBeLessThanOrEqual(END);
  });

  test("tells the same, asked in one step or in many", () => {
    const tell = ({ at, topicName, body }: NotificationEvent) => [at, topicName, JSON.stringify(body())];
    fc.assert(
      fc.property(
        fc.integer({ min: BEGIN, max: END - HOUR_MS }),
        fc.array(fc.integer({ min: 1, max: 10 * MINUTE_MS }), { minLength: 1, maxLength: 60 }),
        (from, steps) => {
          const other = createEventFeed(world, parseSimulatorOptions({ eventLag: 0 }));
          const to = from + steps.reduce((sum, step) => sum + step, 0);
          const told: NotificationEvent[] = [];
          let at = from;
          for (const step of steps) {
            told.push(...other.between(at, at + step, topics));
            at += step;
          }
          expect(told.map(tell)).toEqual(feed.between(from, to, topics).map(tell));
        },
      ),
      { numRuns: 5 },
    );
  });

  test("stops a clock that leaps at each event", () => {
    const busy = events.filter(({ at, topicName }) => at < BEGIN + 3 * HOUR_MS && topicName.startsWith("v2.users."));
    const some = new Set(busy.slice(0, 20).map(({ topicName }) => topicName));
    const instants = new Set(feed.between(BEGIN, BEGIN + 3 * HOUR_MS, some).map(({ at }) => at));
    const stops: number[] = [];
    for (let at: number | undefined = BEGIN; ; ) {
      at = feed.nextAt(at, some, BEGIN + 3 * HOUR_MS - at);
      if (at === undefined) break;
      stops.push(at);
    }
    expect(stops).toEqual([...instants]);
    expect(stops.length).toBeGreaterThan(20);
  });

  test("is late by as much as it is told to be, with what was true in time", () => {
    const late = createEventFeed(world, parseSimulatorOptions({ eventLag: 1_500 }));
    const tell = (lag: number) => (event: NotificationEvent) => [event.at - lag, event.topicName, event.body()];
    const [from, to] = [BEGIN, BEGIN + 20 * MINUTE_MS];
    expect(late.between(from + 1_500, to + 1_500, topics).map(tell(1_500))).toEqual(
      feed.between(from, to, topics).map(tell(0)),
    );
    const next = feed.nextAt(from, topics, HOUR_MS) ?? 0;
    expect(late.nextAt(from + 1_500, topics, HOUR_MS)).toBe(next + 1_500);
  });

  test("knows the topics of the organisation's users and queues, and no others", () => {
    const [user, queue] = [world.organisation.users[0]?.id, world.organisation.queues[0]?.id];
    expect([...topics].every((topic) => feed.knows(topic))).toBe(true);
    expect(feed.knows(`v2.users.${user}.conversations.videos`)).toBe(true);
    for (const unknown of [
      `v2.users.${queue}.conversations`,
      `v2.routing.queues.${user}.conversations`,
      `v2.users.${user}.conversations.letters`,
      `v2.users.${user}?conversations`,
      "",
    ])
      expect(feed.knows(unknown)).toBe(false);
  });
});

describe("what conversation topics tell", () => {
  test("the latest snapshot is what REST tells at any moment, but for the documented differences", () => {
    fc.assert(
      fc.property(fc.integer({ min: BEGIN + 6 * HOUR_MS, max: END }), (at) => {
        const latest = new Map<string, string>();
        const general = new Set(
          [...topics].filter((topic) => topic.endsWith(".conversations") && topic.includes("queues")),
        );
        for (const event of feed.between(BEGIN, at, general))
          latest.set(bodyOf(event).id, JSON.stringify(event.body()));
        for (const [id, body] of latest) {
          const conversation = world.find(id);
          if (conversation === undefined) throw new Error(`${id} is nowhere`);
          expect(body).toBe(JSON.stringify(toConversationBody(viewOf(conversation, at))));
        }
        expect(latest.size).toBeGreaterThan(50);
      }),
      { numRuns: 10 },
    );
  });

  test("keeps what REST tells of participants, without start times, names of queues, segments and empty lists", () => {
    const conversation = world.activeAt(END - HOUR_MS).find(({ participants }) => participants.length > 3);
    if (conversation === undefined) throw new Error("nothing is going on");
    const view = viewOf(conversation, END - HOUR_MS);
    const rest = toLiveConversation(view);
    const body = toConversationBody(view) as Body;
    expect(Object.keys(body).filter((key) => !(key in rest))).toEqual([]);
    expect(body.participants).toHaveLength(rest.participants.length);
    body.participants.forEach((participant, index) => {
      for (const [field, value] of Object.entries({ ...rest.participants[index] })) {
        if (ONLY_REST.includes(field)) expect(participant).not.toHaveProperty(field);
        else if (!Array.isArray(value)) expect([field, participant[field]]).toEqual([field, value]);
        else if (value.length === 0) expect(participant).not.toHaveProperty(field);
        else expect(participant[field]).toHaveLength(value.length);
      }
      expect(JSON.stringify(participant)).not.toContain('"segments"');
    });
  });

  test("the last of every conversation that ended tells that everybody has gone, after-call work included", () => {
    const last = new Map<string, Body>();
    for (const event of events)
      if (event.topicName.endsWith(".conversations")) last.set(bodyOf(event).id, bodyOf(event));
    const ended = [...last.values()].filter(({ id }) => (world.find(id)?.end ?? END) < END);
    expect(ended.length).toBeGreaterThan(100);
    for (const { participants } of ended)
      for (const one of participants) {
        expect(one).toHaveProperty("endTime");
        expect("startAcwTime" in one).toBe("endAcwTime" in one);
      }
  });

  test("a user hears from his alert until his part is over, a queue from the entry into it until the end", () => {
    const heard = new Map<string, number[]>();
    for (const event of events.filter(({ topicName }) => topicName.endsWith(".conversations"))) {
      const key = `${event.topicName} ${bodyOf(event).id}`;
      heard.set(key, [...(heard.get(key) ?? []), event.at]);
    }
    const { users, queues } = world.organisation;
    let parts = 0;
    for (const { id, start, end, participants } of world.livingIn({ from: BEGIN, to: END })) {
      if (start <= BEGIN || end >= END) continue;
      for (const { user, queue, sessions, purpose } of participants) {
        parts++;
        const since = sessions[0]?.segments[0]?.start ?? 0;
        const byUser = heard.get(`v2.users.${users[user ?? -1]?.id}.conversations ${id}`) ?? [];
        const byQueue = heard.get(`v2.routing.queues.${queues[queue ?? -1]?.id}.conversations ${id}`) ?? [];
        const until = Math.max(...sessions.map(({ segments }) => segments.at(-1)?.end ?? 0));
        if (user !== undefined) expect(byUser).toEqual(expect.arrayContaining([since, until]));
        if (queue === undefined || purpose === "customer") continue;
        expect(byQueue).toContain(since);
        expect(byQueue.at(-1)).toBe(end);
      }
    }
    expect(parts).toBeGreaterThan(500);
  });
});
