import sdk from "purecloud-platform-client-v2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIso, toIsoInterval } from "../../src/base/interval.ts";
import { type Simulator, startSimulator, type TrueConversation } from "../../src/simulator/index.ts";

const client = sdk.ApiClient.instance;
const analytics = new sdk.AnalyticsApi();

const NOW = Date.UTC(2026, 5, 10, 14, 30);
const LAKE = NOW - 6 * HOUR_MS;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    clock: "stepped",
    clockStart: NOW,
    perDay: 150,
    lags: "off",
    days: 90,
    jobPageSizeMax: 10_000,
  });
  const { hostname, port } = new URL(simulator.url);
  client.setGateway({ host: hostname, protocol: "http", port: Number(port) });
  await client.loginClientCredentialsGrant(simulator.clientId, simulator.clientSecret);
});
afterAll(async () => {
  await simulator.close();
});

type Job = Parameters<typeof analytics.postAnalyticsConversationsDetailsJobs>[0];

/** A job as a client runs one: submit, ask until it is done, read every page. */
async function run(body: Job, pageSize = 100) {
  const { jobId = "" } = await analytics.postAnalyticsConversationsDetailsJobs(body);
  const states: string[] = [];
  while (states.at(-1) !== "FULFILLED") {
    const { state = "" } = await analytics.getAnalyticsConversationsDetailsJob(jobId);
    if (states.at(-1) !== state) states.push(state);
    simulator.clock.advance(100);
  }
  const rows = [];
  for (let cursor: string | undefined; ; ) {
    const page = await analytics.getAnalyticsConversationsDetailsJobResults(jobId, {
      pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(Date.parse(page.dataAvailabilityDate ?? "")).toBe(LAKE);
    rows.push(...(page.conversations ?? []));
    if (page.cursor === undefined) return { jobId, states, rows };
    cursor = page.cursor;
  }
}

type Row = Awaited<ReturnType<typeof run>>["rows"][number];

function sumOf(row: Row, metric: string): number {
  const sessions = (row.participants ?? []).flatMap((participant) => participant.sessions ?? []);
  const metrics = sessions.flatMap((session) => session.metrics ?? []);
  return metrics.reduce((sum, { name, value = 0 }) => (name === metric ? sum + value : sum), 0);
}

/** Of what had ended before the lake's end, a row tells all. */
function toComparable(row: Row) {
  const sessions = (row.participants ?? []).flatMap((participant) => participant.sessions ?? []);
  return {
    conversationId: row.conversationId,
    startedAt: Date.parse(row.conversationStart ?? ""),
    endedAt: Date.parse(row.conversationEnd ?? ""),
    direction: row.originatingDirection,
    mediaTypes: [...new Set(sessions.map(({ mediaType }) => mediaType))].sort(),
    divisionIds: [...(row.divisionIds ?? [])].sort(),
    offered: sumOf(row, "nOffered"),
  };
}

function toExpected(one: TrueConversation) {
  const { conversationId, startedAt, endedAt, direction, offered } = one;
  const mediaTypes = [...one.mediaTypes].sort();
  return {
    conversationId,
    startedAt,
    endedAt,
    direction,
    mediaTypes,
    divisionIds: [...one.divisionIds].sort(),
    offered,
  };
}

describe("a details job of the official SDK", () => {
  test("gives every conversation whose lifetime overlaps the interval, as the truth has it", async () => {
    const interval = { from: NOW - 4 * DAY_MS, to: NOW };
    const { states, rows } = await run({ interval: toIsoInterval(interval) });
    expect(states).toEqual(["QUEUED", "PENDING", "FULFILLED"]);
    const known = simulator.truth().begunIn({ from: NOW - 70 * DAY_MS, to: LAKE + 1 });
    const expected = known.filter(({ endedAt = NOW }) => endedAt >= interval.from);
    expect(rows.map(({ conversationId }) => conversationId).sort()).toEqual(
      expected.map(({ conversationId }) => conversationId).sort(),
    );
    expect(rows.length).toBeGreaterThan(400);
    const ended = rows.filter(({ conversationEnd }) => conversationEnd !== undefined);
    const truth = new Map(expected.map((one) => [one.conversationId, one]));
    for (const row of ended) {
      const one = truth.get(row.conversationId ?? "");
      expect(one && toExpected(one)).toEqual(toComparable(row));
    }
    expect(ended.length).toBeGreaterThan(rows.length / 2);
  });

  test("takes filters, order, limit and a large page", async () => {
    const filter = { type: "and", predicates: [{ type: "dimension", dimension: "mediaType", value: "voice" }] };
    const { rows } = await run(
      {
        interval: toIsoInterval({ from: NOW - 10 * DAY_MS, to: NOW }),
        startOfDayIntervalMatching: true,
        segmentFilters: [filter],
        order: "desc",
        orderBy: "conversationStart",
        limit: 300,
      } as Job,
      1_000,
    );
    expect(rows).toHaveLength(300);
    for (const row of rows) expect(toComparable(row).mediaTypes).toContain("voice");
    const starts = rows.map(({ conversationStart }) => conversationStart);
    expect(starts).toEqual([...starts].sort().reverse());
    expect(
      rows.some(({ participants }) => participants?.some(({ attributes }) => attributes?.["tier"] === "gold")),
    ).toBe(true);
  });

  test("is cancelled by the SDK's delete", async () => {
    const interval = toIsoInterval({ from: NOW - DAY_MS, to: NOW });
    const { jobId = "" } = await analytics.postAnalyticsConversationsDetailsJobs({ interval });
    await analytics.deleteAnalyticsConversationsDetailsJob(jobId);
    expect(await analytics.getAnalyticsConversationsDetailsJob(jobId)).toMatchObject({ state: "CANCELLED" });
    await expect(analytics.getAnalyticsConversationsDetailsJobResults(jobId)).rejects.toMatchObject({ status: 400 });
    await expect(analytics.getAnalyticsConversationsDetailsJob("nothing")).rejects.toMatchObject({
      status: 404,
      code: "not.found",
    });
  });

  test("says until when the lake has data", async () => {
    expect(await analytics.getAnalyticsConversationsDetailsJobsAvailability()).toEqual({
      dataAvailabilityDate: toIso(LAKE),
    });
  });
});
