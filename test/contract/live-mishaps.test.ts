import { expect, test } from "vitest";
import { createEffects } from "../../src/base/effects.ts";
import type { LiveEntry } from "../../src/sources/live/live-entry.ts";
import { openLive } from "../../src/sources/live/open-live.ts";
import { createListFeed } from "../support/list-feed.ts";
import { createLiveRig } from "../support/live-rig.ts";
import { createLiveWitness } from "../support/live-witness.ts";
import { createRig } from "../support/notification-rig.ts";
import { openTestApi } from "../support/open-test-api.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOW = Date.UTC(2026, 2, 10, 10);
/** 93 days, a month each. */
const WINDOWS = 3;
const RIGHT = { missing: [], surplus: [] };

test("the first picture takes the fewest requests: a page a hundred, and two a window to be sure of its end", async () => {
  await using rig = await createLiveRig({ perDay: 800 });
  const asked = rig.simulator.requests.filter(({ path }) => path.endsWith("/details/query")).length;
  const open = rig.live.current().length;
  expect(open).toBeGreaterThan(100);
  expect(asked).toBeGreaterThanOrEqual(Math.ceil(open / 100));
  expect(asked).toBeLessThanOrEqual(Math.ceil(open / 100) + 2 * WINDOWS);
});

test("of a queue alone, everything that has come into it is there, and nothing else", async () => {
  const world = { perDay: 600 };
  const queueId = await findBusyQueue(world);
  const criteria = [{ kind: "value", field: "queue", values: [queueId], labels: [queueId], not: false } as const];
  await using rig = await createLiveRig(world, { criteria });
  expect(rig.live.status().stream?.topics).toBe(1);
  for (let checkpoint = 0; checkpoint < 6; checkpoint++) {
    const since = rig.simulator.clock.now();
    await rig.pass(MINUTE);
    const truth = rig.simulator.truth();
    const wanted = truth.activeAt(since).filter(({ queueIds }) => queueIds.includes(queueId));
    const still = wanted.filter(({ conversationId }) => truth.byId(conversationId)?.state === "active");
    const found = rig.active();
    expect(found).toEqual(expect.arrayContaining(still.map(({ conversationId }) => conversationId)));
    for (const id of found) expect(truth.byId(id)?.queueIds).toContain(queueId);
    expect(found.length).toBeGreaterThan(3);
  }
});

