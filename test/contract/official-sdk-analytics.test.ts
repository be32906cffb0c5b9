import sdk from "purecloud-platform-client-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS, toIsoInterval } from "../../src/base/interval.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const client = sdk.ApiClient.instance;
const analytics = new sdk.AnalyticsApi();
const clock = createFakeClock(Date.UTC(2026, 5, 10, 14, 30));

let simulator: Simulator;
let queueIds: string[];

beforeAll(async () => {
  simulator = await startSimulator({ lags: "off" }, { clock });
  const { hostname, port } = new URL(simulator.url);
  client.setGateway({ host: hostname, protocol: "http", port: Number(port) });
  await client.loginClientCredentialsGrant(simulator.clientId, simulator.clientSecret);
  const queues = await new sdk.RoutingApi().getRoutingQueues({ pageSize: 100 });
  queueIds = (queues.entities ?? []).map(({ id }) => id ?? "");
});

afterAll(async () => {
  await simulator.close();
});

const aggregates = () => ({
  interval: toIsoInterval({ from: clock.now() - 7 * DAY_MS, to: clock.now() }),
  granularity: "PT1H",
  timeZone: "Europe/Berlin",
  groupBy: ["queueId", "mediaType"],
  filter: {
    type: "and",
    clauses: [{ type: "or", predicates: queueIds.slice(0, 2).map((value) => ({ dimension: "queueId", value })) }],
  },
  metrics: ["nOffered", "tAnswered", "tHandle", "oServiceLevel"],
  views: [{ target: "tAnswered", name: "within20s", function: "rangeBound", range: { lt: 20_000 } }],
});

test("it queries aggregates, at once and as a job", async () => {
  const { results = [] } = await analytics.postAnalyticsConversationsAggregatesQuery(aggregates());
  expect(new Set(results.map(({ group }) => group?.["queueId"])).size).toBe(2);
  const [first] = results[0]?.data ?? [];
  expect(first?.interval).toMatch(/^\d{4}-\d\d-\d\dT\d\d:30:00\.000Z\//);
  expect(results.some(({ data }) => data?.some(({ views }) => views?.[0]?.name === "within20s"))).toBe(true);
  const { jobId = "" } = await analytics.postAnalyticsConversationsAggregatesJobs({ ...aggregates(), pageSize: 2 });
  clock.advance(1_000);
  expect((await analytics.getAnalyticsConversationsAggregatesJob(jobId)).state).toBe("FULFILLED");
  const page = await analytics.getAnalyticsConversationsAggregatesJobResults(jobId);
  expect(page.results).toHaveLength(2);
  const next = await analytics.getAnalyticsConversationsAggregatesJobResults(jobId, { cursor: page.cursor ?? "" });
  expect([...(page.results ?? []), ...(next.results ?? [])]).toEqual(results.slice(0, 4));
  await analytics.deleteAnalyticsConversationsAggregatesJob(jobId);
  await expect(analytics.getAnalyticsConversationsAggregatesJob(jobId)).rejects.toMatchObject({ status: 404 });
});

test("it observes queues, users and activity", async () => {
  const filter = {
    type: "or",
    predicates: queueIds.map((value) => ({ type: "dimension", dimension: "queueId", value })),
  };
  const queues = await analytics.postAnalyticsQueuesObservationsQuery({
    filter,
    metrics: ["oWaiting", "oUserRoutingStatuses"],
    detailMetrics: ["oInteracting"],
  });
  const observed = queues.results?.flatMap(({ data = [] }) => data.flatMap(({ observations = [] }) => observations));
  expect(observed?.length).toBeGreaterThan(0);
  const activity = await analytics.postAnalyticsConversationsActivityQuery(
    { metrics: [{ metric: "oInteracting", details: true }], groupBy: ["userId"] },
    { pageSize: 100 },
  );
  const entities = activity.results?.flatMap((result) => result.entities ?? []) ?? [];
  const ids = (rows: { sessionId?: string }[] = []) => rows.map(({ sessionId }) => sessionId).sort();
  expect(ids(entities)).toEqual(ids(observed));
  const userId = entities[0]?.userId ?? "";
  const users = await analytics.postAnalyticsUsersObservationsQuery({
    filter: { type: "and", predicates: [{ dimension: "userId", value: userId }] },
    metrics: ["oMemberQueues"],
  });
  expect(users.results?.[0]?.data?.[0]?.stats?.count).toBe(3);
});

test("it reads how agents are, one, the first fifty, and how many", async () => {
  const { entities = [] } = await analytics.postAnalyticsAgentsStatusQuery({});
  expect(entities).toHaveLength(50);
  const [agent] = entities;
  const status = await analytics.getAnalyticsAgentStatus(agent?.userId ?? "");
  expect(status.routingStatus).toBe(agent?.routingStatus);
  const counts = await analytics.postAnalyticsAgentsStatusCounts({});
  expect(counts.routingStatusCounts?.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(61);
  const users = new sdk.UsersApi();
  const expand = ["conversationSummary", "presence", "routingStatus"];
  const user = await users.getUser(agent?.userId ?? "", { expand });
  expect(user.routingStatus?.status).toBe(agent?.routingStatus);
  expect(user.conversationSummary?.call?.contactCenter).toBeDefined();
  expect((await users.getUserRoutingstatus(agent?.userId ?? "")).status).toBe(agent?.routingStatus);
});

test("it reads skills, languages, flows, limits and retention", async () => {
  const routing = new sdk.RoutingApi();
  expect((await routing.getRoutingSkills({ pageSize: 100 })).total).toBe(6);
  expect((await routing.getRoutingLanguages({})).total).toBe(2);
  expect((await new sdk.ArchitectApi().getFlows({ pageSize: 100 })).total).toBe(15);
  const limits = await new sdk.OrganizationApi().getOrganizationsLimitsNamespace("platform.api");
  expect(limits.entities).toContainEqual({
    key: "client.credentials.token.rate.per.minute",
    namespace: "platform.api",
    value: 300,
  });
  expect((await analytics.getAnalyticsDataretentionSettings()).retentionDays).toBe(400);
});
