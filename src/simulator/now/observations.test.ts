import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";

const QUEUES = "/api/v2/analytics/queues/observations/query";
const USERS = "/api/v2/analytics/users/observations/query";
const ACTIVITY = "/api/v2/analytics/conversations/activity/query";
const AGENTS = "/api/v2/analytics/agents";

interface Row {
  conversationId: string;
  userId?: string;
  observationDate: string;
  sessionId: string;
  segmentType?: string;
}
interface Data {
  metric: string;
  qualifier?: string;
  stats: { count?: number; calculatedMetricValue?: number };
  truncated?: boolean;
  observations?: Row[];
}

let client: SimulatorClient;
let queueIds: string[];
/** What detail records say is open: `session queue medium`, by what it is. */
let waiting: string[];
let interacting: string[];

const filterOf = (ids: string[]) => ({ type: "or", predicates: ids.map((value) => ({ dimension: "queueId", value })) });

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off" });
  queueIds = (await client.get("/api/v2/routing/queues")).body.entities.map(({ id }: { id: string }) => id);
  [waiting, interacting] = [[], []];
  const now = client.clock.now();
  const { body } = await client.post("/api/v2/analytics/conversations/details/query", {
    interval: toIsoInterval({ from: now - 70 * DAY_MS, to: now }),
    paging: { pageSize: 10_000, pageNumber: 1 },
    conversationFilters: [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }],
  });
  for (const { participants } of body.conversations)
    for (const { purpose, sessions } of participants)
      for (const { sessionId, mediaType, metrics = [], segments } of sessions) {
        const open = segments.find(({ segmentEnd }: { segmentEnd?: string }) => segmentEnd === undefined);
        const place = `${sessionId} ${open?.queueId} ${mediaType}`;
        if (purpose === "acd" && open?.segmentType === "interact") waiting.push(place);
        const handled = /interact|hold|dialing|contacting/.test(open?.segmentType ?? "");
        const isCallbackLeg = mediaType === "voice" && metrics.length === 0 && sessions.length > 1;
        if (purpose === "agent" && handled && !isCallbackLeg) interacting.push(place);
      }
});

