import { beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIsoInterval } from "../../src/base/interval.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import { findViolations } from "../support/sdk-schema.ts";
import { createSimulatorClient, type SimulatorAnswer, type SimulatorClient } from "../support/simulator-client.ts";
import { WORLD_FEATURES } from "../support/world-features.ts";

const QUERY = "/api/v2/analytics/conversations/details/query";
const LATEST = "/api/v2/analytics/conversations/details";
const FREE = { requestsPerMinute: 1_000_000, tokenSeconds: 172_800 };

let client: SimulatorClient;
let someone: { user: string; queue: string; code: string; conversations: string[]; live: string };

beforeAll(async () => {
  client = await createSimulatorClient(FREE);
  const first = async (path: string) => (await client.get(path)).body.entities[0].id as string;
  const now = client.clock.now();
  const recent = client.truth.begunIn({ from: now - 5 * HOUR_MS, to: now });
  someone = {
    user: await first("/api/v2/users"),
    queue: await first("/api/v2/routing/queues"),
    code: await first("/api/v2/routing/wrapupcodes"),
    conversations: recent.slice(0, 50).map(({ conversationId }) => conversationId),
    live: client.truth.activeAt(now)[0]?.conversationId ?? "",
  };
});

type Send = (client: SimulatorClient) => Promise<SimulatorAnswer>;
const get =
  (path: () => string): Send =>
  (to) =>
    to.get(path());
const post =
  (path: string, body: object): Send =>
  (to) =>
    to.post(path, body);
const lastDays = (days: number) => ({ interval: `2026-06-${String(11 - days).padStart(2, "0")}/2026-06-11` });

const CHANNELS = "/api/v2/notifications/channels";
const TOPICS = "/api/v2/notifications/availabletopics";
const EVERYTHING =
  "description,enforced,schema,visibility,transports,publicApiTemplateUriPaths,requiresPermissions,permissionDetails,topicParameters";

/** To a topic that is permitted, and to another. */
async function subscribe(
  to: SimulatorClient,
  method: string,
  query = "",
  other = `v2.users.${someone.user}.tokens`,
): Promise<SimulatorAnswer> {
  const { id } = (await to.post(CHANNELS, {})).body;
  return to.send(`${CHANNELS}/${id}/subscriptions${query}`, {
    method,
    headers: { authorization: to.authorization, "content-type": "application/json" },
    body: JSON.stringify([{ id: `v2.users.${someone.user}.presence` }, { id: other }]),
  });
}

/** What is asked, and the published type of the answer: an endpoint more is a line more. */
const ANSWERS: readonly (readonly [name: string, type: string, send: Send])[] = [
  ["token info", "TokenInfo", get(() => "/api/v2/tokens/me")],
  ["users", "UserEntityListing", get(() => "/api/v2/users?pageSize=100&state=any")],
  ["user", "User", get(() => `/api/v2/users/${someone.user}`)],
  ["search", "UsersSearchResponse", post("/api/v2/users/search", { query: [{ type: "MATCH_ALL" }], pageSize: 100 })],
  ["queues", "QueueEntityListing", get(() => "/api/v2/routing/queues?pageSize=5&pageNumber=1")],
  ["queue", "Queue", get(() => `/api/v2/routing/queues/${someone.queue}`)],
  ["codes", "WrapupCodeEntityListing", get(() => "/api/v2/routing/wrapupcodes?pageSize=100")],
  ["code", "WrapupCode", get(() => `/api/v2/routing/wrapupcodes/${someone.code}`)],
  ["divisions", "AuthzDivisionEntityListing", get(() => "/api/v2/authorization/divisions")],
  [
    "permitted divisions",
    "DivsPermittedEntityListing",
    get(() => "/api/v2/authorization/divisionspermitted/paged/me?permission=routing:queue:view"),
  ],
  ["details", "AnalyticsConversationQueryResponse", post(QUERY, lastDays(3))],
  [
    "details past the end",
    "AnalyticsConversationQueryResponse",
    post(QUERY, { ...lastDays(1), paging: { pageSize: 100, pageNumber: 900 } }),
  ],
  [
    "details by id",
    "AnalyticsConversationWithoutAttributes",
    get(() => `/api/v2/analytics/conversations/${someone.conversations[0]}/details`),
  ],
  [
    "several details",
    "AnalyticsConversationWithoutAttributesMultiGetResponse",
    get(() => `${LATEST}?id=${someone.conversations.join(",")}`),
  ],
  [
    "nothing of several",
    "AnalyticsConversationWithoutAttributesMultiGetResponse",
    get(() => `${LATEST}?id=11111111-1111-4111-8111-111111111111`),
  ],
  ["availability", "DataAvailabilityResponse", get(() => `${LATEST}/jobs/availability`)],
  ["a live conversation", "Conversation", get(() => `/api/v2/conversations/${someone.live}`)],
  ["a channel", "Channel", post(CHANNELS, {})],
  ["channels", "ChannelEntityListing", get(() => `${CHANNELS}?includechannels=oauthclient`)],
  ["topics", "AvailableTopicEntityListing", get(() => `${TOPICS}?includePreview=true&expand=${EVERYTHING}`)],
  ["topics wanted", "ChannelTopicEntityListing", (to) => subscribe(to, "POST", "?ignoreErrors=true")],
  ["topics wanted instead", "ChannelTopicEntityListing", (to) => subscribe(to, "PUT", "?ignoreErrors=true")],
  [
    "subscriptions",
    "ChannelTopicEntityListing",
    async (to) => to.get(`${CHANNELS}/${(await to.post(CHANNELS, {})).body.id}/subscriptions`),
  ],
];

