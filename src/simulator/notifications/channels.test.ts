import { describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import type { SimulatorOptions } from "../simulator-options.ts";

const CHANNELS = "/api/v2/notifications/channels";
const SMALL = { perDay: 20, days: 2 };

async function open(options: Partial<SimulatorOptions> = {}) {
  const client = await createSimulatorClient({ ...SMALL, ...options });
  const { body: channel } = await client.post(CHANNELS, {});
  const path = `${CHANNELS}/${channel.id}/subscriptions`;
  const authorization = await client.signIn();
  const change = (method: string, ids: readonly unknown[], query = "") =>
    client.send(`${path}${query}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(ids.map((id) => ({ id }))),
    });
  const read = async () =>
    (await client.get(path)).body.entities.map(({ id }: { id: string }) => id) as readonly string[];
  const first = async (list: string) => (await client.get(list)).body.entities[0].id as string;
  const queue = await first("/api/v2/routing/queues");
  const user = await first("/api/v2/users");
  return { client, channel, path, change, read, queue, user };
}

const isThere = async (client: SimulatorClient, id: string) =>
  (await client.send(`${CHANNELS}/${id}`, { method: "HEAD", headers: { authorization: await client.signIn() } }))
    .status;

describe("a channel", () => {
  test("is created with an address to connect to and the end of its life, a day later", async () => {
    const { client, channel } = await open();
    expect(channel).toEqual({
      id: expect.stringMatching(/^streaming-0-[0-9a-z]{26}$/),
      connectUri: `ws://localhost/channels/${channel.id}`,
      expires: new Date(client.clock.now() + DAY_MS).toISOString(),
    });
    expect(await isThere(client, channel.id)).toBe(200);
    expect(await isThere(client, "nothing")).toBe(404);
    expect((await client.get(`${CHANNELS}/${channel.id}`)).status).toBe(405);
  });

  test("is listed to its token; of other tokens of the client only that they have some, of other clients nothing", async () => {
    const { client, channel } = await open();
    const own = { id: channel.id, connectUri: channel.connectUri, expires: channel.expires };
    expect((await client.get(CHANNELS)).body).toEqual({ entities: [own] });
    const headers = { authorization: await client.signIn() };
    expect((await client.send(CHANNELS, { headers })).body).toEqual({ entities: [] });
    const ofAll = `${CHANNELS}?includechannels=oauthclient`;
    expect((await client.send(ofAll, { headers })).body).toEqual({ entities: [{ expires: channel.expires }] });
    expect((await client.asOther(ofAll)).body).toEqual({ entities: [] });
    expect((await client.asOther(`${CHANNELS}/${channel.id}/subscriptions`)).status).toBe(404);
    expect(await client.get(`${CHANNELS}?includechannels=all`)).toMatchObject({
      status: 400,
      body: { code: "invalid.value" },
    });
  });

  test("ends a day after it was last subscribed with", async () => {
    const { client, channel, change, user } = await open({ tokenSeconds: 172_800 });
    client.clock.advance(23 * HOUR_MS);
    await change("POST", [`v2.users.${user}.presence`]);
    client.clock.advance(23 * HOUR_MS);
    expect(await isThere(client, channel.id)).toBe(200);
    client.clock.advance(HOUR_MS);
    expect(await isThere(client, channel.id)).toBe(404);
  });

  test("ends with its token", async () => {
    const { client, channel } = await open();
    client.clock.advance(DAY_MS - 1);
    expect(await isThere(client, channel.id)).toBe(200);
    await client.delete("/api/v2/tokens/me");
    expect(await isThere(client, channel.id)).toBe(404);
    expect((await client.get(CHANNELS)).status).toBe(401);
  });

  test("the twenty-first takes the place of the one least recently used", async () => {
    const { client, channel, change, user } = await open();
    const ids = [channel.id];
    for (let count = 1; count < 20; count++) {
      client.clock.advance(1_000);
      ids.push((await client.post(CHANNELS, {})).body.id);
    }
    client.clock.advance(1_000);
    await change("POST", [`v2.users.${user}.presence`]);
    await client.post(CHANNELS, {});
    expect(await isThere(client, channel.id)).toBe(200);
    expect(await isThere(client, ids[1] ?? "")).toBe(404);
    expect((await client.get(CHANNELS)).body.entities).toHaveLength(20);
  });

  test("too many within a second are refused, unless limits are off", async () => {
    const hasty = await createSimulatorClient({ ...SMALL, channelsPerSecond: 2 });
    const statuses = async (client: SimulatorClient) => [
      (await client.post(CHANNELS, {})).status,
      (await client.post(CHANNELS, {})).status,
      (await client.post(CHANNELS, {})).status,
    ];
    expect(await statuses(hasty)).toEqual([200, 200, 429]);
    hasty.clock.advance(1_000);
    expect((await hasty.post(CHANNELS, {})).status).toBe(200);
    const free = await createSimulatorClient({ ...SMALL, channelsPerSecond: 2, channelsMax: 2, limits: "off" });
    expect(await statuses(free)).toEqual([200, 200, 200]);
    expect((await free.get(CHANNELS)).body.entities).toHaveLength(3);
  });
});

