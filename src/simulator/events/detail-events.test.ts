import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import type { AnalyticsConversation, AnalyticsSession } from "../../model/wire.ts";
import { parseSimulatorOptions } from "../simulator-options.ts";
import { toDetailRecord } from "../views/detail-record.ts";
import { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import { createEventFeed } from "./create-event-feed.ts";
import { DETAIL_EVENTS } from "./detail-events.ts";
import type { EventFeed } from "./event-feed.ts";
import type { NotificationEvent } from "./notification-event.ts";

const DAY = Math.floor(Date.UTC(2026, 5, 10) / DAY_MS);
/** When all of the day is over, but for what lasts for weeks. */
const LATER = (DAY + 3) * DAY_MS;
const PREFIX = "v2.detail.events.conversation";

let world: World;
let feed: EventFeed;
let conversations: readonly WorldConversation[];
let events: readonly NotificationEvent[];
let byConversation: Map<string, NotificationEvent[]>;

beforeAll(() => {
  world = new World(1, 200);
  feed = createEventFeed(world, parseSimulatorOptions({ analyticsEventLag: 0 }));
  conversations = world.startingOn(DAY);
  const topics = conversations.flatMap(({ id }) => [
    `v2.analytics.conversation.${id}.metrics`,
    ...DETAIL_EVENTS.map((ending) => `${PREFIX}.${id}.${ending}`),
  ]);
  events = feed.between(DAY * DAY_MS - 1, LATER, new Set(topics));
  byConversation = new Map(conversations.map(({ id }) => [id, []]));
  for (const event of events) byConversation.get(idOf(event))?.push(event);
}, 30_000);

const idOf = ({ topicName }: NotificationEvent) => /conversation\.([0-9a-f-]{36})/.exec(topicName)?.[1] ?? "";
// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was published, and tests look into it.
const bodiesOf = (ending: string, id?: string): any[] =>
  ((id === undefined ? events : byConversation.get(id)) ?? []).flatMap((event) =>
    event.topicName.endsWith(`.${ending}`) ? [event.body()] : [],
  );
const recordOf = (conversation: WorldConversation): AnalyticsConversation =>
  toDetailRecord({ organisation: world.organisation, conversation, at: LATER }, true);
const sessionsOf = (record: AnalyticsConversation, ...purposes: string[]): AnalyticsSession[] =>
  (record.participants ?? []).flatMap(({ purpose, sessions = [] }) =>
    purposes.includes(purpose ?? "") ? sessions : [],
  );

describe("detail events", () => {
  test("cover every conversation of a day, each from its first moment to its last", () => {
    expect(conversations.length).toBeGreaterThan(100);
    for (const { id, start, end } of conversations) {
      const own = byConversation.get(id) ?? [];
      const instants = own.filter(({ topicName }) => topicName.startsWith(PREFIX)).map(({ at }) => at);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      expect(instants[0]).toBe(start);
      if (end < LATER) expect(instants.at(-1)).toBe(end);
    }
  });

  test("tell of every session its begin and its end, with the ids of the detail record", () => {
    for (const conversation of conversations.filter(({ end }) => end < LATER)) {
      const record = recordOf(conversation);
      for (const [kind, purposes] of Object.entries({
        customer: ["customer", "external"],
        user: ["agent", "user"],
        acd: ["acd"],
        flow: ["ivr", "workflow"],
        voicemail: ["voicemail"],
      })) {
        const ids = sessionsOf(record, ...purposes).map(({ sessionId }) => sessionId);
        for (const ending of [`${kind}.start`, `${kind}.end`]) {
          const told = bodiesOf(ending, conversation.id).map(({ sessionId }) => sessionId);
          expect([ending, told.toSorted()]).toEqual([ending, ids.toSorted()]);
        }
      }
    }
  });

  test("measure what the metrics of the detail record measure", () => {
    const metric = (sessions: AnalyticsSession[], name: string) =>
      sessions
        .flatMap(({ metrics = [] }) => metrics)
        .reduce((sum, one) => sum + (one.name === name ? (one.value ?? 0) : 0), 0);
    let answered = 0;
    for (const conversation of conversations.filter(({ end }) => end < LATER)) {
      const record = recordOf(conversation);
      const sum = (ending: string, field: string) =>
        bodiesOf(ending, conversation.id).reduce((total, body) => total + (body[field] ?? 0), 0);
      const handlers = sessionsOf(record, "agent", "user");
      expect(sum("user.end", "alertingDurationMs")).toBe(metric(handlers, "tAlert"));
      expect(sum("user.end", "heldDurationMs")).toBe(metric(handlers, "tHeldComplete"));
      expect(sum("acw", "wrapupDurationMs")).toBe(metric(handlers, "tAcw"));
      expect(sum("voicemail.end", "voicemailDurationMs")).toBe(metric(sessionsOf(record, "voicemail"), "tVoicemail"));
      const outcomes = bodiesOf("acd.end", conversation.id).map(({ acdOutcome }) => acdOutcome);
      const count = (name: string) =>
        handlers
          .concat(sessionsOf(record, "acd"))
          .flatMap(({ metrics = [] }) => metrics)
          .filter((one) => one.name === name).length;
      expect(outcomes.filter((one) => one === "ANSWERED")).toHaveLength(count("tAnswered"));
      expect(outcomes.filter((one) => one === "ABANDON")).toHaveLength(count("tAbandon"));
      expect(outcomes.filter((one) => one === "FLOW_OUT")).toHaveLength(count("tFlowOut"));
      answered += count("tAnswered");
    }
    expect(answered).toBeGreaterThan(50);
    expect(
      bodiesOf("acd.end").every((body) => (body.acdOutcome === "ANSWERED") === (body.answeredUserId !== undefined)),
    ).toBe(true);
  });

  test("end a user's part with the interaction, not with the work after it", () => {
    let worked = 0;
    for (const conversation of conversations.filter(({ end }) => end < LATER)) {
      for (const { sessionId, segments = [] } of sessionsOf(recordOf(conversation), "agent")) {
        const interaction = segments.filter(({ segmentType }) => segmentType !== "wrapup");
        if (interaction.length === segments.length) continue;
        const told = bodiesOf("user.end", conversation.id).find((body) => body.sessionId === sessionId);
        expect(told.eventTime).toBe(Date.parse(interaction.at(-1)?.segmentEnd ?? ""));
        worked++;
      }
    }
    expect(worked).toBeGreaterThan(50);
  });

  test("are spelled in capitals, with instants in epoch milliseconds", () => {
    const told = events.filter(({ topicName }) => topicName.startsWith(PREFIX)).map((event) => event.body());
    const values = (field: string) => [
      ...new Set(told.flatMap((body) => (body as Record<string, string>)[field] ?? [])),
    ];
    for (const field of ["mediaType", "direction", "disconnectType", "messageType", "acdOutcome", "usedRouting"])
      for (const value of values(field)) expect(value).toMatch(/^[A-Z_]+$/);
    expect(values("disconnectType")).toEqual(expect.arrayContaining(["CLIENT", "PEER", "TRANSFER"]));
    expect(values("mediaType").sort()).toEqual(["CALLBACK", "CHAT", "EMAIL", "MESSAGE", "VOICE"]);
    for (const [event, body] of events
      .filter(({ topicName }) => topicName.startsWith(PREFIX))
      .map((one, index) => [one, told[index]] as const))
      expect(body).toHaveProperty("eventTime", event.at);
  });

  test("tell the wrap-up code without the user, and only where there is one; the work itself with him", () => {
    expect(bodiesOf("wrapup").every(({ wrapupCode, userId }) => wrapupCode !== undefined && userId === undefined)).toBe(
      true,
    );
    expect(bodiesOf("acw").every(({ userId }) => userId !== undefined)).toBe(true);
    expect(bodiesOf("acw").length).toBeGreaterThan(bodiesOf("wrapup").length);
  });

  test("come later by the lag of analytics, and then tell when it happened", () => {
    const late = createEventFeed(world, parseSimulatorOptions({ analyticsEventLag: "10s" }));
    const { id } = conversations[0] as WorldConversation;
    const topics = new Set([`${PREFIX}.${id}.customer.start`]);
    const [event] = late.between(DAY * DAY_MS, LATER, topics);
    expect(event?.body()).toHaveProperty("eventTime", (event?.at ?? 0) - 10_000);
  });

  test("are known by their names and by ids that the organisation gave", () => {
    const { id } = conversations[0] as WorldConversation;
    for (const ending of DETAIL_EVENTS) expect(feed.knows(`${PREFIX}.${id}.${ending}`)).toBe(true);
    for (const unknown of [
      `${PREFIX}.${id}.acd`,
      `${PREFIX}.11111111-1111-4111-8111-111111111111.acw`,
      `${PREFIX}.${id}`,
    ])
      expect(feed.knows(unknown)).toBe(false);
  });
});

test("the metrics of a conversation that are published are those of its detail record, once each", () => {
  for (const conversation of conversations.filter(({ end }) => end < LATER)) {
    const expected = (recordOf(conversation).participants ?? []).flatMap(({ sessions = [] }) =>
      sessions.flatMap(({ sessionId, metrics = [] }) =>
        metrics.map(({ name, value, emitDate }) => `${sessionId} ${name} ${value} ${emitDate}`),
      ),
    );
    const told = bodiesOf("metrics", conversation.id)
      .filter(({ metric }) => metric !== "tWait")
      .map(({ sessionId, metric, value, metricDate }) => `${sessionId} ${metric} ${value} ${metricDate}`);
    expect(told.toSorted()).toEqual(
      expected.filter((one) => !/ (nFlow|tFlow(Exit|Disconnect)?) /.test(one)).toSorted(),
    );
    const ids = bodiesOf("metrics", conversation.id).map(({ recordId }) => recordId);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