describe("queue observations", () => {
  test("count what detail records say is waiting and being handled, medium by medium, zeros too", async () => {
    const detailMetrics = ["oWaiting", "oInteracting"];
    const { body } = await client.post(QUEUES, { filter: filterOf(queueIds), metrics: ["oWaiting"], detailMetrics });
    expect(body.results).toHaveLength(8 * 5);
    const found: Record<string, string[]> = { oWaiting: [], oInteracting: [] };
    for (const { group, data } of body.results) {
      for (const { metric, stats, observations = [], truncated } of data as Data[]) {
        expect(stats.count).toBe(observations.length);
        expect(truncated).toBe(false);
        const dates = observations.map(({ observationDate }) => observationDate);
        expect(dates).toEqual([...dates].sort());
        found[metric]?.push(...observations.map((row) => `${row.sessionId} ${group.queueId} ${group.mediaType}`));
      }
    }
    expect(waiting.length).toBeGreaterThan(5);
    expect(found["oWaiting"]?.sort()).toEqual(waiting.sort());
    expect(interacting.length).toBeGreaterThan(5);
    expect(found["oInteracting"]?.sort()).toEqual(interacting.sort());
  });

  test("count a queue's members in a group without a medium, qualified by how they are", async () => {
    const metrics = ["oMemberUsers", "oUserRoutingStatuses", "oUserPresences", "oOnQueueUsers", "oOffQueueUsers"];
    const { body } = await client.post(QUEUES, { filter: filterOf(queueIds.slice(0, 1)), metrics });
    expect(body.results).toMatchObject([{ group: { queueId: queueIds[0] } }]);
    const data = body.results[0].data as Data[];
    const sum = (name: string) =>
      data.reduce((total, { metric, stats }) => (metric === name ? total + (stats.count ?? 0) : total), 0);
    expect(sum("oMemberUsers")).toBeGreaterThan(10);
    expect(sum("oUserRoutingStatuses")).toBe(sum("oMemberUsers"));
    expect(sum("oUserPresences")).toBe(sum("oMemberUsers"));
    expect(sum("oOnQueueUsers") + sum("oOffQueueUsers")).toBe(sum("oMemberUsers"));
    const ids = Object.values(body.systemToOrganizationMappings as Record<string, string[]>).flat();
    for (const { metric, qualifier = "" } of data) if (metric === "oUserPresences") expect(ids).toContain(qualifier);
  });

  test("tell how long the oldest has waited, and nothing where none does", async () => {
    const metrics = ["oLongestWaiting"];
    const { body } = await client.post(QUEUES, { filter: filterOf(queueIds), metrics, detailMetrics: ["oWaiting"] });
    for (const { data } of body.results as { data: Data[] }[]) {
      const oldest = data.find(({ metric }) => metric === "oWaiting")?.observations?.[0]?.observationDate;
      const longest = data.find(({ metric }) => metric === "oLongestWaiting")?.stats.calculatedMetricValue;
      expect(longest).toBe(oldest === undefined ? undefined : client.clock.now() - Date.parse(oldest));
    }
  });

  test("a list that is too long keeps its oldest half and its newest half", async () => {
    const [small, large] = [
      await createSimulatorClient({ perDay: 1_200, observationsMax: 3 }),
      await createSimulatorClient({ perDay: 1_200 }),
    ];
    const query = { filter: filterOf(queueIds), metrics: ["oWaiting"], detailMetrics: ["oWaiting"] };
    const [cut, whole] = [await small.post(QUEUES, query), await large.post(QUEUES, query)];
    const long = (whole.body.results as { data: Data[] }[]).findIndex(
      ({ data }) => (data[0]?.observations?.length ?? 0) > 3,
    );
    const all = whole.body.results[long].data[0].observations;
    expect(cut.body.results[long].data[0]).toMatchObject({ truncated: true, stats: { count: all.length } });
    expect(cut.body.results[long].data[0].observations).toEqual([all[0], all[1], all.at(-1)]);
  });

  test("a medium narrows, a grant hides, and what is unknown is refused", async () => {
    const predicates = [
      { type: "dimension", dimension: "queueId", operator: "matches", value: queueIds[0] },
      { dimension: "mediaType", value: "voice" },
    ];
    const query = { filter: { type: "and", predicates }, metrics: ["oWaiting"] };
    expect((await client.post(QUEUES, query)).body.results).toMatchObject([{ group: { mediaType: "voice" } }]);
    const retail = await createSimulatorClient({ divisions: ["Retail"] });
    const seen = await retail.post(QUEUES, { filter: filterOf(queueIds), metrics: ["oMemberUsers"] });
    expect(seen.body.results).toHaveLength(2);
    for (const body of [
      { metrics: ["oWaiting"] },
      { filter: { type: "and", predicates: predicates.slice(1) }, metrics: ["oWaiting"] },
      { ...query, metrics: ["oWaitingUsers"] },
      { ...query, metrics: [] },
      { ...query, detailMetrics: ["oLongestWaiting"] },
      { ...query, filter: { type: "and", predicates: [{ dimension: "userId", value: "x" }] } },
    ])
      expect(await client.post(QUEUES, body), JSON.stringify(body)).toMatchObject({ status: 400 });
    const without = await createSimulatorClient({ withoutPermissions: ["analytics:queueObservation:view"] });
    expect([(await without.post(QUEUES, query)).status, (await without.post(ACTIVITY, {})).status]).toEqual([403, 403]);
  });
});

test("user observations tell of queues, for users that are named", async () => {
  const [user] = (await client.get("/api/v2/users")).body.entities;
  const filter = { type: "or", predicates: [{ type: "dimension", dimension: "userId", value: user.id }] };
  const { body } = await client.post(USERS, { filter, metrics: ["oActiveQueues", "oMemberQueues"] });
  expect(body.results).toEqual([
    {
      group: { userId: user.id },
      data: [
        { metric: "oActiveQueues", stats: { count: 3 } },
        { metric: "oMemberQueues", stats: { count: 3 } },
      ],
    },
  ]);
  expect((await client.post(USERS, { metrics: ["oActiveQueues"] })).status).toBe(400);
  expect((await client.post(USERS, { filter, metrics: ["oWaiting"] })).status).toBe(400);
});

