import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const ANALYTICS = "/api/v2/analytics";
const DETAIL = "analytics:conversationDetail:view analytics:agentConversationDetail:view";
const AGGREGATE = "analytics:conversationAggregate:view";
const QUEUES = "analytics:queueObservation:view";
const AGENTS = "analytics:agentState:view";

/** Method and path, one of which permissions suffices, and what a client that has them gets for an empty body or an unknown id. */
const ENDPOINTS: readonly (readonly [method: string, path: string, permissions: string, status: number])[] = [
  ["GET", "/api/v2/tokens/me", "", 200],
  ["GET", "/api/v2/conversations", "", 400],
  ["GET", "/api/v2/conversations/calls", "", 400],
  ["GET", "/api/v2/conversations/callbacks", "", 400],
  ["GET", "/api/v2/conversations/emails", "", 400],
  ["GET", "/api/v2/conversations/messages", "", 400],
  ["GET", "/api/v2/conversations/calls/history", "", 400],
  ["GET", `/api/v2/conversations/${ID}`, "conversation:communication:view", 404],
  ["GET", `/api/v2/conversations/calls/${ID}`, "", 404],
  ["POST", `${ANALYTICS}/conversations/details/query`, DETAIL, 400],
  ["GET", `${ANALYTICS}/conversations/details?id=${ID}`, DETAIL, 200],
  ["GET", `${ANALYTICS}/conversations/${ID}/details`, DETAIL, 404],
  ["POST", `${ANALYTICS}/conversations/details/jobs`, DETAIL, 400],
  ["GET", `${ANALYTICS}/conversations/details/jobs/${ID}`, DETAIL, 404],
  ["GET", `${ANALYTICS}/conversations/details/jobs/${ID}/results`, DETAIL, 404],
  ["GET", `${ANALYTICS}/conversations/details/jobs/availability`, "analytics:conversationDetail:view", 200],
  ["POST", `${ANALYTICS}/conversations/aggregates/query`, AGGREGATE, 400],
  ["POST", `${ANALYTICS}/conversations/aggregates/jobs`, AGGREGATE, 400],
  ["GET", `${ANALYTICS}/conversations/aggregates/jobs/${ID}`, AGGREGATE, 404],
  ["GET", `${ANALYTICS}/conversations/aggregates/jobs/${ID}/results`, AGGREGATE, 404],
  ["POST", `${ANALYTICS}/conversations/activity/query`, QUEUES, 400],
  ["POST", `${ANALYTICS}/queues/observations/query`, QUEUES, 400],
  ["POST", `${ANALYTICS}/users/observations/query`, "analytics:userObservation:view", 400],
  ["GET", `${ANALYTICS}/agents/${ID}/status`, AGENTS, 404],
  ["POST", `${ANALYTICS}/agents/status/query`, AGENTS, 200],
  ["POST", `${ANALYTICS}/agents/status/counts`, AGENTS, 200],
  ["GET", `${ANALYTICS}/dataretention/settings`, "analytics:dataRetention:view", 200],
  ["GET", "/api/v2/notifications/channels", "", 200],
  ["GET", "/api/v2/notifications/availabletopics", "", 200],
  ["GET", "/api/v2/routing/queues", "routing:queue:view", 200],
  ["GET", `/api/v2/routing/queues/${ID}`, "routing:queue:view", 404],
  ["GET", "/api/v2/routing/wrapupcodes", "routing:wrapupCode:view", 200],
  ["GET", "/api/v2/users", "", 200],
  ["GET", "/api/v2/users/me", "", 400],
  ["GET", `/api/v2/users/${ID}`, "", 404],
  ["GET", `/api/v2/users/${ID}/routingstatus`, "", 404],
  ["POST", "/api/v2/users/search", "directory:user:view", 200],
  ["GET", "/api/v2/organizations/limits/namespaces/platform.api", "", 200],
  ["GET", "/api/v2/organizations/limits/namespaces/platform.api/defaults", "", 200],
  ["GET", "/api/v2/organizations/limits/docs", "", 200],
];

/** In the API, but not here; docs/simulator.md says so. */
const ABSENT: readonly (readonly [method: string, path: string])[] = [
  ["GET", "/api/v2/conversations/chats"],
  ["POST", "/api/v2/usage/query"],
  ["POST", `${ANALYTICS}/ratelimits/aggregates/query`],
  ["POST", `${ANALYTICS}/routing/activity/query`],
  ["POST", `${ANALYTICS}/users/activity/query`],
  ["POST", `${ANALYTICS}/users/details/query`],
];

let all: SimulatorClient;
let none: SimulatorClient;

beforeAll(async () => {
  const options = { perDay: 20, days: 2, requestsPerMinute: 1_000 };
  all = await createSimulatorClient(options);
  const withoutPermissions = [...new Set(ENDPOINTS.flatMap(([, , permissions]) => permissions.split(" ")))];
  none = await createSimulatorClient({
    ...options,
    withoutPermissions: withoutPermissions.filter((name) => name !== ""),
  });
});

const ask = (client: SimulatorClient, method: string, path: string) =>
  method === "POST" ? client.post(path, {}) : client.get(path);

describe("every documented endpoint", () => {
  test.each(ENDPOINTS)("%s %s wants %j", async (method, path, permissions, status) => {
    const answer = await ask(all, method, path);
    expect(answer.status).toBe(status);
    if (status >= 400) expect(answer.body).toMatchObject({ status, contextId: expect.any(String) });
    const refused = await ask(none, method, path);
    if (permissions === "") {
      expect(refused.status).toBe(status);
      return;
    }
    expect(refused.status).toBe(403);
    for (const permission of permissions.split(" ")) expect(refused.body.message).toContain(permission);
    expect((await all.send(path, { method })).status).toBe(401);
  });

  test("that needs a user refuses a client, and says so", async () => {
    for (const path of ["/api/v2/users/me", "/api/v2/conversations", "/api/v2/conversations/calls/history"])
      expect((await all.get(path)).body.code).toBe("not.a.user");
  });

  test.each(ABSENT)("%s %s is not found", async (method, path) => {
    expect(await ask(all, method, path)).toMatchObject({ status: 404, body: { code: "not.found" } });
  });
});
