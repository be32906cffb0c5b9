import sdk from "purecloud-platform-client-v2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, toIsoInterval } from "../../src/base/interval.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";

/** The official SDK is one global client: each test that starts a simulator of its own points it back afterwards. */
const client = sdk.ApiClient.instance;
const analytics = new sdk.AnalyticsApi();
const conversations = new sdk.ConversationsApi();

const clock = createFakeClock(Date.UTC(2026, 5, 10, 14, 30));
const LAST_DAYS = toIsoInterval({ from: clock.now() - 3 * DAY_MS, to: clock.now() });

let simulator: Simulator;

async function point(at: Simulator): Promise<void> {
  const { hostname, port } = new URL(at.url);
  client.setGateway({ host: hostname, protocol: "http", port: Number(port) });
  await client.loginClientCredentialsGrant(at.clientId, at.clientSecret);
}

async function withSimulator(
  options: Partial<SimulatorOptions>,
  work: (own: Simulator) => Promise<void>,
): Promise<void> {
  await using own = await startSimulator({ lags: "off", ...options }, { clock });
  await point(own);
  try {
    await work(own);
  } finally {
    await point(simulator);
  }
}

beforeAll(async () => {
  simulator = await startSimulator({ lags: "off" }, { clock });
  await point(simulator);
});

afterAll(async () => {
  await simulator.close();
});

test("it signs in, and its token tells of the organisation", async () => {
  const info = await new sdk.TokensApi().getTokensMe();
  expect(info).toMatchObject({
    organization: { name: "Simulated Organisation" },
    OAuthClient: { id: simulator.clientId },
  });
  await new sdk.TokensApi().headTokensMe();
  expect(simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /oauth/token",
    "GET /api/v2/tokens/me",
    "HEAD /api/v2/tokens/me",
  ]);
});

test("it reads users, by page, by id and by search", async () => {
  const users = new sdk.UsersApi();
  const page = await users.getUsers({ pageSize: 100, state: "any" });
  expect(page).toMatchObject({ total: 62, pageCount: 1, pageNumber: 1 });
  const [first, second] = page.entities ?? [];
  expect((await users.getUsers({ id: [first?.id ?? "", second?.id ?? ""], state: "any" })).total).toBe(2);
  expect(await users.getUser(first?.id ?? "")).toEqual(first);
  const found = await users.postUsersSearch({
    query: [{ type: "EXACT", fields: ["email"], value: first?.email ?? "" }],
  });
  expect(found).toMatchObject({ total: 1, results: [{ id: first?.id }] });
});

test("it reads queues, wrap-up codes and divisions", async () => {
  const routing = new sdk.RoutingApi();
  const queues = await routing.getRoutingQueues({ pageSize: 100, name: "Bill*" });
  expect(queues.entities).toMatchObject([{ name: "Billing", division: { name: "Retail" } }]);
  expect(await routing.getRoutingQueue(queues.entities?.[0]?.id ?? "")).toMatchObject({ name: "Billing" });
  expect((await routing.getRoutingWrapupcodes({ pageSize: 100 })).total).toBe(12);
  const authorization = new sdk.AuthorizationApi();
  expect((await authorization.getAuthorizationDivisions({})).total).toBe(3);
  const permitted = await authorization.getAuthorizationDivisionspermittedPagedMe("analytics:conversationDetail:view");
  expect(permitted).toMatchObject({ allDivsPermitted: true, total: 3 });
});

