import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type LiveParticipantView, type QueueRow } from "../../src/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 2, 10, 10);

let simulator: Simulator;
let home: ReturnType<typeof createHome>;
let organisation: ReturnType<typeof connect>;

const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({
    clock: "stepped",
    clockStart: NOW,
    perDay: 2_000,
    days: 20,
    lags: "off",
    requestsPerMinute: 1_000_000,
    ...options,
  });

beforeAll(async () => {
  simulator = await start();
  home = createHome();
  organisation = connect({
    env: pointAt(simulator, home.path),
    folder: home.path,
    effects: { clock: simulator.clock },
  });
});
afterAll(async () => {
  await organisation.close();
  await simulator.close();
  home[Symbol.dispose]();
});

async function ask(asked: Record<string, string | string[]> = {}): Promise<QueueRow[]> {
  const { rows } = await organisation.queues(asked);
  const all: QueueRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

test("are counted as the list of live conversations has them, in one request for all", async () => {
  // Of calls: a callback that is scheduled, or a mail that is parked, waits in a way of its own.
  let rows = await ask({ media: "voice" });
  expect(rows).toHaveLength(8);
  const asked = simulator.requests.filter(({ path }) => path.endsWith("/queues/observations/query"));
  expect(asked).toHaveLength(1);
  while (!rows.some(({ waiting }) => (waiting ?? 0) > 0)) {
    simulator.clock.advance(5_000);
    rows = await ask({ media: "voice" });
  }
  const now = simulator.clock.now();

  const present = new Map<string, LiveParticipantView[]>();
  const live = await organisation.live();
  for await (const { participants, mediaTypes } of live.rows)
    for (const one of mediaTypes.join() === "voice" ? participants : [])
      if (one.queueId !== null && one.state !== "disconnected")
        present.set(one.queueId, [...(present.get(one.queueId) ?? []), one]);
  for (const { queueId, queueName, waiting, alerting, interacting, longestWaitMs } of rows) {
    const own = present.get(queueId) ?? [];
    const inQueue = own.filter(({ purpose, state }) => purpose === "acd" && state === "waiting");
    expect({ queueName, waiting }).toEqual({ queueName, waiting: inQueue.length });
    const alerted = own.filter(({ purpose, state }) => purpose === "agent" && state === "alerting");
    expect({ queueName, alerting }).toEqual({ queueName, alerting: alerted.length });
    const waits = inQueue.map((one) => now - Date.parse(one.since ?? ""));
    expect(longestWaitMs === null).toBe(waiting === 0);
    if (longestWaitMs !== null) expect(waits).toContain(longestWaitMs);
    const talking = own.filter(
      ({ purpose, state }) => purpose === "agent" && (state === "connected" || state === "held"),
    );
    // Parked ones and the two legs of a callback are counted each in its own way.
    expect(interacting ?? 0).toBeGreaterThanOrEqual(Math.min(1, talking.length));
  }
});

test("tell their agents by routing status, and who is on queue", async () => {
  for (const { agentsByRoutingStatus, onQueue } of await ask()) {
    const { OFF_QUEUE = 0, ...busy } = agentsByRoutingStatus;
    const all = Object.values(busy).reduce((sum, count) => sum + count, 0);
    expect(OFF_QUEUE + all).toBeGreaterThan(5);
    expect(onQueue ?? 0).toBeLessThanOrEqual(OFF_QUEUE + all);
  }
});

test("are those that are asked for, of the media that are asked for", async () => {
  const [whole] = await ask({ queue: "Customer Care" });
  expect(whole?.queueName).toBe("Customer Care");
  const parts = await Promise.all(
    ["voice", "callback", "email", "chat", "message"].map(
      async (media) => (await ask({ queue: "Customer Care", media }))[0],
    ),
  );
  const sum = (read: (row: QueueRow) => number | null) =>
    parts.reduce((total, row) => total + (row === undefined ? 0 : (read(row) ?? 0)), 0);
  expect(sum(({ waiting }) => waiting)).toBe(whole?.waiting);
  expect(sum(({ interacting }) => interacting)).toBe(whole?.interacting);
});

test("a queue that nobody has is refused, and so is a filter that counts can't be narrowed by", async () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  await expect(ask({ queue: nobody })).rejects.toMatchObject({ code: "QUEUE_UNKNOWN" });
  await expect(ask({ queue: "not:Customer Care" })).rejects.toMatchObject({ kind: "input" });
});

test("a missing permission is named", async () => {
  await using poor = await start({ withoutPermissions: ["analytics:queueObservation:view"] });
  using folder = createHome();
  await using other = connect({
    env: pointAt(poor, folder.path),
    folder: folder.path,
    effects: { clock: poor.clock },
  });
  await expect(other.queues()).rejects.toMatchObject({
    kind: "denied",
    hint: expect.stringContaining("analytics:queueObservation:view"),
  });
});

test("explained, they cost a request beside the list of the queues", async () => {
  const { rows, meta } = await organisation.explain("queues");
  for await (const step of rows) expect(step.api).toBe("POST /analytics/queues/observations/query");
  expect(meta.estimate.requests).toBe(2);
});
