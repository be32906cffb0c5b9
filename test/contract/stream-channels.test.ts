import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStream } from "../../src/stream/open-stream.ts";
import type { Listener } from "../support/notification-rig.ts";
import { createStreamRig, type StreamRig } from "../support/stream-rig.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const queueTopics = (count: number) =>
  Array.from({ length: count }, (_, n) => `v2.routing.queues.${id(n)}.conversations`);
/** Where time leaps, a connection that takes a millisecond takes as long. */
const PATIENT = { silenceMs: 2 * MINUTE, answerMs: MINUTE };
/** The simulator's time stands while a stream opens. */
const HASTY = { channelsPerSecond: 1_000 };
const [A = "", B = "", C = ""] = queueTopics(3);

interface ServerChannel {
  readonly id: string;
  readonly sockets: number;
  readonly topics: readonly string[];
}

async function channelsOf({ rig }: StreamRig): Promise<readonly ServerChannel[]> {
  return (await rig.send("GET", "/simulator/channels")).body.channels;
}

async function requestsOf({ rig }: StreamRig, method: string, end: RegExp): Promise<number> {
  const { requests } = (await rig.send("GET", "/simulator/requests")).body;
  return requests.filter((one: { method: string; path: string }) => one.method === method && end.test(one.path)).length;
}

/** Everything that the simulator published is there, or told to be missed; and it is listened to. */
function expectWhole({ missing, stream }: StreamRig, topics: readonly string[]): void {
  for (const topic of topics) expect(missing(topic), topic).toEqual([]);
  expect(stream.status().channels.every(({ connected }) => connected)).toBe(true);
}

describe("channels", () => {
  test("are as many as the topics take: the thousand and first has the second, and all are heard", async () => {
    const topics = queueTopics(1_001);
    await using opened = await createStreamRig({ topics, everyMs: 20 * MINUTE, stream: { silenceMs: HOUR } });
    expect((await channelsOf(opened)).map((channel) => channel.topics.length).sort()).toEqual([1, 1_000]);
    await opened.pass(20 * MINUTE);
    expect(opened.stream.status()).toMatchObject({ topics: 1_001, events: 1_001 });
  });

  test("are twenty at most, and twenty work side by side", async () => {
    const topics = queueTopics(20);
    await using opened = await createStreamRig({ topics, simulator: HASTY, stream: { channelTopicsMax: 1 } });
    await opened.pass(MINUTE);
    expect(opened.stream.status().channels).toHaveLength(20);
    expectWhole(opened, topics);
    await expect(opened.stream.setTopics(queueTopics(21))).rejects.toMatchObject({ code: "TOPICS_TOO_MANY" });
    expect(await channelsOf(opened)).toHaveLength(20);
    await opened.pass(MINUTE);
    expectWhole(opened, topics);
  });

  test("that another program of the client pushes out are noticed, told and replaced", async () => {
    await using opened = await createStreamRig({
      topics: [A, B],
      simulator: HASTY,
      stream: { channelTopicsMax: 1 },
    });
    await opened.pass(MINUTE);
    const { send, signIn, listen } = opened.rig;
    const other = await signIn();
    const sockets: Listener[] = [];
    for (let n = 0; n < 21; n++) {
      const { body } = await send("POST", "/api/v2/notifications/channels", undefined, other);
      // Ours come again, and may have pushed it out already.
      await listen(body.connectUri).then(
        (listener) => sockets.push(listener),
        () => {},
      );
    }
    await opened.pass(5 * MINUTE);
    const evicted = opened.gaps().filter(({ reason }) => reason === "evicted");
    expect(new Set(evicted.flatMap(({ topics }) => topics))).toEqual(new Set([A, B]));
    expect(sockets.length).toBeGreaterThan(15);
    expectWhole(opened, [A, B]);
    for (const { socket } of sockets) socket.terminate();
  });

  test("that there is no room for beside those of others are opened all the same, and that is said", async () => {
    await using opened = await createStreamRig({ topics: [A, B, C], simulator: HASTY });
    await opened.stream.setTopics([A]);
    expect(opened.warnings).toEqual([]);
    for (let n = 0; n < 19; n++) await opened.rig.send("POST", "/api/v2/notifications/channels");
    await using another = await openStream(opened.api, opened.effects, [B]);
    expect(opened.warnings).toMatchObject([
      expect.stringMatching(/20 notification channels, 0 of them ours; 1 more push/),
    ]);
    expect(another.status().channels).toMatchObject([{ connected: true }]);
    await opened.pass(MINUTE);
    expectWhole(opened, [A]);
    expect(opened.gaps()).toEqual([]);
  });

  test("that are not needed any more are left", async () => {
    await using opened = await createStreamRig({ topics: [A, B], stream: { channelTopicsMax: 1 } });
    await opened.stream.setTopics([A]);
    const sockets = async () => (await channelsOf(opened)).map((channel) => channel.sockets).sort();
    await expect.poll(sockets).toEqual([0, 1]);
    await opened.pass(MINUTE);
    expectWhole(opened, [A]);
    expect(opened.stream.status()).toMatchObject({ topics: 1, channels: [{}] });
  });

  test("that push each other out for ever don't do so at the speed of the wire", async () => {
    await using opened = await createStreamRig({ topics: [A] });
    const begun = await requestsOf(opened, "POST", /\/channels$/);
    for (let n = 0; n < 60; n++) {
      await opened.control("channels", { evict: true });
      await opened.pass(5_000);
    }
    expect((await requestsOf(opened, "POST", /\/channels$/)) - begun).toBeLessThan(35);
    await opened.pass(5 * MINUTE);
    expectWhole(opened, [A]);
  });

  test("are not left behind by attempts: as long as a connection is refused, few are made", async () => {
    await using opened = await createStreamRig({ topics: [A], everyMs: MINUTE / 2, stream: PATIENT });
    const refusals = { match: { path: "/\\/channels\\/[^/]+$/" }, times: 400, do: { status: 503 } };
    await opened.control("faults", { faults: [refusals] });
    await opened.control("channels", { closeSockets: true });
    await opened.pass(30 * MINUTE);
    expect(opened.stream.status().channels).toMatchObject([{ connected: false }]);
    expect(await requestsOf(opened, "POST", /\/channels$/)).toBeLessThan(8);
    await opened.rig.send("DELETE", "/simulator/faults");
    await opened.pass(5 * MINUTE);
    expectWhole(opened, [A]);
  });
});

