import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createListFeed } from "../../../test/support/list-feed.ts";
import { createRig, type Listener, type Rig, refusedWith } from "../../../test/support/notification-rig.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { Fault } from "../faults.ts";
import type { SimulatorOptions } from "../simulator-options.ts";

const START = Date.UTC(2026, 2, 10, 9);
const PRESENCE = "v2.users.ada.presence";
const CALLS = "v2.users.ada.conversations.calls";
const CHANNELS = "/api/v2/notifications/channels";

/** A presence every ten seconds, and a call every minute, for an hour. */
const FEED = createListFeed([
  ...Array.from({ length: 360 }, (_, n) => [START + (n + 1) * 10 * SECOND_MS, PRESENCE, { presence: n + 1 }] as const),
  ...Array.from({ length: 60 }, (_, n) => [START + (n + 1) * MINUTE_MS - 1, CALLS, { call: n + 1 }] as const),
]);

const start = (options: Partial<SimulatorOptions> = {}) => createRig(FEED, { clockStart: START, ...options });
const withFaults = (...faults: Fault[]) => start({ faults: { faults } });
const QUIET = { heartbeatInterval: DAY_MS };

/** Of each frame the least that tells it from the others. */
function brief(frames: Awaited<ReturnType<Listener["read"]>>): (string | number)[] {
  return frames.map(({ topicName, eventBody, result }) => {
    if (result !== undefined) return `result ${result}`;
    if (topicName === "channel.metadata") return eventBody.message;
    return eventBody.presence ?? (eventBody.call === undefined ? topicName : `call ${eventBody.call}`);
  });
}

const HEARTBEAT = "WebSocket Heartbeat";

