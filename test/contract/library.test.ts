import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { type ConnectOptions, connect } from "../../src/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const AT = Date.UTC(2026, 2, 10, 15);

async function open(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator(
    { perDay: 200, days: 5, clock: "stepped", clockStart: AT, ...options },
    { clock: createFakeClock(AT) },
  );
  onTestFinished(() => simulator.close());
  return simulator;
}

function connectTo(
  { url, clientId, clientSecret }: Simulator,
  env: Record<string, string>,
  options: ConnectOptions = {},
) {
  const settings = {
    GENESYS_CLOUD_LOGIN_URL: url,
    GENESYS_CLOUD_API_URL: url,
    GENESYS_CLOUD_CLIENT_ID: clientId,
    GENESYS_CLOUD_CLIENT_SECRET: clientSecret,
    XDG_CACHE_HOME: "/nonexistent",
  };
  const organisation = connect({ env: { ...settings, ...env }, folder: "/nonexistent", ...options });
  onTestFinished(() => organisation.close());
  return organisation;
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** In the time that the simulator lives in, which is not the machine's. */
const inTime = (simulator: Simulator) => connectTo(simulator, {}, { effects: { clock: simulator.clock } });

test("a connection lives in the time of NOWTHEN_CLOCK_URL", async () => {
  const simulator = await open();
  const organisation = connectTo(simulator, { NOWTHEN_CLOCK_URL: simulator.url });
  expect(organisation.requestsUsed()).toBe(0);
  const { meta } = await organisation.live();
  expect(meta.asOf).toBe("2026-03-10T15:00:00.000Z");
  expect(meta.active).toBeGreaterThan(0);
  const [first, second] = await Promise.all([organisation.history({ days: "1" }), organisation.history({ days: "2" })]);
  expect(first.meta.to).toBe(second.meta.to);
  expect(first.meta.to).toBe("2026-03-10T15:00:00.000Z");
});

test("a clock that its caller brings goes before that of the environment", async () => {
  const simulator = await open();
  const organisation = connectTo(
    simulator,
    { NOWTHEN_CLOCK_URL: "http://127.0.0.1:1" },
    { effects: { clock: simulator.clock } },
  );
  expect((await organisation.live()).meta.asOf).toBe("2026-03-10T15:00:00.000Z");
});

test("a clock that nobody answers for, or on another machine, is an error", async () => {
  const simulator = await open();
  const gone = connectTo(simulator, { NOWTHEN_CLOCK_URL: "http://127.0.0.1:1" });
  await expect(gone.live()).rejects.toMatchObject({ code: "CLOCK_UNREACHABLE" });
  expect(() => connectTo(simulator, { NOWTHEN_CLOCK_URL: "http://192.0.2.1" })).toThrow(/NOWTHEN_CLOCK_URL/);
});

test("closed before its first question, a connection opens nothing", async () => {
  const simulator = await open();
  const organisation = connectTo(simulator, { NOWTHEN_CLOCK_URL: simulator.url });
  await organisation.close();
  await expect(organisation.live()).rejects.toMatchObject({ kind: "cancelled" });
  expect(simulator.requests).toEqual([]);
});

const unknown = { kind: "not-found", code: "QUEUE_UNKNOWN" };

test("an id that is no queue's is refused, whatever is asked", async () => {
  const organisation = inTime(await open());
  const queue = randomUUID();
  await expect(organisation.live({ queue })).rejects.toMatchObject(unknown);
  await expect(organisation.history({ queue, days: "1" }).then(({ rows }) => collect(rows))).rejects.toMatchObject(
    unknown,
  );
  await expect(organisation.report({ queue, days: "1" }).then(({ history }) => collect(history))).rejects.toMatchObject(
    unknown,
  );
});

test("a queue that is there but was not used is an empty answer, and one that was used costs no question more", async () => {
  const simulator = await open();
  const organisation = inTime(simulator);
  const [used] = (await collect((await organisation.history({ days: "1" })).rows)).flatMap(
    ({ queueIdsOffered }) => queueIdsOffered,
  );
  const queue = used ?? "";
  const isListing = ({ path }: { path: string }) => path === "/api/v2/routing/queues";
  const before = simulator.requests.filter(isListing).length;
  expect((await collect((await organisation.history({ queue, days: "1" })).rows)).length).toBeGreaterThan(0);
  expect(simulator.requests.filter(isListing)).toHaveLength(before);
  const night = { queue, from: "2026-03-07T00:00:00.000Z", to: "2026-03-07T00:00:00.001Z" };
  expect(await collect((await organisation.history(night)).rows)).toEqual([]);
  expect(simulator.requests.filter(isListing)).toHaveLength(before + 1);
});

test("who may not see queues is not told that one is missing", async () => {
  const organisation = inTime(await open({ withoutPermissions: ["routing:queue:view"] }));
  expect((await organisation.live({ queue: randomUUID() })).meta.rows).toBe(0);
});