describe("conversation activity", () => {
  const metrics = [
    { metric: "oWaiting", details: true },
    { metric: "oInteracting", details: true },
  ];

  test("groups what goes on, with its conversations, page by page", async () => {
    const { body } = await client.post(ACTIVITY, { metrics, groupBy: ["queueId", "mediaType"] });
    const entities = body.results.flatMap((result: { entities: object[] }) => result.entities);
    expect(entities).toHaveLength(waiting.length + interacting.length);
    expect(body.entityIdDimension).toBe("conversationId");
    for (const { group, data, entities: own, truncated } of body.results) {
      expect(truncated).toBe(false);
      expect(data.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(own.length);
      for (const one of own) expect(one).toMatchObject(group);
    }
    const pages = await Promise.all(
      [1, 2, 3].map((page) =>
        client.post(`${ACTIVITY}?pageSize=8&pageNumber=${page}`, { metrics, groupBy: ["queueId", "mediaType"] }),
      ),
    );
    expect(pages.flatMap((page) => page.body.results)).toEqual(body.results.slice(0, 24));
  });

  test("of a user is what he is interacting with, newest first when asked so", async () => {
    const filter = { type: "and", predicates: [{ dimension: "userId", operator: "exists" }] };
    const { body } = await client.post(ACTIVITY, { metrics, groupBy: ["userId"], filter, order: "desc" });
    const agents = body.results as { group: { userId: string }; entities: { activityDate: string }[] }[];
    for (const { entities } of agents) {
      const dates = entities.map(({ activityDate }) => activityDate);
      expect(dates).toEqual([...dates].sort().reverse());
    }
    expect(agents.flatMap(({ entities }) => entities)).toHaveLength(interacting.length);
  });

  test("refuses what it does not know", async () => {
    for (const body of [
      { groupBy: [] },
      { metrics, groupBy: ["wrapUpCode"] },
      { metrics },
      { metrics: ["oWaiting"], groupBy: [] },
      { metrics: [{ metric: "oMemberUsers" }], groupBy: [] },
      { metrics, groupBy: [], order: "newest" },
      { metrics, groupBy: [], filter: { type: "and", predicates: [{ dimension: "wrapUpCode", value: "x" }] } },
    ])
      expect(await client.post(ACTIVITY, body), JSON.stringify(body)).toMatchObject({ status: 400 });
  });
});

describe("agents", () => {
  test("who has parked an e-mail is not occupied by it, though it is his", async () => {
    const parked = { type: "and", predicates: [{ dimension: "segmentType", value: "parked" }] };
    let [waits, seen, idle] = [0, 0, 0];
    const own = await createSimulatorClient({ limits: "off" });
    for (let hour = 0; hour < 12; hour++, own.clock.advance(DAY_MS / 12)) {
      const { entities } = (await own.post(`${AGENTS}/status/query`, { sessionFilter: parked })).body;
      for (const { userId, routingStatus } of entities) {
        const [status, user] = [
          (await own.get(`${AGENTS}/${userId}/status`)).body,
          (await own.get(`/api/v2/users/${userId}?expand=conversationSummary`)).body,
        ];
        const busy = status.sessions.some(
          ({ segmentType }: Row) => segmentType !== "parked" && segmentType !== "alert",
        );
        waits += status.systemPresence === "ON_QUEUE" ? 1 : 0;
        if (!busy) expect(["IDLE", "OFF_QUEUE", "NOT_RESPONDING"]).toContain(routingStatus);
        if (!busy) expect(user.conversationSummary.email.contactCenter.active).toBe(0);
        [seen, idle] = [seen + 1, idle + (routingStatus === "IDLE" ? 1 : 0)];
      }
    }
    expect([waits > 5, seen > 30, idle > 0]).toEqual([true, true, true]);
  });

  test("an agent's status tells his sessions, as the live conversations have them", async () => {
    const active = client.truth.activeAt(client.clock.now());
    const { body } = await client.post(ACTIVITY, {
      metrics: [{ metric: "oInteracting", details: true }],
      groupBy: ["userId"],
    });
    const [{ group, entities }] = body.results;
    const status = (await client.get(`${AGENTS}/${group.userId}/status`)).body;
    expect(status).toMatchObject({ userId: group.userId, userName: expect.any(String), isOutOfOffice: false });
    expect(status.sessionCount).toBe(status.sessions.length);
    const ids = status.sessions.map(({ conversationId }: Row) => conversationId);
    expect(ids).toEqual(expect.arrayContaining(entities.map(({ conversationId }: Row) => conversationId)));
    for (const { conversationId, sessionId } of status.sessions) {
      expect(active.find((one) => one.conversationId === conversationId)?.userIds).toContain(group.userId);
      const live = JSON.stringify((await client.get(`/api/v2/conversations/${conversationId}`)).body);
      expect(live).toContain(sessionId);
    }
    expect((await client.get(`${AGENTS}/nobody/status`)).status).toBe(404);
  });

  test("the first fifty are listed, filtered by user and by session, and counted", async () => {
    const all = await client.post(`${AGENTS}/status/query`, {});
    expect(all.body.entities).toHaveLength(50);
    const names = all.body.entities.map(({ userName }: { userName: string }) => userName);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
    const sessionFilter = { type: "and", predicates: [{ dimension: "mediaType", value: "email" }] };
    const mailers = (await client.post(`${AGENTS}/status/query`, { sessionFilter })).body.entities;
    for (const { sessions } of mailers)
      for (const session of sessions) expect(session).toMatchObject({ mediaType: "email" });
    const userFilter = { type: "or", predicates: [{ dimension: "activeQueueId", value: queueIds[0] }] };
    const members = (await client.post(`${AGENTS}/status/query`, { userFilter })).body.entities;
    expect(members.length).toBeLessThan(50);
    const counts = (await client.post(`${AGENTS}/status/counts`, {})).body;
    const total = (rows: { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0);
    expect(total(counts.presenceCounts)).toBe(61);
    expect(total(counts.routingStatusCounts)).toBe(61);
    expect(counts.isOutOfOfficeCounts).toEqual([{ isOutOfOffice: false, count: 61 }]);
    expect(total(counts.segmentCounts)).toBeGreaterThanOrEqual(interacting.length);
    for (const body of [{ userOrderBy: "age" }, { userFilter: sessionFilter }, { sessionFilter: userFilter }])
      expect((await client.post(`${AGENTS}/status/query`, body)).status).toBe(400);
  });

  test("who may not know names is told none, and who may see nothing nothing", async () => {
    const nameless = await createSimulatorClient({ withoutPermissions: ["analytics:agentStateNames:view"] });
    const { body } = await nameless.post(`${AGENTS}/status/query`, {});
    expect(body.entities[0]).not.toHaveProperty("userName");
    const blind = await createSimulatorClient({ withoutPermissions: ["analytics:agentState:view"] });
    expect((await blind.post(`${AGENTS}/status/counts`, {})).status).toBe(403);
  });

  test("users are expanded by their conversations, presence and routing status", async () => {
    const expand = "conversationSummary,presence,routingStatus";
    const users = (await client.get(`/api/v2/users?pageSize=100&expand=${expand}`)).body.entities;
    const statuses = new Map<string, string>();
    let active = 0;
    for (const { id, presence, routingStatus, conversationSummary } of users) {
      expect(presence.presenceDefinition.systemPresence).toMatch(/^(Offline|On Queue|Break|Meal)$/);
      expect(conversationSummary.userId).toBe(id);
      statuses.set(id, routingStatus.status);
      for (const medium of ["call", "callback", "chat", "email", "message"])
        active += conversationSummary[medium].contactCenter.active;
    }
    // The calls of callbacks are conversations of their own here.
    expect(active).toBeGreaterThanOrEqual(interacting.length);
    const [first] = users;
    expect((await client.get(`/api/v2/users/${first.id}?expand=${expand}`)).body).toEqual(first);
    const search = { expand: expand.split(","), query: [{ type: "EXACT", fields: ["email"], value: first.email }] };
    expect((await client.post("/api/v2/users/search", search)).body.results).toEqual([first]);
    for (const [id, status] of statuses)
      expect((await client.get(`/api/v2/users/${id}/routingstatus`)).body).toMatchObject({ userId: id, status });
    expect((await client.get(`/api/v2/users/${first.id}`)).body).not.toHaveProperty("presence");
    expect((await client.get("/api/v2/users?expand=shoe")).status).toBe(400);
    expect((await client.get("/api/v2/users/nobody/routingstatus")).status).toBe(404);
  });
});