describe("a socket", () => {
  test("hears what is published under its topics, in envelopes", async () => {
    await using rig = await start();
    const { read } = await rig.open(PRESENCE);
    rig.clock.advance(10 * SECOND_MS);
    expect(await read()).toEqual([
      {
        topicName: PRESENCE,
        version: "2",
        eventBody: { presence: 1 },
        metadata: { CorrelationId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
  });

  test("is told every thirty seconds that it is alive", async () => {
    await using rig = await start();
    const { read } = await rig.open();
    rig.clock.advance(29_999);
    expect(await read()).toEqual([]);
    rig.clock.advance(1);
    expect(await read()).toEqual([{ topicName: "channel.metadata", eventBody: { message: HEARTBEAT } }]);
    rig.clock.advance(60_000);
    expect(brief(await read())).toEqual([HEARTBEAT, HEARTBEAT, HEARTBEAT]);
  });

  test("is answered a ping with a pong", async () => {
    await using rig = await start();
    const { socket } = await rig.open();
    const answer = new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(data.toString()))));
    socket.send('{"message":"ping"}');
    expect(await answer).toEqual({ topicName: "channel.metadata", eventBody: { message: "pong" } });
  });

  test("hears the single topics of a combined one under their own names", async () => {
    await using rig = await start();
    const { read } = await rig.open("v2.users.ada?presence&conversations.calls");
    rig.clock.advance(MINUTE_MS);
    expect(brief(await read())).toEqual([1, 2, HEARTBEAT, 3, 4, 5, "call 1", HEARTBEAT, 6]);
  });

  test("gets in one leap of an hour every event in order, each before the heartbeats that come later", async () => {
    await using rig = await start();
    const { read } = await rig.open(PRESENCE);
    rig.clock.advance(HOUR_MS);
    const heard = brief(await read());
    expect(heard.filter((one) => one !== HEARTBEAT)).toEqual(Array.from({ length: 360 }, (_, n) => n + 1));
    expect(heard.slice(0, 5)).toEqual([1, 2, HEARTBEAT, 3, 4]);
    expect(heard).toHaveLength(480);
  });

  test("misses what is published while nobody is connected, and needs no new subscription afterwards", async () => {
    await using rig = await start(QUIET);
    const first = await rig.open(PRESENCE);
    rig.clock.advance(10 * SECOND_MS);
    await first.read();
    first.socket.close();
    await first.closed();
    await until(async () => (await rig.send("GET", "/simulator/channels")).body.channels[0].sockets === 0);
    rig.clock.advance(20 * SECOND_MS);
    const second = await rig.listen(first.connectUri);
    rig.clock.advance(20 * SECOND_MS);
    expect([brief(first.frames), brief(await second.read())]).toEqual([[1], [4, 5]]);
  });

  test("of two on a channel both get everything", async () => {
    await using rig = await start(QUIET);
    const first = await rig.open(PRESENCE);
    const second = await rig.listen(first.connectUri);
    rig.clock.advance(MINUTE_MS);
    expect(await first.read()).toEqual(await second.read());
    expect(brief(first.frames)).toEqual([1, 2, 3, 4, 5, 6]);
    first.socket.close();
    await first.closed();
    rig.clock.advance(10 * SECOND_MS);
    expect(brief(await second.read())).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("hears from then on what it is subscribed to, and no more what it is not", async () => {
    await using rig = await start(QUIET);
    const { read, id } = await rig.open(PRESENCE);
    rig.clock.advance(20 * SECOND_MS);
    await rig.send("PUT", `${CHANNELS}/${id}/subscriptions`, [{ id: CALLS }]);
    rig.clock.advance(MINUTE_MS);
    await rig.send("DELETE", `${CHANNELS}/${id}/subscriptions`);
    rig.clock.advance(MINUTE_MS);
    expect(brief(await read())).toEqual([1, 2, "call 1"]);
  });
});

describe("what a client says over its socket", () => {
  test("subscribes it to topics", async () => {
    await using rig = await start(QUIET);
    const { read, socket, id } = await rig.open();
    socket.send(JSON.stringify({ message: "subscribe", topics: [PRESENCE], correlationId: "mine" }));
    expect(await read()).toEqual([{ result: "200", status: "subscribed", correlationId: "mine" }]);
    const { body } = await rig.send("GET", `${CHANNELS}/${id}/subscriptions`);
    expect(body.entities).toMatchObject([{ id: PRESENCE }]);
    rig.clock.advance(10 * SECOND_MS);
    expect(brief(await read())).toEqual(["result 200", 1]);
  });

  test.each([
    ['{"message":"subscribe","topics":["v2.nothing"],"correlationId":"x"}', "failure"],
    ['{"message":"subscribe","topics":"v2.users.ada.presence"}', "error"],
    ['{"message":"subscribe","topics":[1]}', "error"],
    ['{"message":"subscribe"}', "error"],
    ['{"message":"sing"}', "error"],
    ["{}", "error"],
    ["[]", "error"],
    ["null", "error"],
    ["{", "error"],
    ["", "error"],
    [`${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`.slice(0, 130_000), "error"],
    [Buffer.from([0xff, 0xfe, 0]), "error"],
  ])("is answered with 400 when it is %s", async (said, status) => {
    await using rig = await start(QUIET);
    const { read, socket } = await rig.open();
    socket.send(said);
    expect(await read()).toMatchObject([{ result: "400", status }]);
    expect(socket.readyState).toBe(socket.OPEN);
  });

  test("closes it when it is too long", async () => {
    await using rig = await start({ socketMessageBytesMax: 100 });
    const { socket, closed } = await rig.open();
    socket.send("x".repeat(101));
    expect(await closed()).toBe(1009);
  });
});

describe("a socket is refused with 404", () => {
  test("for a channel that never was, was evicted, has expired, or whose token is dead", async () => {
    await using rig = await start({ channelsMax: 1, channelLifetime: HOUR_MS });
    const create = async (authorization?: string) =>
      (await rig.send("POST", CHANNELS, undefined, authorization)).body.connectUri as string;
    const host = rig.url.replace("http", "ws");
    expect(await refusedWith(`${host}/channels/streaming-0-none`)).toBe(404);
    expect(await refusedWith(`${host}/channels`)).toBe(404);
    expect(await refusedWith(`${host}/elsewhere`)).toBe(404);
    const first = await create();
    const second = await create();
    expect(await refusedWith(first)).toBe(404);
    (await rig.listen(second)).socket.terminate();
    rig.clock.advance(HOUR_MS);
    expect(await refusedWith(second)).toBe(404);
    const other = await rig.signIn();
    const third = await create(other);
    await rig.send("DELETE", "/api/v2/tokens/me", undefined, other);
    expect(await refusedWith(third)).toBe(404);
  });
});

describe("a socket is closed", () => {
  test("when its channel expires", async () => {
    await using rig = await start({ channelLifetime: 25 * SECOND_MS });
    const { closed, frames } = await rig.open(PRESENCE);
    rig.clock.advance(HOUR_MS);
    expect(await closed()).toBe(1001);
    expect(brief(frames)).toEqual([1, 2]);
  });

  test("when its channel is evicted, connected ones last", async () => {
    await using rig = await start({ channelsMax: 2 });
    const connected = await rig.open(PRESENCE);
    rig.clock.advance(1);
    const idle = (await rig.send("POST", CHANNELS)).body.connectUri;
    rig.clock.advance(1);
    const second = await rig.open(PRESENCE);
    expect(await refusedWith(idle)).toBe(404);
    await rig.send("POST", CHANNELS);
    expect(await connected.closed()).toBe(1001);
    expect(connected.frames).toMatchObject([
      {
        topicName: `v2.system.no_longer_subscribed.${connected.id}`,
        eventBody: { channelId: connected.id, reason: "another_channel_subscribed", oauthClientId: rig.clientId },
      },
    ]);
    expect(second.socket.readyState).toBe(second.socket.OPEN);
  });

  test("when its token is revoked or expires, which it is told", async () => {
    await using rig = await start({ ...QUIET, tokenSeconds: 15 });
    const first = await rig.open(PRESENCE);
    rig.clock.advance(HOUR_MS);
    expect(await first.closed()).toBe(1001);
    expect(brief(first.frames)).toEqual([1, `v2.system.token_revoked.${first.id}`]);
  });

  test("for maintenance a minute after it was told so, and finds its channel again", async () => {
    await using rig = await start({ ...QUIET, socketLifetime: 75 * SECOND_MS });
    const first = await rig.open(PRESENCE);
    rig.clock.advance(MINUTE_MS);
    expect(brief(await first.read())).toEqual([1, "v2.system.socket_closing", 2, 3, 4, 5, 6]);
    expect(first.frames[1]).toMatchObject({ eventBody: { systemTopicType: "socket_closing", channelId: first.id } });
    rig.clock.advance(MINUTE_MS);
    expect(await first.closed()).toBe(1001);
    expect(brief(first.frames).slice(-1)).toEqual([7]);
    const second = await rig.listen(first.connectUri);
    rig.clock.advance(10 * SECOND_MS);
    expect(brief(await second.read())).toEqual([13]);
  });

  test("when the control API says so, with a warning or without, of one channel or of all", async () => {
    await using rig = await start(QUIET);
    const [first, second] = [await rig.open(PRESENCE), await rig.open(PRESENCE)];
    const command = (body: object) => rig.send("POST", "/simulator/channels", body);
    expect((await command({ announceClosing: true, id: first.id })).body.channels).toMatchObject([
      { id: first.id, topics: [PRESENCE], sockets: 1 },
      { id: second.id, topics: [PRESENCE], sockets: 1 },
    ]);
    rig.clock.advance(MINUTE_MS);
    expect(await first.closed()).toBe(1001);
    expect(brief(first.frames)).toEqual(["v2.system.socket_closing", 1, 2, 3, 4, 5]);
    expect(brief(await second.read())).toEqual([1, 2, 3, 4, 5, 6]);
    await command({ closeSockets: true });
    await second.closed();
    expect((await command({ evict: true })).body).toEqual({ channels: [] });
    expect((await command({ evict: true, id: first.id })).status).toBe(404);
    for (const bad of [{}, { sing: true }, { evict: 1 }, { evict: true, closeSockets: true }, [], { toString: true }])
      expect((await command(bad)).status).toBe(400);
  });

  test("with the code that was chosen", async () => {
    await using rig = await start({ socketCloseCode: 4_000 });
    const { closed } = await rig.open();
    await rig.send("POST", "/simulator/channels", { closeSockets: true });
    expect(await closed()).toBe(4_000);
  });

  test("at the end of the simulator", async () => {
    const rig = await start();
    const { closed } = await rig.open();
    await rig[Symbol.asyncDispose]();
    expect([1001, 1006]).toContain(await closed());
  });

  test("when it does not read, and too much waits for it", async () => {
    const body = { text: "x".repeat(100_000) };
    const feed = createListFeed(Array.from({ length: 2_000 }, (_, n) => [START + n + 1, PRESENCE, body] as const));
    await using rig = await createRig(feed, { clockStart: START, socketBacklogMax: 1_000 });
    const stalled = await rig.open(PRESENCE);
    stalled.socket.pause();
    rig.clock.advance(HOUR_MS);
    await until(async () => (await rig.send("GET", "/simulator/channels")).body.channels[0].sockets === 0);
    stalled.socket.resume();
    expect(await stalled.closed()).toBe(1006);
    expect(stalled.frames.length).toBeLessThan(1_000);
  });

  test("but not while it reads, however much a leap publishes", async () => {
    const body = { text: "x".repeat(10_000) };
    const feed = createListFeed(Array.from({ length: 2_000 }, (_, n) => [START + n + 1, PRESENCE, body] as const));
    await using rig = await createRig(feed, { clockStart: START, ...QUIET });
    const { read } = await rig.open(PRESENCE);
    rig.clock.advance(HOUR_MS);
    expect(await read()).toHaveLength(2_000);
  });
});

describe("events meet faults", () => {
  const hear = async (rig: Rig, ...topics: string[]) => {
    const listener = await rig.open(...topics);
    rig.clock.advance(MINUTE_MS);
    return brief(await listener.read()).filter((one) => one !== HEARTBEAT);
  };

  test.each<[string, Fault, (string | number)[]]>([
    ["are dropped", { after: 1, times: 2, do: { dropEvent: true } }, [1, 4, 5, 6]],
    ["are doubled", { after: 1, do: { duplicateEvent: true } }, [1, 2, 2, 3, 4, 5, 6]],
    ["are late", { after: 1, do: { delayEventMs: 15_000 } }, [1, 3, 2, 4, 5, 6]],
    ["are overtaken by the next one", { after: 1, do: { reorderEvent: true } }, [1, 3, 2, 4, 5, 6]],
    ["are overtaken by the one after all that are", { times: 2, do: { reorderEvent: true } }, [3, 1, 2, 4, 5, 6]],
    ["announce the end", { after: 4, do: { announceClosing: true } }, [1, 2, 3, 4, "v2.system.socket_closing", 5, 6]],
    ["pass when the topic is another", { match: { topic: ".calls" }, do: { dropEvent: true } }, [1, 2, 3, 4, 5, 6]],
    ["are chosen by a pattern", { match: { topic: "/ada\\.p.*e$/" }, do: { dropEvent: true } }, [2, 3, 4, 5, 6]],
  ])("and %s", async (_, fault, heard) => {
    await using rig = await withFaults(fault);
    expect(await hear(rig, PRESENCE)).toEqual(heard);
  });

  test("and come before the next heartbeat is due when there is no next one to overtake them", async () => {
    await using rig = await withFaults({ match: { topic: "calls" }, do: { reorderEvent: true } });
    const { read } = await rig.open(CALLS);
    rig.clock.advance(MINUTE_MS + 29_998);
    expect(brief(await read())).toEqual([HEARTBEAT, HEARTBEAT]);
    rig.clock.advance(1);
    expect(brief(await read())).toEqual([HEARTBEAT, HEARTBEAT, "call 1"]);
  });

  test("and close the socket", async () => {
    await using rig = await withFaults({ after: 2, do: { closeSocket: true } });
    const { closed, frames, connectUri } = await rig.open(PRESENCE);
    rig.clock.advance(MINUTE_MS);
    expect(await closed()).toBe(1001);
    expect(brief(frames)).toEqual([1, 2, HEARTBEAT]);
    const again = await rig.listen(connectUri);
    rig.clock.advance(10_000);
    expect(brief(await again.read())).toEqual([7]);
    expect((await rig.send("GET", "/simulator/faults")).body.counts).toEqual([{ seen: 4, done: 1 }]);
  });

  test("and evict the channel", async () => {
    await using rig = await withFaults({ after: 2, do: { evictChannel: true } });
    const { closed, frames, connectUri, id } = await rig.open(PRESENCE);
    rig.clock.advance(MINUTE_MS);
    expect(await closed()).toBe(1001);
    expect(brief(frames)).toEqual([1, 2, HEARTBEAT, `v2.system.no_longer_subscribed.${id}`]);
    expect(await refusedWith(connectUri)).toBe(404);
  });

  test("heartbeats only those that name them", async () => {
    await using rig = await withFaults(
      { match: { topic: "channel.metadata" }, after: 1, times: 2, do: { dropEvent: true } },
      { times: "always", do: { dropEvent: true } },
    );
    const { read } = await rig.open(PRESENCE);
    rig.clock.advance(2 * MINUTE_MS);
    expect(brief(await read())).toEqual([HEARTBEAT, HEARTBEAT]);
  });

  test("by chance, the same ones at every start with the same seed", async () => {
    const heardWith = async (seed: number) => {
      await using rig = await withFaults({ chance: 0.5, seed, do: { dropEvent: true } });
      const { read } = await rig.open(PRESENCE);
      rig.clock.advance(HOUR_MS);
      return brief(await read()).filter((one) => one !== HEARTBEAT);
    };
    const heard = await heardWith(7);
    expect(await heardWith(7)).toEqual(heard);
    expect(await heardWith(8)).not.toEqual(heard);
    expect(heard.length).toBeGreaterThan(120);
    expect(heard.length).toBeLessThan(240);
  });

  test("that the control API adds while it runs", async () => {
    await using rig = await start(QUIET);
    const { read } = await rig.open(PRESENCE);
    rig.clock.advance(10_000);
    const faults = [{ match: { topic: "presence" }, times: "always", do: { dropEvent: true } }];
    await rig.send("POST", "/simulator/faults", { faults });
    rig.clock.advance(20_000);
    await rig.send("DELETE", "/simulator/faults");
    rig.clock.advance(10_000);
    expect(brief(await read())).toEqual([1, 4]);
  });
});

describe("the request for a socket", () => {
  test("meets the faults of requests", async () => {
    await using rig = await withFaults({ match: { path: "/channels/streaming" }, do: { status: 503, retryAfter: 5 } });
    const { body } = await rig.send("POST", CHANNELS);
    expect(await refusedWith(body.connectUri)).toBe(503);
    const { socket } = await rig.listen(body.connectUri);
    socket.terminate();
    const { requests } = (await rig.send("GET", "/simulator/requests")).body;
    expect(requests.slice(-2)).toMatchObject([{ status: 503 }, { method: "GET", status: 101 }]);
  });

  test.each(["GET", "POST"])("for another protocol is answered to %s as if it were not there", async (method) => {
    await using rig = await start();
    const { hostname, port } = new URL(rig.url);
    const socket = connect(Number(port), hostname);
    const body = "grant_type=client_credentials";
    const sent = method === "GET" ? "" : `Content-Length: ${body.length}\r\n`;
    socket.write(
      `${method} /oauth/token HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n` +
        `HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n${sent}\r\n${method === "GET" ? "" : body}`,
    );
    const answer = await new Promise((resolve) => socket.once("data", (data) => resolve(data.toString())));
    socket.destroy();
    expect(answer).toMatch(method === "GET" ? /^HTTP\/1.1 405/ : /^HTTP\/1.1 400[\s\S]*missing client credentials/);
  });
});

test("one leap or many steps send the same frames, whatever faults there are", async () => {
  const faults: Fault[] = [
    { match: { topic: "presence" }, after: 3, chance: 0.2, seed: 1, do: { dropEvent: true } },
    { match: { topic: "presence" }, chance: 0.2, seed: 2, do: { delayEventMs: 47_000 } },
    { match: { topic: "calls" }, chance: 0.3, seed: 3, do: { reorderEvent: true } },
    { chance: 0.1, seed: 4, do: { duplicateEvent: true } },
  ];
  const options = { clockStart: START, faults: { faults }, socketLifetime: 59 * MINUTE_MS };
  const run = async (steps: readonly number[]) => {
    await using rig = await createRig(FEED, options);
    const { read, frames, id } = await rig.open("v2.users.ada?presence&conversations.calls");
    for (const step of steps) rig.clock.advance(step);
    await read();
    return JSON.stringify(frames).replaceAll(id, "channel");
  };
  const leap = await run([50 * MINUTE_MS]);
  expect(leap.length).toBeGreaterThan(50_000);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 * MINUTE_MS }), { maxLength: 200 }), async (parts) => {
      const steps: number[] = [];
      let left = 50 * MINUTE_MS;
      for (const part of parts) {
        const step = Math.min(left, part);
        left -= step;
        steps.push(step);
      }
      expect(await run([...steps, left])).toBe(leap);
    }),
    { numRuns: 10 },
  );
  expect(await run(Array.from({ length: 1_000 }, () => 3 * SECOND_MS))).toBe(leap);
});

test("in a time that runs so fast that everything is late the order is the same", async () => {
  await using rig = await createRig(FEED, { clockStart: START });
  const stepped = await rig.open(PRESENCE);
  rig.clock.advance(HOUR_MS);
  const expected = brief(await stepped.read());
  await using fast = await start({ clock: "x1000" });
  const listener = await fast.open(PRESENCE);
  fast.machine.advance(HOUR_MS / 1_000);
  expect(brief(await listener.read())).toEqual(expected);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