describe("topics", () => {
  test("that may not be listened to are told with the permission that is missing; the others are heard", async () => {
    await using opened = await createStreamRig({
      topics: [A, `v2.users.${id(1)}.conversations`, "v2.nonsense.of.ours"],
      simulator: { withoutPermissions: ["conversation:communication:view"] },
    });
    await opened.pass(MINUTE);
    const refused = opened.stream.refused.map(({ topic, missingPermissions }) => [topic, missingPermissions]);
    expect(refused).toContainEqual(["v2.nonsense.of.ours", []]);
    expect(refused).toContainEqual([A, ["conversation:communication:view"]]);
    expect(opened.messages).toContainEqual({ kind: "refused", topics: opened.stream.refused });
  });

  test("come and go while it runs, without a new connection and without a gap", async () => {
    await using opened = await createStreamRig({ topics: [A, B, C] });
    await opened.stream.setTopics([A, B]);
    await opened.pass(MINUTE);
    const heard = () => new Set(opened.messages.map((message) => message.kind === "event" && message.topicName));
    expect(heard()).toEqual(new Set([A, B]));
    await opened.stream.setTopics([A, B, C]);
    await opened.pass(MINUTE);
    expect(heard()).toEqual(new Set([A, B, C]));
    expect(opened.gaps()).toEqual([]);
    expect(opened.stream.status()).toMatchObject({ topics: 3, reconnects: 0 });
  });

  test("that came in while nothing was heard are in the gap as well", async () => {
    await using opened = await createStreamRig({ topics: [A, B] });
    await opened.stream.setTopics([A]);
    await opened.control("faults", {
      faults: [{ match: { path: "/\\/channels\\/[^/]+$/" }, times: 3, do: { status: 503 } }],
    });
    await opened.control("channels", { closeSockets: true });
    await expect.poll(() => opened.messages.at(-1)?.kind).toBe("gap-opened");
    await opened.stream.setTopics([A, B]);
    await opened.pass(5 * MINUTE);
    expect(opened.gaps()).toMatchObject([{ reason: "connection-lost", topics: [A, B] }]);
    expectWhole(opened, [A, B]);
  });

  test("that go over to another channel, as combining them saves one, may be missed meanwhile", async () => {
    const [presence, activity] = [`v2.users.${id(1)}.presence`, `v2.users.${id(1)}.activity`] as const;
    const topics = [presence, A, activity, B, C];
    await using opened = await createStreamRig({ topics, stream: { channelTopicsMax: 2, channelsMax: 2 } });
    expect((await channelsOf(opened)).flatMap((channel) => channel.topics)).toContain(
      `v2.users.${id(1)}?presence&activity`,
    );
    await opened.stream.setTopics([presence, A, activity, B]);
    await opened.pass(MINUTE);
    await opened.stream.setTopics(topics);
    await opened.pass(MINUTE);
    const moved = opened.gaps().flatMap((gap) => (gap.reason === "rearranged" ? gap.topics : []));
    expect(new Set(moved)).toEqual(new Set([activity]));
    expectWhole(opened, topics.slice(0, 4));
  });

  test("that can't be changed leave it listening as before", async () => {
    await using opened = await createStreamRig({ topics: [A, B] });
    await opened.stream.setTopics([A]);
    await opened.control("faults", {
      faults: [{ match: { method: "PUT", path: "/subscriptions" }, do: { status: 400 } }],
    });
    await expect(opened.stream.setTopics([B])).rejects.toMatchObject({ code: "HTTP_400" });
    await opened.pass(MINUTE);
    expect(opened.stream.status()).toMatchObject({ topics: 1, channels: [{ connected: true }] });
    expect(opened.missing(A)).toEqual([]);
    await opened.stream.setTopics([B]);
    await opened.pass(MINUTE);
    expect(opened.messages.at(-1)).toMatchObject({ topicName: B });
  });
});