async function findBusyQueue(world: { perDay: number }): Promise<string> {
  await using rig = await createLiveRig(world);
  const counts = new Map<string, number>();
  for (const { queueIds } of rig.simulator.truth().activeAt(rig.simulator.clock.now()))
    for (const id of queueIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

test("events that can't be read are set aside, and what comes after them is heard", async () => {
  const queue = "7d3c2b1a-0f9e-4d8c-b7a6-5f4e3d2c1b0a";
  const whole = {
    id: "4e1c0a52-8a0e-4b57-9d1c-0b8a1f1f7a11",
    participants: [{ id: "p", purpose: "customer", calls: [{ id: "s", state: "connected" }] }],
  };
  const odd = [
    null,
    [],
    { id: whole.id },
    { ...whole, divisions: [null] },
    { ...whole, divisions: 5 },
    { ...whole, participants: [null, 5, { calls: 5 }, { calls: [null, { segments: {} }] }] },
    { ...whole, participants: [{ purpose: 5, calls: [{ id: "s", state: {}, connectedTime: 5 }] }] },
  ];
  const topic = `v2.routing.queues.${queue}.conversations`;
  const feed = createListFeed(
    [...odd, whole].map((body, n) => [NOW + (n + 1) * SECOND, topic, body as object] as const),
  );
  await using rig = await createRig(feed, { clockStart: NOW });
  const effects = createEffects({ clock: rig.clock });
  await using api = closing(openTestApi(rig, effects));
  const criteria = [{ kind: "value", field: "queue", values: [queue], labels: [queue], not: false } as const];
  await using live = await openLive(api, effects, { criteria });
  rig.clock.advance(30 * SECOND);
  await until(() => live.status().stream?.events === odd.length + 1);
  expect(live.status().unreadable).toBeGreaterThan(1);
  expect(live.status().reason).toBeNull();
});

/** Asks for nothing by itself, so that one way of knowing is seen alone. */
const DAY = 24 * 60 * MINUTE;
const NEVER = { newestEveryMs: DAY, quietMs: DAY, allEveryMs: DAY };
const EVENTS = { topic: ".conversations" };

test("an end that nobody told is found, because nothing was heard for a minute", async () => {
  await using rig = await createLiveRig({ perDay: 800 }, { ...NEVER, quietMs: MINUTE });
  await rig.control("faults", { faults: [{ match: EVENTS, times: "always", do: { dropEvent: true } }] });
  for (let checkpoint = 0; checkpoint < 6; checkpoint++) {
    await rig.pass(MINUTE);
    expect(rig.wrong(90 * SECOND).surplus).toEqual([]);
  }
  expect(rig.changes.filter(({ cause, after }) => isEnded(after) && cause === "check").length).toBeGreaterThan(0);
});

test("what a gap has hidden is found as soon as it is over", async () => {
  const world = { perDay: 800, days: 40, seed: 2 };
  await using rig = await createLiveRig(world, NEVER);
  const witness = await createLiveWitness(rig.simulator, world);
  await rig.control("faults", { faults: [{ match: { path: "/channels" }, times: "always", do: { status: 503 } }] });
  await rig.control("channels", { closeSockets: true });
  await rig.pass(5 * MINUTE);
  const { missing, surplus } = rig.wrong(MINUTE);
  expect(missing.length).toBeGreaterThan(0);
  expect(surplus.length).toBeGreaterThan(0);
  await fetch(`${rig.simulator.url}/simulator/faults`, { method: "DELETE" });
  // Two attempts to connect are half a minute apart at most, and analytics is sure to know it ten seconds later.
  await rig.pass(45 * SECOND);
  expect(rig.live.status().gaps).toMatchObject([{ refilledAt: expect.any(Number) }]);
  expect(rig.wrong(20 * SECOND)).toEqual(RIGHT);
  const records = rig.live.current().map(({ record }) => record);
  expect(await witness.contradict(records, rig.simulator.clock.now() - 20 * SECOND)).toEqual([]);
  expect(rig.changes.some(({ cause, after }) => isEnded(after) && cause === "refill")).toBe(true);
});

test("events that come late, twice or in another order change nothing that is known already", async () => {
  const world = { perDay: 1_500, days: 40, seed: 23 };
  await using rig = await createLiveRig(world, NEVER);
  const witness = await createLiveWitness(rig.simulator, world);
  const openedAt = rig.simulator.clock.now();
  const disorder = [{ duplicateEvent: true }, { reorderEvent: true }, { delayEventMs: 40 * SECOND }];
  const faults = disorder.map((kind, seed) => ({ match: EVENTS, chance: 0.3, seed, do: kind }));
  await rig.control("faults", { faults });
  await rig.pass(10 * MINUTE);
  await fetch(`${rig.simulator.url}/simulator/faults`, { method: "DELETE" });
  await rig.pass(MINUTE);
  const truth = rig.simulator.truth();
  const isTold = (id: string) => {
    const { queueIds = [], endedAt = openedAt } = truth.byId(id) ?? {};
    // What is in a menu only is on no topic, and of what had ended before nobody will tell.
    return queueIds.length > 0 && endedAt >= openedAt;
  };
  const { missing, surplus } = rig.wrong(MINUTE);
  expect({ missing: missing.filter(isTold), surplus: surplus.filter(isTold) }).toEqual(RIGHT);
  const told = rig.live.current().filter(({ conversationId }) => isTold(conversationId));
  const records = told.map(({ record }) => record);
  expect(await witness.contradict(records, rig.simulator.clock.now() - 15 * SECOND)).toEqual([]);
  const ended = rig.changes.filter(({ after }) => isEnded(after)).map(({ after }) => after.conversationId);
  expect(ended.length).toBeGreaterThan(5);
  expect(new Set(ended).size).toBe(ended.length);
});

test("a gap that could not be refilled at first is refilled when that is possible again, and until then it is said", async () => {
  await using rig = await createLiveRig({ perDay: 600 });
  await rig.control("faults", {
    faults: [{ match: { path: "/details" }, times: "always", do: { status: 403 } }],
  });
  await rig.control("channels", { closeSockets: true });
  const closedAt = rig.simulator.clock.now();
  await rig.pass(2 * MINUTE);
  const then = rig.live.status();
  expect(then.gaps).toMatchObject([{ reason: "connection-lost", refilledAt: null }]);
  expect(then.asOf).toBeLessThanOrEqual(closedAt);
  expect(then.reason).not.toBeNull();
  await fetch(`${rig.simulator.url}/simulator/faults`, { method: "DELETE" });
  await rig.pass(MINUTE);
  const now = rig.live.status();
  expect(now.gaps).toMatchObject([{ reason: "connection-lost", refilledAt: expect.any(Number) }]);
  expect(now).toMatchObject({ asOf: rig.simulator.clock.now(), reason: null });
  expect(rig.wrong(30 * SECOND)).toEqual(RIGHT);
});

test("what could not be listened to at first, or is new, is listened to once that is possible", async () => {
  const faults = [
    { match: { path: "/api/v2/users" }, do: { status: 403 } },
    { match: { method: "POST", path: "/notifications/channels" }, do: { status: 403 } },
  ];
  await using rig = await createLiveRig({ perDay: 600, faults: { faults } }, { allEveryMs: 2 * MINUTE });
  expect(rig.live.status().stream).toBeNull();
  expect(rig.live.status().reason).toMatch(/users can't be listed.*no events are heard/u);
  await rig.pass(6 * MINUTE);
  const { reason, stream } = rig.live.status();
  expect(reason).toBeNull();
  expect(stream?.topics).toBeGreaterThan(50);
  expect(stream?.events).toBeGreaterThan(0);
  expect(rig.wrong(90 * SECOND)).toEqual(RIGHT);
});

test("where all users don't fit beside all queues, that is said, and calls outside any queue are seen by asking", async () => {
  await using rig = await createLiveRig({ perDay: 600 }, { stream: { channelsMax: 1, channelTopicsMax: 50 } });
  const { stream, reason } = rig.live.status();
  expect(stream?.topics).toBeLessThan(50);
  expect(reason).toMatch(/^\d+ queues and \d+ users are \d+ topics, and a client listens to 1 times 50/u);
  await rig.pass(5 * MINUTE);
  expect(rig.wrong(90 * SECOND)).toEqual(RIGHT);
});

test("who may not listen to anything sees everything by asking, and is told why that is later", async () => {
  await using rig = await createLiveRig({
    perDay: 600,
    withoutPermissions: ["routing:queue:view", "conversation:communication:view"],
  });
  await rig.pass(5 * MINUTE);
  const { reason, refused } = rig.live.status();
  expect(refused.length).toBeGreaterThan(0);
  expect(reason).toContain("routing:queue:view");
  expect(reason).toContain(`${refused.length} topics are refused (conversation:communication:view is missing)`);
  expect(rig.wrong(90 * SECOND)).toEqual(RIGHT);
});

test("a closed source asks nothing and hears nothing any more", async () => {
  await using rig = await createLiveRig({ perDay: 600 });
  await rig.control("channels", { closeSockets: true });
  const closing = rig.live.close();
  await rig.pass(MINUTE);
  await closing;
  const [asked, told] = [rig.simulator.requests.length, rig.changes.length];
  await rig.pass(20 * MINUTE, MINUTE);
  expect(rig.simulator.requests.length).toBe(asked);
  expect(rig.changes.length).toBe(told);
});

function isEnded({ record }: LiveEntry): boolean {
  return record.conversationEnd !== undefined;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}

function closing<T extends { close(): Promise<void> }>(one: T): T & AsyncDisposable {
  return Object.assign(one, { [Symbol.asyncDispose]: () => one.close() });
}