describe("subscriptions", () => {
  test("are added, replaced and removed", async () => {
    const { client, path, change, read, queue, user } = await open();
    const [first, second] = [`v2.users.${user}.presence`, `v2.routing.queues.${queue}.conversations`];
    expect(await change("POST", [first, first])).toMatchObject({
      status: 200,
      body: { entities: [{ id: first, state: "Permitted", selfUri: path }] },
    });
    await change("POST", [second]);
    expect(await read()).toEqual([first, second]);
    await change("PUT", [second]);
    expect(await read()).toEqual([second]);
    expect(await client.delete(path)).toMatchObject({ status: 204, body: undefined });
    expect(await read()).toEqual([]);
  });

  test.each([
    ["no topic", "v2.nothing.at.all"],
    ["one of the system", "v2.system.socket_closing"],
    ["the channel's own", "channel.metadata"],
    ["a template", "v2.users.{id}.presence"],
    ["an empty one", ""],
    ["a combined one with a bad part", "v2.users.someone?presence&mood"],
    ["two questions", "v2.users.someone?presence?station"],
    ["one that is too long", `v2.users.${"x".repeat(200)}.presence`],
  ])("to %s are refused, and nothing of the request happens", async (_, topic) => {
    const { change, read, user } = await open();
    expect(await change("POST", [`v2.users.${user}.presence`, topic])).toMatchObject({
      status: 400,
      body: { code: "notification.invalid.topic", message: "The subscription topic is not valid." },
    });
    expect(await read()).toEqual([]);
  });

  test("combined topics count as one, up to 200 characters", async () => {
    const { change, read, user } = await open({ channelTopicsMax: 1 });
    const combined = `v2.users.${user}?presence&routingStatus&conversations.calls`;
    expect((await change("POST", [combined])).status).toBe(200);
    expect(await read()).toEqual([combined]);
    const station = (length: number) => `v2.users.${"x".repeat(length - 17)}.station`;
    expect(station(200)).toHaveLength(200);
    expect((await change("PUT", [station(200)])).status).toBe(200);
    expect((await change("PUT", [station(201)])).body.code).toBe("notification.invalid.topic");
  });

  test("a thousand are a channel's most", async () => {
    const { change, read } = await open();
    const topics = Array.from({ length: 1_001 }, (_, index) => `v2.users.user-${index}.presence`);
    expect((await change("POST", topics.slice(0, 999))).status).toBe(200);
    const refused = { status: 400, body: { code: "notification.subscription.too.many.subscriptions" } };
    expect(await change("POST", topics.slice(999))).toMatchObject(refused);
    expect(await change("POST", topics.slice(999), "?ignoreErrors=true")).toMatchObject(refused);
    expect(await read()).toHaveLength(999);
    expect((await change("POST", topics.slice(0, 1_000))).status).toBe(200);
    expect(await change("PUT", topics)).toMatchObject(refused);
  });

  test("without a permission fail the whole request, naming it", async () => {
    const { change, read, queue, user } = await open({ withoutPermissions: ["conversation:communication:view"] });
    const topics = [`v2.users.${user}.presence`, `v2.routing.queues.${queue}.conversations`];
    expect(await change("POST", topics)).toMatchObject({
      status: 403,
      body: {
        code: "missing.permissions",
        message:
          "Unable to perform the requested action. You are missing the following permission(s): [conversation:communication:view]",
      },
    });
    expect(await read()).toEqual([]);
  });

  test("with ignoreErrors each is accepted or rejected for itself", async () => {
    const { change, read, queue, user } = await open({ withoutPermissions: ["conversation:communication:view"] });
    const topics = [
      `v2.users.${user}.presence`,
      `v2.routing.queues.${queue}.conversations`,
      "v2.nothing",
      `v2.users.${user}.tokens`,
    ];
    const { status, body } = await change("POST", topics, "?ignoreErrors=true");
    expect(status).toBe(200);
    expect(body.entities).toMatchObject([
      { id: topics[0], state: "Permitted" },
      { id: topics[1], state: "Rejected", missingPermissions: ["conversation:communication:view"] },
      { id: topics[2], state: "Rejected", rejectionReason: "The subscription topic is not valid." },
      { id: topics[3], state: "Rejected" },
    ]);
    expect(body.entities[2].missingPermissions).toBeUndefined();
    expect(await read()).toEqual([topics[0]]);
  });

  test("to queues and users of other divisions lack the permission there", async () => {
    const all = await createSimulatorClient(SMALL);
    const queues: { id: string; division: { name: string } }[] = (await all.get("/api/v2/routing/queues")).body
      .entities;
    const [here] = queues;
    const there = queues.find(({ division }) => division.name !== here?.division.name);
    const { change } = await open({ divisions: [here?.division.name ?? ""] });
    const topic = (queue: { id: string } | undefined) => `v2.routing.queues.${queue?.id}.users`;
    expect((await change("POST", [topic(here)])).status).toBe(200);
    expect((await change("POST", [topic(there)])).body.message).toContain("[routing:queue:view]");
  });

  test("to what is only for a user himself are refused to a client, but for its own id", async () => {
    const { client, change, user } = await open();
    expect(await change("POST", [`v2.users.${user}.tokens`])).toMatchObject({
      status: 403,
      body: { code: "not.authorized" },
    });
    expect((await change("POST", [`v2.users.${client.clientId}.tokens`])).status).toBe(200);
  });

  test.each(["{}", "[1]", "[{}]", '[{"id":1}]', "[null]", "{"])("a body of %s is refused", async (body) => {
    const { client, path } = await open();
    const headers = { authorization: await client.signIn(), "content-type": "application/json" };
    expect(await client.send(path, { method: "POST", headers, body })).toMatchObject({
      status: 400,
      body: { code: "bad.request" },
    });
  });
});

describe("available topics", () => {
  const TOPICS = "/api/v2/notifications/availabletopics";

  test("are listed by name, with what is asked for", async () => {
    const { client } = await open();
    const { entities } = (await client.get(TOPICS)).body;
    expect(entities.length).toBe(237);
    expect(entities).toContainEqual({ id: "v2.users.{id}.conversations.calls" });
    expect(entities.filter(({ id }: { id: string }) => id.startsWith("v2.system"))).toEqual([]);
    const expanded = (await client.get(`${TOPICS}?expand=permissionDetails,topicParameters&expand=visibility`)).body;
    expect(expanded.entities).toContainEqual({
      id: "v2.routing.queues.{id}.users",
      permissionDetails: [
        {
          type: "requiresDivisionPermissions",
          permissions: ["routing:queue:view"],
          allowsCurrentUser: false,
          enforced: true,
        },
      ],
      topicParameters: ["{id}"],
      visibility: "Public",
    });
    expect((await client.get(`${TOPICS}?includePreview=true`)).body.entities.length).toBe(238);
    expect((await client.get(`${TOPICS}?expand=everything`)).body.code).toBe("invalid.value");
    expect((await client.get(`${TOPICS}?includePreview=maybe`)).body.code).toBe("invalid.value");
  });
});