describe("closing", () => {
  test("leaves no socket and no timer, also while it connects again", async () => {
    for (const trouble of [undefined, { closeSockets: true }, { evict: true }, { announceClosing: true }]) {
      const opened = await createStreamRig({ topics: [A, B], stream: { channelTopicsMax: 1 } });
      await opened.pass(MINUTE);
      if (trouble !== undefined) await opened.control("channels", trouble);
      await opened.stream.close();
      const sockets = async () => (await channelsOf(opened)).reduce((sum, channel) => sum + channel.sockets, 0);
      await expect.poll(sockets).toBe(0);
      expect(opened.waiting()).toBe(0);
      const made = await requestsOf(opened, "POST", /\/channels$/);
      opened.rig.clock.advance(10 * MINUTE);
      expect(await requestsOf(opened, "POST", /\/channels$/)).toBe(made);
      await opened[Symbol.asyncDispose]();
    }
  });
});

/** A wire to the simulator that can be made to carry nothing any more, without being closed. */
async function openRelay() {
  const ends: Socket[] = [];
  const upgraded: Socket[] = [];
  let target = 0;
  const relay = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on("error", () => {});
    ends.push(near, far);
    near.on("data", (head: Buffer) => {
      if (/^upgrade: websocket/im.test(head.toString())) upgraded.push(near, far);
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    relay.close();
    for (const end of ends) end.destroy();
  });
  const { port } = relay.address() as AddressInfo;
  return {
    through(url: string) {
      target = Number(new URL(url).port);
      return `http://127.0.0.1:${port}`;
    },
    /** WebSockets, or requests too; new connections are carried. */
    freeze(what: "sockets" | "all") {
      for (const end of what === "all" ? ends : upgraded) end.unpipe().pause();
    },
  };
}

describe("a wire that carries nothing any more, and is not closed,", () => {
  test("is noticed; the gap begins at the last word", async () => {
    const { through, freeze } = await openRelay();
    await using opened = await createStreamRig({ topics: [A], through });
    await opened.pass(MINUTE);
    const last = opened.rig.clock.now();
    freeze("sockets");
    await opened.pass(3 * MINUTE);
    expect(opened.gaps()).toMatchObject([{ reason: "silent", from: last - 2_000 }]);
    expectWhole(opened, [A]);
  });

  test("is a gap as well when another connection takes over before it is noticed", async () => {
    const { through, freeze } = await openRelay();
    await using opened = await createStreamRig({ topics: [A], through, simulator: { tokenSeconds: 400 } });
    const renewal = opened.api.tokenServesUntil() ?? 0;
    await opened.pass(renewal - opened.rig.clock.now() - 12_000);
    const last = opened.messages.at(-1);
    freeze("sockets");
    await opened.pass(MINUTE);
    expect(last?.kind).toBe("event");
    expect(opened.gaps()).toMatchObject([
      { reason: "silent", from: last?.kind === "event" && last.receivedAt - 2_000 },
    ]);
    expect(opened.stream.status()).toMatchObject({ reconnects: 1 });
    expectWhole(opened, [A]);
  });

  test("is told at once, also while a request for another channel has no answer", async () => {
    const { through, freeze } = await openRelay();
    await using opened = await createStreamRig({ topics: [A], through, simulator: { tokenSeconds: 400 } });
    const renewal = opened.api.tokenServesUntil() ?? 0;
    await opened.pass(renewal - opened.rig.clock.now() - 12_000);
    freeze("all");
    await opened.pass(MINUTE);
    expect(opened.messages).toContainEqual(expect.objectContaining({ kind: "gap-opened", reason: "silent" }));
  });
});