test.each(ANSWERS)("the answer for %s is one of the published type %s", async (_, type, send) => {
  const { status, body } = await send(client);
  expect(status).toBe(200);
  expect(findViolations(type, body)).toEqual([]);
});

const anonymous =
  (path: string, init?: RequestInit): Send =>
  (to) =>
    to.send(path, init);
const REFUSALS: readonly (readonly [name: string, status: number, code: string, send: Send])[] = [
  ["no token", 401, "authentication.required", anonymous("/api/v2/users")],
  ["a wrong token", 401, "bad.credentials", anonymous("/api/v2/users", { headers: { authorization: "Bearer x" } })],
  ["a user's own data", 400, "not.a.user", get(() => "/api/v2/users/me")],
  ["too long an interval", 400, "bad.request", post(QUERY, { interval: "2026-01-01/2026-03-01" })],
  ["a date that is none", 400, "invalid.date", post(QUERY, { interval: "yesterday/today" })],
  ["an order that is none", 400, "invalid.value", post(QUERY, { ...lastDays(1), order: "sideways" })],
  ["an unknown id", 404, "not.found", get(() => "/api/v2/users/nobody")],
  ["an unknown conversation", 404, "conversation.not.found", get(() => "/api/v2/conversations/none")],
  ["an unknown path", 404, "not.found", get(() => "/api/v2/nothing/here")],
  ["a topic that is none", 400, "notification.invalid.topic", (to) => subscribe(to, "POST", "", "v2.nothing")],
  ["a topic of somebody else's", 403, "not.authorized", (to) => subscribe(to, "POST")],
  ["a wrong method", 405, "method.not.allowed", post("/api/v2/users", {})],
  ["too large a body", 413, "request.entity.too.large", post(QUERY, { interval: "x".repeat(600_000) })],
];

test.each(REFUSALS)(
  "the refusal of %s is a published ErrorBody with status %i and code %s",
  async (_, status, code, send) => {
    const { status: actual, body, headers } = await send(client);
    expect({ status: actual, code: body.code, inBody: body.status }).toEqual({ status, code, inBody: status });
    expect(body.contextId).toBe(headers.get("ININ-Correlation-Id"));
    expect(findViolations("ErrorBody", body)).toEqual([]);
  },
);

test("refusals of media types, of permissions and of the rate are published ErrorBodies", async () => {
  const text = { method: "POST", headers: { authorization: await client.signIn() }, body: "{}" };
  const poor = await createSimulatorClient({ withoutPermissions: ["routing:queue:view"], requestsPerMinute: 2 });
  const refused = [
    await client.send(QUERY, text),
    await poor.get("/api/v2/routing/queues"),
    await poor.get("/api/v2/users"),
    await poor.get("/api/v2/users"),
  ];
  expect(refused.map(({ status }) => status)).toEqual([415, 403, 200, 429]);
  for (const { status, body } of refused) if (status !== 200) expect(findViolations("ErrorBody", body)).toEqual([]);
});

describe("two months of detail records", () => {
  const records: AnalyticsConversation[] = [];

  beforeAll(async () => {
    const now = client.clock.now();
    const everything = [{ type: "and", predicates: [{ dimension: "conversationId", operator: "exists" }] }];
    for (const [from, to] of [
      [now - 80 * DAY_MS, now - 57 * DAY_MS],
      [now - 14 * DAY_MS, now],
    ] as const) {
      for (let pageNumber = 1; ; pageNumber++) {
        const { body } = await client.post(QUERY, {
          interval: toIsoInterval({ from, to }),
          conversationFilters: everything,
          paging: { pageSize: 100, pageNumber },
        });
        expect(findViolations("AnalyticsConversationQueryResponse", body)).toEqual([]);
        if (body.conversations === undefined) break;
        records.push(...body.conversations);
      }
    }
  }, 60_000);

  test("are answers of the published type, thousands of them", () => {
    expect(records.length).toBeGreaterThan(5_000);
  });

  test.each(WORLD_FEATURES)("contain %s", (_, occurs) => {
    expect(records.filter(occurs).length).toBeGreaterThan(0);
  });
});

