import { describe, expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";

const QUERY = "/api/v2/analytics/conversations/details/query";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("the token endpoint", () => {
  test("takes the grant in the body, alone as a text, or in the query", async () => {
    const { send, clientId, clientSecret } = await createSimulatorClient();
    const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
    const form = { authorization, "content-type": "application/x-www-form-urlencoded" };
    const grant = "grant_type=client_credentials";
    for (const answer of [
      await send("/oauth/token", { method: "POST", headers: form, body: grant }),
      await send("/oauth/token", { method: "POST", headers: { authorization }, body: grant }),
      await send(`/oauth/token?${grant}`, { method: "POST", headers: { authorization } }),
      await send("/oauth/token", {
        method: "POST",
        body: `${grant}&client_id=${clientId}&client_secret=${clientSecret}`,
      }),
    ]) {
      expect(answer).toMatchObject({ status: 200, body: { token_type: "bearer", expires_in: 86_399 } });
      expect(answer.body.access_token).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test("refuses strangers, wrong secrets and other grants in its own form", async () => {
    const { send, clientId } = await createSimulatorClient();
    const ask = (credentials: string, grant = "client_credentials") =>
      send("/oauth/token", {
        method: "POST",
        headers: { authorization: `Basic ${btoa(credentials)}` },
        body: `grant_type=${grant}`,
      });
    const error = (text: string, code = "invalid_client") => ({
      error: code,
      description: text,
      error_description: text,
    });
    expect(await ask("somebody:x")).toMatchObject({ status: 400, body: error("client not found") });
    expect(await ask(`${clientId}:x`)).toMatchObject({ status: 401, body: error("authentication failed") });
    expect(await ask(`${clientId}:x`, "password")).toMatchObject({
      status: 400,
      body: { error: "unsupported_grant_type" },
    });
    expect(await send("/oauth/token", { method: "POST" })).toMatchObject({
      status: 400,
      body: { error: "invalid_request" },
    });
  });

  test("credentials are letters, digits and dashes", async () => {
    const { clientId, clientSecret } = await createSimulatorClient();
    expect(`${clientId}${clientSecret}`).toMatch(/^[A-Za-z0-9-]+$/);
  });
});

describe("the order of checks", () => {
  test("first who asks, then how often, then whether he may, then what was sent", async () => {
    const client = await createSimulatorClient({
      requestsPerMinute: 1,
      withoutPermissions: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"],
    });
    const bad = { method: "POST", headers: { authorization: "Bearer nonsense" }, body: "{" };
    expect(await client.send(QUERY, { method: "POST", body: "{" })).toMatchObject({
      status: 401,
      body: { code: "authentication.required" },
    });
    expect(await client.send(QUERY, bad)).toMatchObject({
      status: 401,
      body: { code: "bad.credentials", message: "Invalid login credentials." },
    });
    expect(await client.send(QUERY, { ...bad, headers: { authorization: await client.signIn() } })).toMatchObject({
      status: 403,
    });
    const spent = await client.signIn();
    await client.send("/api/v2/tokens/me", { headers: { authorization: spent } });
    expect(await client.send(QUERY, { ...bad, headers: { authorization: spent } })).toMatchObject({ status: 429 });
  });

  test("a missing permission is named", async () => {
    const client = await createSimulatorClient({ withoutPermissions: ["routing:queue:view"] });
    const answer = await client.get("/api/v2/routing/queues");
    expect(answer).toMatchObject({
      status: 403,
      body: {
        code: "missing.any.permissions",
        message:
          "Unable to perform the requested action. You must have at least one of the following permissions assigned: [routing:queue:view]",
      },
    });
    expect(await client.get("/api/v2/routing/wrapupcodes")).toMatchObject({ status: 200 });
  });

  test("other media types and large or broken bodies are refused", async () => {
    const client = await createSimulatorClient({ bodyBytesMax: 100 });
    const authorization = await client.signIn();
    const post = (body: string, type: string) =>
      client.send(QUERY, { method: "POST", headers: { authorization, "content-type": type }, body });
    expect(await post("{}", "text/plain")).toMatchObject({ status: 415, body: { code: "unsupported.media.type" } });
    expect(await post(`{"a":"${"x".repeat(200)}"}`, "application/json")).toMatchObject({
      status: 413,
      body: { code: "request.entity.too.large", message: "The request is over the size limit. Maximum bytes: 100" },
    });
    for (const body of ["{", "[]", "null", ""]) {
      expect(await post(body, "application/json")).toMatchObject({ status: 400, body: { code: "bad.request" } });
    }
  });
});

describe("the rate limit", () => {
  test("refuses the request after the last one of the minute, and says when to come back", async () => {
    const { send, signIn, clock } = await createSimulatorClient({ requestsPerMinute: 3 });
    const headers = { authorization: await signIn() };
    const ask = () => send("/api/v2/tokens/me", { headers });
    const first = await ask();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "inin-ratelimit-count": "1",
      "inin-ratelimit-allowed": "3",
      "inin-ratelimit-reset": "60",
    });
    clock.advance(18_000);
    await ask();
    await ask();
    const refused = await ask();
    expect(refused).toMatchObject({
      status: 429,
      body: {
        message: "Rate limit exceeded the maximum. Retry the request in [42] seconds",
        code: "too.many.requests.retry.after",
        status: 429,
        details: [],
        errors: [],
      },
    });
    expect(refused.headers.get("retry-after")).toBe("42");
    expect(refused.body.contextId).toBe(refused.headers.get("inin-correlation-id"));
    clock.advance(42_000);
    expect((await ask()).status).toBe(200);
    expect((await send("/api/v2/tokens/me", { headers: { authorization: await signIn() } })).status).toBe(200);
  });

  test("is off when limits are", async () => {
    const { get } = await createSimulatorClient({ requestsPerMinute: 1, limits: "off" });
    for (let index = 0; index < 3; index++) expect((await get("/api/v2/tokens/me")).status).toBe(200);
  });
});

test("a token is worth nothing after its lifetime", async () => {
  const { get, clock } = await createSimulatorClient({ tokenSeconds: 300 });
  expect((await get("/api/v2/tokens/me")).status).toBe(200);
  clock.advance(300_000);
  expect(await get("/api/v2/tokens/me")).toMatchObject({ status: 401, body: { code: "bad.credentials" } });
});

test("every answer has a correlation id and is not to be cached", async () => {
  const { get, send } = await createSimulatorClient();
  for (const answer of [await get("/api/v2/tokens/me"), await get("/api/v2/nothing"), await send("/elsewhere")]) {
    expect(answer.headers.get("inin-correlation-id")).toMatch(UUID);
    expect(answer.headers.get("cache-control")).toContain("no-store");
  }
});

test("paths that do not exist are not found, methods that do not are not allowed", async () => {
  const { get, send, signIn } = await createSimulatorClient();
  expect(await get("/api/v2/conversations/chats/x/y")).toMatchObject({ status: 404, body: { code: "not.found" } });
  expect(await send("/api/v2/nothing")).toMatchObject({ status: 401 });
  expect(await send("/api/v2/users", { method: "DELETE" })).toMatchObject({ status: 401 });
  expect(await send("/api/v2/users", { method: "DELETE", headers: { authorization: await signIn() } })).toMatchObject({
    status: 405,
  });
  expect(await send("/oauth/token")).toMatchObject({ status: 405 });
});

test("what needs a user is refused to a client", async () => {
  const { get } = await createSimulatorClient();
  for (const path of [
    "users/me",
    "conversations",
    "conversations/calls",
    "conversations/callbacks",
    "conversations/emails",
    "conversations/messages",
  ]) {
    expect(await get(`/api/v2/${path}`)).toMatchObject({ status: 400, body: { code: "not.a.user" } });
  }
});

test("the token tells its organisation and its client, and HEAD tells that it is good", async () => {
  const { get, send, signIn, clientId } = await createSimulatorClient();
  expect(await get("/api/v2/tokens/me")).toMatchObject({
    status: 200,
    body: { OAuthClient: { id: clientId }, authenticatedUser: null },
  });
  const head = await send("/api/v2/tokens/me", { method: "HEAD", headers: { authorization: await signIn() } });
  expect(head).toMatchObject({ status: 200, body: undefined });
});
