import { describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const DAY = 86_400_000;

async function open(
  options: Partial<SimulatorOptions>,
): Promise<{ simulator: Simulator; organisation: ReturnType<typeof connect> }> {
  const simulator = await startSimulator({ days: 40, requestsPerMinute: 100_000, ...options });
  const home = createHome();
  const organisation = connect({ env: pointAt(simulator, home.path), folder: home.path });
  onTestFinished(async () => {
    await organisation.close();
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, organisation };
}

/** What is answered for a range, and what was true of it. */
async function readRange({ simulator, organisation }: Awaited<ReturnType<typeof open>>, from: number, to: number) {
  const { rows, meta } = await organisation.history({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  const answered: string[] = [];
  for await (const { conversationId } of rows) answered.push(conversationId);
  const truth = simulator
    .truth()
    .begunIn({ from, to })
    .map(({ conversationId }) => conversationId);
  return { answered: answered.sort(), truth: truth.sort(), meta };
}

const midnight = Math.floor(Date.now() / DAY) * DAY;

describe("each conversation once, whatever the limits of the API are", () => {
  test("a depth that one day exceeds is met by reading parts of the day", async () => {
    const world = await open({ perDay: 800, depthMax: 300 });
    const { answered, truth, meta } = await readRange(world, midnight - 5 * DAY, midnight - DAY);
    expect(truth.length).toBeGreaterThan(2_000);
    expect(answered).toEqual(truth);
    expect(meta.complete).toBe(true);
  });

  test("where parts of a day find the whole day, what can't be reached is said", async () => {
    const world = await open({ perDay: 800, depthMax: 300, intervalMatching: "day" });
    const { answered, truth, meta } = await readRange(world, midnight - 2 * DAY, midnight - DAY);
    expect(answered.length).toBeLessThan(truth.length);
    expect(new Set(answered).size).toBe(answered.length);
    expect(truth).toEqual(expect.arrayContaining(answered));
    expect(meta).toMatchObject({ complete: false, reason: expect.stringContaining("more conversations") });
  });

  test("an organisation with shorter intervals than documented is asked in shorter ones", async () => {
    const world = await open({ perDay: 50, maxDays: 2, maxDaysFiltered: 3 });
    const { answered, truth } = await readRange(world, midnight - 20 * DAY, midnight);
    expect(answered).toEqual(truth);
    const { meta } = await world.organisation.live();
    expect(meta.complete).toBe(true);
  });

  test("a range of hours is exact, although the API finds whole days", async () => {
    const world = await open({ perDay: 300, intervalMatching: "day" });
    const from = midnight - 3 * DAY + 7_654_321;
    const { answered, truth } = await readRange(world, from, from + 9 * 3_600_000);
    expect(answered).toEqual(truth);
  });
});

describe("beyond what the organisation keeps", () => {
  const at = (days: number) => new Date(midnight - days * DAY).toISOString();

  test("a range that lies there whole is refused before any conversation is asked for", async () => {
    const { simulator, organisation } = await open({ perDay: 5, days: 100 });
    for (const ask of [organisation.history, organisation.report, organisation.stats]) {
      await expect(ask({ from: at(300), to: at(200) })).rejects.toMatchObject({
        kind: "input",
        code: "RANGE_NOT_KEPT",
        message: expect.stringContaining("100 days"),
      });
    }
    const paths = simulator.requests.map(({ path }) => path);
    expect(paths.filter((path) => !path.endsWith("/token"))).toEqual(["/api/v2/analytics/dataretention/settings"]);
  });

  test("a range that reaches there is answered, and what is gone is said", async () => {
    const world = await open({ perDay: 5, days: 100 });
    const { answered, truth, meta } = await readRange(world, midnight - 120 * DAY, midnight - 80 * DAY);
    expect(answered).toEqual(truth);
    expect(meta.notes).toEqual([expect.stringContaining("for 100 days: those before")]);
  });

  test("a client that may not know it is answered all the same", async () => {
    const world = await open({ perDay: 5, days: 100, withoutPermissions: ["analytics:dataRetention:view"] });
    const { answered, truth, meta } = await readRange(world, midnight - 120 * DAY, midnight - 80 * DAY);
    expect(answered).toEqual(truth);
    expect(meta.notes).toEqual([]);
  });
});
