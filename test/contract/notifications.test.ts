import { once } from "node:events";
import sdk from "purecloud-platform-client-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { HOUR_MS, MINUTE_MS } from "../../src/base/interval.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";

/** The official SDK for the requests, a plain client for the frames: nothing here is of our own client. */
const client = sdk.ApiClient.instance;
const notifications = new sdk.NotificationsApi();
const clock = createFakeClock(Date.UTC(2026, 5, 10, 14, 30));
const LACKING = "analytics:queueObservation:view";

let simulator: Simulator;
let queueId: string;
let userId: string;

beforeAll(async () => {
  const options = { clock: "stepped", perDay: 2_000, days: 7, withoutPermissions: [LACKING] };
  simulator = await startSimulator(options, { clock });
  const { hostname, port } = new URL(simulator.url);
  client.setGateway({ host: hostname, protocol: "http", port: Number(port) });
  await client.loginClientCredentialsGrant(simulator.clientId, simulator.clientSecret);
  queueId = (await new sdk.RoutingApi().getRoutingQueues({ pageSize: 1 })).entities?.[0]?.id ?? "";
  userId = (await new sdk.UsersApi().getUsers({ pageSize: 1 })).entities?.[0]?.id ?? "";
});
afterAll(() => simulator.close());

// biome-ignore lint/suspicious/noExplicitAny: a frame is whatever was sent, and tests look into it.
type Frame = any;

async function connect(connectUri = ""): Promise<{ frames: Frame[]; socket: WebSocket; settle(): Promise<void> }> {
  const socket = new WebSocket(connectUri);
  const frames: Frame[] = [];
  let heardPong = () => {};
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.eventBody?.message === "pong") heardPong();
    else frames.push(frame);
  });
  await once(socket, "open");
  const settle = () =>
    new Promise<void>((resolve) => {
      heardPong = resolve;
      socket.send('{"message":"ping"}');
    });
  return { frames, socket, settle };
}

test("channels are created, listed and known to be there", async () => {
  const channel = await notifications.postNotificationsChannels();
  expect(channel.connectUri).toBe(`${simulator.url.replace("http", "ws")}/channels/${channel.id}`);
  expect(Date.parse(channel.expires ?? "")).toBe(simulator.clock.now() + 24 * HOUR_MS);
  await notifications.headNotificationsChannel(channel.id ?? "");
  // The SDK rejects with the body of the answer, which HEAD has none of.
  await expect(notifications.headNotificationsChannel("nothing")).rejects.toBeUndefined();
  expect(simulator.requests.at(-1)).toMatchObject({ method: "HEAD", status: 404 });
  const { entities } = await notifications.getNotificationsChannels({ includechannels: "oauthclient" });
  expect(entities).toContainEqual(channel);
});

test("subscriptions are added, replaced, listed and removed; a missing permission is named", async () => {
  const id = (await notifications.postNotificationsChannels()).id ?? "";
  const combined = `v2.users.${userId}?presence&routingStatus`;
  const denied = `v2.analytics.queues.${queueId}.observations`;
  expect(await notifications.postNotificationsChannelSubscriptions(id, [{ id: combined }])).toMatchObject({
    entities: [{ id: combined, state: "Permitted" }],
  });
  await expect(
    notifications.postNotificationsChannelSubscriptions(id, [{ id: `v2.users.${userId}.station` }, { id: denied }]),
  ).rejects.toMatchObject({
    status: 403,
    code: "missing.permissions",
    message: expect.stringContaining(LACKING),
  });
  await expect(notifications.putNotificationsChannelSubscriptions(id, [{ id: "v2.nothing" }])).rejects.toMatchObject({
    status: 400,
    code: "notification.invalid.topic",
  });
  expect((await notifications.getNotificationsChannelSubscriptions(id)).entities).toMatchObject([{ id: combined }]);
  const wanted = [{ id: `v2.routing.queues.${queueId}.users` }, { id: denied }];
  expect(await notifications.putNotificationsChannelSubscriptions(id, wanted, { ignoreErrors: true })).toMatchObject({
    entities: [{ state: "Permitted" }, { id: denied, state: "Rejected", missingPermissions: [LACKING] }],
  });
  expect((await notifications.getNotificationsChannelSubscriptions(id)).entities).toHaveLength(1);
  await notifications.deleteNotificationsChannelSubscriptions(id);
  expect((await notifications.getNotificationsChannelSubscriptions(id)).entities).toEqual([]);
});

test("available topics tell what they need", async () => {
  const expand = ["permissionDetails", "requiresPermissions", "schema", "transports"] as const;
  const { entities = [] } = await notifications.getNotificationsAvailabletopics({ expand: [...expand] });
  expect(entities.find(({ id }) => id === "v2.routing.queues.{id}.conversations")).toMatchObject({
    requiresPermissions: ["conversation:communication:view"],
    permissionDetails: [{ type: "requiresDivisionPermissions" }],
  });
});

test("a plain WebSocket client hears the conversations of the queues, whole, in order, with heartbeats between", async () => {
  const queues = (await new sdk.RoutingApi().getRoutingQueues({ pageSize: 100 })).entities ?? [];
  const channel = await notifications.postNotificationsChannels();
  const topics = queues.map(({ id }) => ({ id: `v2.routing.queues.${id}.conversations` }));
  await notifications.postNotificationsChannelSubscriptions(channel.id ?? "", topics);
  const { frames, socket, settle } = await connect(channel.connectUri);
  simulator.clock.advance(10 * MINUTE_MS);
  await settle();
  const heartbeats = frames.filter(({ topicName }) => topicName === "channel.metadata");
  expect(heartbeats).toHaveLength(20);
  const events = frames.filter((frame) => !heartbeats.includes(frame));
  expect(events.length).toBeGreaterThan(100);
  for (const { topicName, version, eventBody, metadata } of events) {
    expect(topics).toContainEqual({ id: topicName });
    expect(version).toBeTypeOf("string");
    expect(metadata.CorrelationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(eventBody.participants.length).toBeGreaterThan(0);
  }
  expect(new Set(events.map(({ metadata }) => metadata.CorrelationId)).size).toBe(events.length);
  socket.close();
});

test("what was heard last of a conversation is what the API says of it", async () => {
  const channel = await notifications.postNotificationsChannels();
  const topics = [{ id: `v2.routing.queues.${queueId}.conversations` }];
  await notifications.postNotificationsChannelSubscriptions(channel.id ?? "", topics);
  const { frames, socket, settle } = await connect(channel.connectUri);
  simulator.clock.advance(30 * MINUTE_MS);
  await settle();
  socket.close();
  const latest = new Map(
    frames
      .filter(({ topicName }) => topicName !== "channel.metadata")
      .map(({ eventBody }) => [eventBody.id, eventBody]),
  );
  expect(latest.size).toBeGreaterThan(3);
  for (const { conversationId } of simulator.truth().activeAt(simulator.clock.now())) {
    const heard = latest.get(conversationId);
    if (heard === undefined) continue;
    const { participants = [] } = await new sdk.ConversationsApi().getConversation(conversationId);
    expect(heard.participants.map(({ id }: { id: string }) => id)).toEqual(participants.map(({ id }) => id));
  }
});