const MEDIA_TYPES = [
  ["calls", "CallConversation"],
  ["callbacks", "CallbackConversation"],
  ["emails", "EmailConversation"],
  ["messages", "MessageConversation"],
] as const;

describe("a day of live conversations, at every moment at which something begins", () => {
  const seen = new Set<string>();
  const met = new Set<string>();

  beforeAll(async () => {
    const walker = await createSimulatorClient(FREE);
    const start = walker.clock.now();
    const later = await createSimulatorClient(FREE);
    later.clock.advance(DAY_MS);
    for (const { at, id } of await listMoments(later, start, start + DAY_MS)) {
      walker.clock.advance(at - walker.clock.now());
      const { status, body } = await walker.get(`/api/v2/conversations/${id}`);
      expect(status).toBe(200);
      expect(findViolations("Conversation", body)).toEqual([]);
      for (const [list, type] of MEDIA_TYPES) {
        const media = await walker.get(`/api/v2/conversations/${list}/${id}`);
        if (media.status === 404) continue;
        expect(findViolations(type, media.body)).toEqual([]);
        for (const other of media.body.otherMediaUris) expect((await walker.get(other)).status).toBe(200);
        met.add(type);
      }
      for (const state of listStates(body)) seen.add(state);
      const detail = await walker.get(`/api/v2/analytics/conversations/${id}/details`);
      expect(findViolations("AnalyticsConversationWithoutAttributes", detail.body)).toEqual([]);
    }
  }, 60_000);

  const STATES = (
    "calls:alerting calls:dialing calls:contacting calls:offering calls:connected calls:held calls:terminated " +
    "calls:pending calls:complete calls:skipped callbacks:alerting callbacks:connected callbacks:scheduled callbacks:uploading " +
    "callbacks:disconnected chats:alerting chats:connected chats:held chats:disconnected emails:alerting emails:connected " +
    "emails:held emails:parked emails:disconnected messages:alerting messages:connected messages:held messages:disconnected"
  ).split(" ");

  test.each(MEDIA_TYPES)("meets %s in their own form, as %s", (_, type) => {
    expect([...met]).toContain(type);
  });

  test.each(STATES)("meets %s", (state) => {
    expect([...seen]).toContain(state);
  });
});

/** Each segment's first moment, and the end of each conversation, in order of time. */
async function listMoments(from: SimulatorClient, start: number, end: number): Promise<{ at: number; id: string }[]> {
  const moments: { at: number; id: string }[] = [];
  for (const { conversationId: id } of from.truth.begunIn({ from: start, to: end })) {
    const record: AnalyticsConversation = (await from.get(`/api/v2/analytics/conversations/${id}/details`)).body;
    const segments = (record.participants ?? []).flatMap(({ sessions = [] }) =>
      sessions.flatMap((one) => one.segments ?? []),
    );
    const instants = [...segments.map(({ segmentStart }) => segmentStart), record.conversationEnd];
    for (const at of new Set(instants.map((instant) => Date.parse(instant ?? ""))))
      if (at <= end) moments.push({ at, id });
  }
  return moments.sort((a, b) => a.at - b.at);
}

// biome-ignore lint/suspicious/noExplicitAny: a live conversation as it was sent.
function listStates(body: any): string[] {
  const lists = ["calls", "callbacks", "chats", "emails", "messages"];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return body.participants.flatMap((participant: any) =>
    lists.flatMap((list) =>
      participant[list].flatMap((one: { state: string; held: boolean; afterCallWork: { state?: string } }) => [
        `${list}:${one.state}`,
        ...(one.held ? [`${list}:held`] : []),
        ...(one.afterCallWork.state === undefined ? [] : [`${list}:${one.afterCallWork.state}`]),
      ]),
    ),
  );
}

describe("the check itself", () => {
  const live = async () => (await client.get(`/api/v2/conversations/${someone.live}`)).body;

  test("refuses a field that the published type does not have", async () => {
    expect(findViolations("Conversation", { ...(await live()), mood: "good" })).not.toEqual([]);
  });

  test("refuses a member that no documentation lists", async () => {
    const body = await live();
    body.participants[0].purpose = "wizard";
    expect(findViolations("Conversation", body).join()).toMatch(/purpose.*wizard/);
  });

  test("refuses a date that is no instant, a wrong type and an empty answer", async () => {
    const body = await live();
    expect(findViolations("Conversation", { ...body, startTime: "2021-04-2T" })).not.toEqual([]);
    expect(findViolations("Conversation", { ...body, securePause: "no" })).not.toEqual([]);
    expect(findViolations("Conversation", {})).not.toEqual([]);
  });
});
