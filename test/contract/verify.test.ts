import fc from "fast-check";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { type Connection, connect, type StatsRow, type VerifyRow } from "../../src/index.ts";
import { type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { pointAt } from "../support/run-nowthen.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Tuesday; clocks went back in Germany on Sunday, 25 October, and in America on 1 November. */
const NOW = Date.UTC(2026, 10, 3, 14);

async function open(options: Partial<SimulatorOptions>, timeZone = "UTC") {
  const simulator = await startSimulator({
    perDay: 60,
    days: 14,
    lags: "off",
    requestsPerMinute: 100_000,
    // Jobs and pauses take no time, and nothing that matters moves.
    clock: "x2000",
    clockStart: NOW,
    ...options,
  });
  const organisation = connect({
    env: {
      ...pointAt(simulator, "/nonexistent"),
      XDG_CACHE_HOME: "/nonexistent",
      NOWTHEN_TIME_ZONE: timeZone,
      NOWTHEN_TIMEOUT: "100000",
      NOWTHEN_MAX_WAIT: "100000",
    },
    folder: "/nonexistent",
    effects: { clock: simulator.clock },
  });
  return { simulator, organisation, close: () => Promise.all([organisation.close(), simulator.close()]) };
}

async function openForTest(options: Partial<SimulatorOptions>) {
  const opened = await open(options);
  onTestFinished(async () => {
    await opened.close();
  });
  return opened;
}

async function ask(organisation: Connection, asked: Parameters<Connection["verify"]>[0]) {
  const { rows, meta } = await organisation.verify(asked);
  const all: VerifyRow[] = [];
  for await (const row of rows) all.push(row);
  return { rows: all, meta };
}

/** How often each thing that makes counting hard has happened: a property that never met it has proven nothing. */
const met = { zones: 0, intervals: 0, filters: 0, byAgent: 0, byCode: 0, byDivision: 0, clocksChanged: 0, ragged: 0 };

const question = fc.record({
  seed: fc.nat({ max: 4 }),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"),
  by: fc.uniqueArray(fc.constantFrom("queue", "user", "media", "direction", "wrap-up", "division"), { maxLength: 2 }),
  interval: fc.constantFrom(undefined, "30m", "1h", "1d", "1w"),
  fromMinutesAgo: fc.integer({ min: 60 * 49, max: 60 * 24 * 13 }),
  minutes: fc.integer({ min: 10, max: 60 * 24 * 6 }),
  filter: fc.constantFrom(
    {},
    {},
    { media: "voice" },
    { queue: "Billing" },
    { direction: "outbound", media: ["email", "voice"] },
  ),
});

/** Across a change of clocks, from within an hour, so that no run goes without. */
const ACROSS = { seed: 1, interval: "1h" as const, fromMinutesAgo: 10 * 24 * 60 + 7, minutes: 3 * 24 * 60 };
const EXAMPLES: [Asking][] = [
  [{ ...ACROSS, timeZone: "Europe/Berlin", by: ["user", "wrap-up"], filter: {} }],
  [{ ...ACROSS, timeZone: "Europe/Berlin", by: ["division"], filter: { media: "voice" } }],
];

type Asking = typeof question extends fc.Arbitrary<infer T> ? T : never;

test("aggregates and details say the same, whatever the range, the groups, the interval and the time zone", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asking) => {
      const { seed, timeZone, by, interval, filter } = asking;
      const from = NOW - asking.fromMinutesAgo * 60_000;
      const to = Math.min(from + asking.minutes * 60_000, NOW - DAY);
      const { organisation, close } = await open({ seed }, timeZone);
      try {
        const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        const { rows, meta } = await ask(organisation, { ...range, by, ...(interval && { interval }), ...filter });
        expect(rows).toEqual([]);
        expect(meta.complete).toBe(true);
        if (meta.compared > 0) countWhatWasMet(asking, from, to);
      } finally {
        await close();
      }
    }),
    { numRuns: Number(process.env["NOWTHEN_RUNS"] ?? 50), endOnFailure: true, examples: EXAMPLES },
  );
});

function countWhatWasMet({ timeZone, by, interval, filter }: Asking, from: number, to: number): void {
  met.zones += Number(timeZone !== "UTC");
  met.intervals += Number(interval !== undefined);
  met.filters += Number(Object.keys(filter).length > 0);
  met.byAgent += Number(by.includes("user"));
  met.byCode += Number(by.includes("wrap-up"));
  met.byDivision += Number(by.includes("division"));
  met.ragged += Number(interval === "1h" && from % HOUR !== 0);
  const changes: Record<string, number> = {
    "Europe/Berlin": Date.UTC(2026, 9, 25, 1),
    "America/New_York": Date.UTC(2026, 10, 1, 6),
  };
  const change = changes[timeZone];
  met.clocksChanged += Number(change !== undefined && from < change && change < to);
}