describe("conversations", () => {
  const query = (pageNumber: number) =>
    analytics.postAnalyticsConversationsDetailsQuery({
      interval: LAST_DAYS,
      order: "asc",
      orderBy: "conversationStart",
      paging: { pageSize: 100, pageNumber },
    });

  test("it reads every page of a details query, and each conversation by id", async () => {
    const ids: string[] = [];
    for (let pageNumber = 1; ; pageNumber++) {
      const page = await query(pageNumber);
      if (page.conversations === undefined) {
        // Approximate, as in the real API.
        expect(Math.abs((page.totalHits ?? 0) - ids.length)).toBeLessThan(ids.length / 10);
        break;
      }
      ids.push(...page.conversations.map(({ conversationId = "" }) => conversationId));
    }
    const begun = simulator.truth().begunIn({ from: clock.now() - 3 * DAY_MS, to: clock.now() });
    expect(ids).toEqual(expect.arrayContaining(begun.map(({ conversationId }) => conversationId)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("it reads one by id, and several at once", async () => {
    const [first, second] = (await query(1)).conversations ?? [];
    expect(await analytics.getAnalyticsConversationDetails(first?.conversationId ?? "")).toEqual(first);
    const several = await analytics.getAnalyticsConversationsDetails({
      id: [first?.conversationId ?? "", second?.conversationId ?? ""],
    });
    expect(several.conversations).toEqual([first, second]);
    expect((await analytics.getAnalyticsConversationsDetailsJobsAvailability()).dataAvailabilityDate).toBe(
      "2026-06-10T08:30:00.000Z",
    );
  });

  test("it finds a user's open conversations as the official sample does, and reads them live", async () => {
    const { userIds = [] } =
      simulator
        .truth()
        .activeAt(clock.now())
        .find(({ userIds: users }) => users.length > 0) ?? {};
    const [userId = ""] = userIds;
    const found = await analytics.postAnalyticsConversationsDetailsQuery({
      interval: toIsoInterval({ from: clock.now() - 30 * DAY_MS, to: clock.now() + DAY_MS / 24 }),
      order: "desc",
      orderBy: "conversationStart",
      conversationFilters: [
        { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }] },
      ],
      segmentFilters: [
        {
          type: "and",
          clauses: [
            {
              type: "and",
              predicates: [
                { type: "dimension", dimension: "userId", operator: "matches", value: userId },
                { type: "dimension", dimension: "segmentEnd", operator: "notExists" },
              ],
            },
          ],
        },
      ],
    });
    expect(found.conversations?.length).toBeGreaterThan(0);
    const live = await conversations.getConversation(found.conversations?.[0]?.conversationId ?? "");
    expect(live.endTime).toBeUndefined();
    expect(live.participants.some((participant) => participant.userId === userId)).toBe(true);
  });
});

test("it reads a call in its own form, by the address of its other media too", async () => {
  const callbacks = await analytics.postAnalyticsConversationsDetailsQuery({
    interval: toIsoInterval({ from: clock.now() - DAY_MS, to: clock.now() }),
    segmentFilters: [{ type: "and", predicates: [{ dimension: "callbackNumber", operator: "exists" }] }],
    order: "desc",
  });
  const ids = callbacks.conversations?.map(({ conversationId = "" }) => conversationId) ?? [];
  const forms = await Promise.all(ids.map((id) => conversations.getConversationsCallback(id).catch(() => undefined)));
  const both = forms.find((form) => (form?.otherMediaUris?.length ?? 0) > 0);
  expect(both?.participants?.every(({ callbackNumbers }) => callbackNumbers !== undefined)).toBe(true);
  expect(both?.otherMediaUris).toEqual([`/api/v2/conversations/calls/${both?.id}`]);
  const call = await conversations.getConversationsCall(both?.id ?? "");
  expect(call.participants?.map(({ provider }) => provider)).toContain("Edge");
});

test("it reads what was said of conversations days after their end", async () => {
  const evaluated = await analytics.postAnalyticsConversationsDetailsQuery({
    interval: toIsoInterval({ from: clock.now() - 14 * DAY_MS, to: clock.now() - 7 * DAY_MS }),
    evaluationFilters: [{ type: "and", predicates: [{ dimension: "evaluationStatus", value: "Finished" }] }],
    paging: { pageSize: 100, pageNumber: 1 },
  });
  const [first] = evaluated.conversations ?? [];
  expect(first?.evaluations?.[0]).toMatchObject({ evaluationStatus: "Finished", oTotalScore: expect.any(Number) });
  const evaluator = await new sdk.UsersApi().getUser(first?.evaluations?.[0]?.evaluatorId ?? "");
  expect(evaluator.title).toBe("Team Lead");
});

describe("errors come in the documented shapes", () => {
  const shape = (status: number, code: string) => ({
    status,
    code,
    message: expect.any(String),
    contextId: expect.any(String),
    details: [],
    errors: [],
  });

  test("a wrong secret, and an unknown client", async () => {
    const { hostname, port } = new URL(simulator.url);
    client.setGateway({ host: hostname, protocol: "http", port: Number(port) });
    await expect(client.loginClientCredentialsGrant(simulator.clientId, "wrong")).rejects.toMatchObject({
      response: { status: 401, data: { error: "invalid_client", description: "authentication failed" } },
    });
    await expect(client.loginClientCredentialsGrant("somebody", "wrong")).rejects.toMatchObject({
      response: { status: 400, data: { error: "invalid_client", description: "client not found" } },
    });
    await point(simulator);
  });

  test("400 for what needs a user, 404 for what is not there", async () => {
    await expect(new sdk.UsersApi().getUsersMe()).rejects.toMatchObject(shape(400, "not.a.user"));
    await expect(conversations.getConversations()).rejects.toMatchObject(shape(400, "not.a.user"));
    await expect(analytics.getAnalyticsConversationDetails("nothing")).rejects.toMatchObject(shape(404, "not.found"));
    await expect(conversations.getConversation("nothing")).rejects.toMatchObject(shape(404, "conversation.not.found"));
  });

  test("403 with the missing permissions", async () => {
    await withSimulator(
      { withoutPermissions: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"] },
      async () => {
        await expect(analytics.postAnalyticsConversationsDetailsQuery({ interval: LAST_DAYS })).rejects.toMatchObject({
          ...shape(403, "missing.any.permissions"),
          message: expect.stringContaining(
            "[analytics:conversationDetail:view, analytics:agentConversationDetail:view]",
          ),
        });
      },
    );
  });

  test("429 after the requests of the minute", async () => {
    await withSimulator({ requestsPerMinute: 1 }, async () => {
      await new sdk.TokensApi().getTokensMe();
      await expect(new sdk.TokensApi().getTokensMe()).rejects.toMatchObject(
        shape(429, "too.many.requests.retry.after"),
      );
    });
  });
});