afterAll(() => {
  process.stdout.write(`verify met: ${JSON.stringify(met)}\n`);
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

const WEEK = { from: "2026-10-23", to: "2026-10-30" };

test("a conversation that began before the range and ended in it is counted", async () => {
  const { organisation } = await openForTest({});
  const { rows, meta } = await ask(organisation, { from: "2026-10-28T14:05:00Z", to: "2026-10-28T14:20:00Z" });
  expect(rows).toEqual([]);
  expect(meta.compared).toBeGreaterThan(10);
});

test("for a range of which the data lake has nothing yet, the three months before it are not read", async () => {
  const { organisation } = await openForTest({ days: 100, perDay: 100 });
  const { rows, meta } = await ask(organisation, { from: "2026-11-03T10:00:00Z", to: "2026-11-03T13:00:00Z" });
  expect(rows).toEqual([]);
  expect(meta.requestsUsed).toBeLessThan(40);
});

test("callbacks that nobody took and that expired after weeks are counted where they ended", async () => {
  const { organisation } = await openForTest({ days: 100, perDay: 200 });
  const { rows, meta } = await ask(organisation, { from: "2026-09-20", to: "2026-11-01", by: ["media"] });
  expect(rows).toEqual([]);
  expect(meta.complete).toBe(true);
  const { rows: stats } = await organisation.stats({ from: "2026-09-20", to: "2026-11-01", metric: "waitMs" });
  for await (const { times } of stats) expect(times["tWait"]?.max).toBeGreaterThan(50 * DAY);
});

test("conversations that the details leave out without a word are found missing", async () => {
  const { organisation } = await openForTest({
    faults: { faults: [{ match: { path: "/details" }, times: "always", seed: 7, do: { partialResults: 0.1 } }] },
  });
  const { rows, meta } = await ask(organisation, { ...WEEK, by: ["queue"] });
  expect(meta.differences).toBe(rows.length);
  expect(rows.find(({ metric }) => metric === "nOffered")).toMatchObject({
    queueName: expect.any(String),
    statistic: "count",
    cause: "rewritten-or-hidden",
  });
  for (const { aggregates, details, difference } of rows) {
    expect(difference).toBe((aggregates ?? 0) - (details ?? 0));
    expect(difference).toBeGreaterThan(0);
  }
});

test("what has not arrived yet is explained as late", async () => {
  const { organisation } = await openForTest({ lags: "api", aggregateLag: HOUR, perDay: 400 });
  const { rows } = await ask(organisation, { days: "1", by: ["queue"], interval: "1h" });
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ cause }) => cause))).toEqual(new Set(["late"]));
});

test("explained, it names both APIs, and what reading the details takes", async () => {
  const { organisation } = await openForTest({});
  const { rows, meta } = await organisation.explain("verify", WEEK);
  const steps = [];
  for await (const { api } of rows) steps.push(api);
  expect(steps[0]).toMatch(/aggregates\/query/);
  expect(steps.slice(1).join()).toMatch(/details/);
  expect(meta.estimate.requests).toBeGreaterThan(3);
});

test("percentiles are told from the details of the same sessions that were counted", async () => {
  const { organisation } = await openForTest({});
  const asked = { ...WEEK, by: ["queue"], percentiles: true };
  const rows: StatsRow[] = [];
  for await (const row of (await organisation.stats(asked)).rows) rows.push(row);
  expect(rows.length).toBeGreaterThan(4);
  let few = 0;
  for (const { percentiles, times } of rows) {
    for (const metric of ["tWait", "tTalkComplete", "tHandle"]) {
      const { count = null, min = null, max = null } = times[metric] ?? {};
      const { p50, p90, p95 } = percentiles?.[metric] ?? { p50: null, p90: null, p95: null };
      const ranks = [min, p50, p90, p95, max].map(Number);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      // Of fewer than twenty, nineteen in twenty are all.
      if (count === null || count >= 20) continue;
      few += 1;
      expect(p95).toBe(max);
    }
  }
  expect(few).toBeGreaterThan(0);
  const steps = [];
  for await (const { api } of (await organisation.explain("stats", asked)).rows) steps.push(api);
  expect(steps.join()).toMatch(/aggregates.*details/);
});
