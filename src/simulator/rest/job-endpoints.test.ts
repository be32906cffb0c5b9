import { describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS, startOfUtcDay, toIso, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import type { SimulatorOptions } from "../simulator-options.ts";

const JOBS = "/api/v2/analytics/conversations/details/jobs";
/** The fake clock's now, and what the lake reaches to then. */
const NOW = Date.UTC(2026, 5, 10, 14, 30);
const LAKE = NOW - 6 * HOUR_MS;
const DAY = { from: NOW - 3 * DAY_MS, to: NOW - 2 * DAY_MS };

function open(options: Partial<SimulatorOptions> = {}): Promise<SimulatorClient> {
  return createSimulatorClient({ perDay: 60, days: 90, ...options });
}

async function submit(client: SimulatorClient, body: object = { interval: toIsoInterval(DAY) }): Promise<string> {
  const answer = await client.post(JOBS, body);
  expect(answer.status).toBe(202);
  return `${JOBS}/${answer.body.jobId}`;
}

/** A job run to its end, and all of its results. */
async function run(client: SimulatorClient, body: object, pageSize = ""): Promise<AnalyticsConversation[]> {
  const job = await submit(client, body);
  client.clock.advance(5_000);
  const rows: AnalyticsConversation[] = [];
  for (let cursor = ""; ; ) {
    const answer = await client.get(`${job}/results?cursor=${cursor}&pageSize=${pageSize}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    rows.push(...(answer.body.conversations ?? []));
    if (answer.body.cursor === undefined) return rows;
    cursor = answer.body.cursor;
  }
}

const ids = (rows: readonly { conversationId: string }[]) => rows.map(({ conversationId }) => conversationId);

/** What the truth says about overlap with an interval, until the lake's end. */
function overlapping(client: SimulatorClient, { from, to }: { from: number; to: number }, lake = LAKE): string[] {
  const begun = client.truth.begunIn({ from: from - 62 * DAY_MS, to: Math.min(to, lake + 1) });
  return ids(begun.filter(({ endedAt = NOW }) => Math.min(endedAt, lake) >= from)).sort();
}

describe("a job's state", () => {
  test("goes from QUEUED through PENDING to FULFILLED within five seconds, with 202 until then", async () => {
    const client = await open();
    const job = await submit(client);
    const seen: string[] = [];
    for (let ms = 0; ms <= 5_000 && seen.at(-1) !== "FULFILLED"; ms += 50) {
      const { status, body } = await client.get(job);
      expect(status).toBe(body.state === "FULFILLED" ? 200 : 202);
      if (seen.at(-1) !== body.state) seen.push(body.state);
      client.clock.advance(50);
    }
    expect(seen).toEqual(["QUEUED", "PENDING", "FULFILLED"]);
    const { body } = await client.get(job);
    expect(body).toEqual({
      state: "FULFILLED",
      submissionDate: toIso(NOW),
      completionDate: expect.any(String),
      expirationDate: toIso(NOW + DAY_MS),
    });
    expect(Date.parse(body.completionDate) - NOW).toBeLessThanOrEqual(5_000);
  });

  test("depends on the seed and on the job only", async () => {
    const follow = async () => {
      const client = await open();
      const jobs = [await submit(client), await submit(client)];
      client.clock.advance(5_000);
      return [jobs, (await client.get(jobs[0] ?? "")).body, (await client.get(jobs[1] ?? "")).body];
    };
    const first = await follow();
    expect(await follow()).toEqual(first);
    expect(first[1]).not.toEqual(first[2]);
  });

  test("is CANCELLED by DELETE, which answers nothing", async () => {
    const client = await open();
    const job = await submit(client);
    expect(await client.delete(job)).toMatchObject({ status: 204, body: undefined });
    expect(await client.get(job)).toMatchObject({
      status: 200,
      body: { state: "CANCELLED", completionDate: toIso(NOW) },
    });
    client.clock.advance(5_000);
    expect((await client.get(`${job}/results`)).status).toBe(400);
  });

  test("is EXPIRED after its date, and its results are gone", async () => {
    const client = await open({ jobRetention: HOUR_MS });
    const job = await submit(client);
    client.clock.advance(HOUR_MS - 1);
    expect((await client.get(`${job}/results`)).status).toBe(200);
    client.clock.advance(1);
    expect(await client.get(job)).toMatchObject({ status: 200, body: { state: "EXPIRED" } });
    expect((await client.get(`${job}/results`)).body).toMatchObject({ code: "bad.request", status: 400 });
  });

  test("is FAILED with a reason by option or by fault, and stays PENDING when it stalls", async () => {
    const failing = await open({ jobFailures: 100 });
    const failed = await submit(failing);
    failing.clock.advance(5_000);
    expect(await failing.get(failed)).toMatchObject({
      status: 200,
      body: { state: "FAILED", errorMessage: expect.stringContaining("could not") },
    });
    const match = { method: "POST", path: "/jobs" };
    const planned = await open({
      faults: {
        faults: [
          { match, do: { failJob: true } },
          { match, do: { stallJob: true } },
        ],
      },
    });
    const jobs = [await submit(planned), await submit(planned), await submit(planned)];
    planned.clock.advance(HOUR_MS);
    const states = await Promise.all(jobs.map(async (job) => (await planned.get(job)).body.state));
    expect(states).toEqual(["FAILED", "PENDING", "FULFILLED"]);
  });
});

describe("results", () => {
  test("are everything whose lifetime overlaps the interval, long before it begun ones included", async () => {
    const client = await open();
    const rows = await run(client, { interval: toIsoInterval(DAY) });
    expect(ids(rows).sort()).toEqual(overlapping(client, DAY));
    expect(rows.some(({ conversationStart = "" }) => Date.parse(conversationStart) < DAY.from - DAY_MS)).toBe(true);
  });

  test("are only what began since midnight when asked so", async () => {
    const client = await open();
    const rows = await run(client, { interval: toIsoInterval(DAY), startOfDayIntervalMatching: true });
    const midnight = startOfUtcDay(DAY.from);
    const begun = new Set(ids(client.truth.begunIn({ from: midnight, to: DAY.to })));
    expect(ids(rows).sort()).toEqual(overlapping(client, DAY).filter((id) => begun.has(id)));
  });

  test("say nothing of what the lake does not have yet, and until when it has", async () => {
    const client = await open();
    const interval = { from: NOW - DAY_MS, to: NOW };
    const rows = await run(client, { interval: toIsoInterval(interval) });
    expect(ids(rows).sort()).toEqual(overlapping(client, interval));
    expect(rows.length).toBeLessThan(overlapping(client, interval, NOW).length);
    const job = await submit(client, { interval: toIsoInterval({ from: LAKE + 1, to: NOW }) });
    client.clock.advance(5_000);
    expect((await client.get(`${job}/results`)).body).toEqual({ dataAvailabilityDate: toIso(LAKE) });
  });

  test("the lake moves on in steps", async () => {
    const client = await open({ lakeLag: HOUR_MS, lakeStep: HOUR_MS });
    const until = async () => (await client.get(`${JOBS}/availability`)).body.dataAvailabilityDate;
    expect(await until()).toBe("2026-06-10T13:00:00.000Z");
    client.clock.advance(HOUR_MS / 2 - 1);
    expect(await until()).toBe("2026-06-10T13:00:00.000Z");
    client.clock.advance(1);
    expect(await until()).toBe("2026-06-10T14:00:00.000Z");
  });

  test("come in pages by cursor, the same rows whatever their size; the last has none", async () => {
    const client = await open({ limits: "off" });
    const whole = await run(client, { interval: toIsoInterval(DAY) });
    expect(await run(client, { interval: toIsoInterval(DAY) }, "7")).toEqual(whole);
    const job = await submit(client);
    client.clock.advance(5_000);
    const first = (await client.get(`${job}/results?pageSize=7`)).body;
    expect(first.conversations).toHaveLength(7);
    const other = await submit(client);
    client.clock.advance(5_000);
    expect((await client.get(`${other}/results?cursor=${first.cursor}`)).status).toBe(400);
    expect((await client.get(`${job}/results?cursor=nonsense`)).status).toBe(400);
  });

  test("are filtered, ordered and limited", async () => {
    const client = await open();
    const emails = [{ type: "and", predicates: [{ dimension: "mediaType", value: "email" }] }];
    const rows = await run(client, { interval: toIsoInterval(DAY), segmentFilters: emails, order: "desc" });
    const byId = new Map(
      client.truth.begunIn({ from: NOW - 65 * DAY_MS, to: NOW }).map((one) => [one.conversationId, one]),
    );
    expect(ids(rows).sort()).toEqual(
      overlapping(client, DAY).filter((id) => byId.get(id)?.mediaTypes.includes("email") === true),
    );
    const starts = rows.map(({ conversationStart }) => conversationStart);
    expect(starts).toEqual([...starts].sort().reverse());
    const limited = await run(client, { interval: toIsoInterval(DAY), orderBy: "conversationEnd", limit: 5 });
    const ends = limited.map(({ conversationEnd }) => conversationEnd);
    expect([ends.length, ends]).toEqual([5, [...ends].sort()]);
  });

  test("carry the participants' attributes, cut where the lake cuts them; live conversations have them whole", async () => {
    const client = await open();
    const attributes = (await run(client, { interval: toIsoInterval(DAY) })).flatMap(
      ({ conversationId, participants = [] }) =>
        participants.map((participant) => ({ conversationId, values: participant.attributes ?? {} })),
    );
    expect(attributes.some(({ values }) => values["tier"] === "gold")).toBe(true);
    const cut = attributes.filter(({ values }) => values["story"] !== undefined);
    expect(cut.length).toBeGreaterThan(0);
    for (const { values } of cut) expect(values["story"]).toHaveLength(1_024);
    const query = await client.post("/api/v2/analytics/conversations/details/query", { interval: toIsoInterval(DAY) });
    expect(JSON.stringify(query.body)).not.toContain('"attributes"');
    const whole = await createSimulatorClient({ perDay: 60, days: 90, liveRetention: 90 * DAY_MS });
    const live = (await whole.get(`/api/v2/conversations/${cut[0]?.conversationId}`)).body;
    expect(live.participants[0].attributes.story.length).toBeGreaterThan(1_024);
  });

  test("are not there before the job is fulfilled", async () => {
    const client = await open();
    const job = await submit(client);
    expect((await client.get(`${job}/results`)).body.message).toContain("its state is QUEUED");
  });

  test("stay what they were while time goes on", async () => {
    const client = await open({ perDay: 600, days: 3 });
    const job = await submit(client, { interval: toIsoInterval({ from: NOW - DAY_MS, to: NOW }) });
    client.clock.advance(5_000);
    const before = (await client.get(`${job}/results`)).body;
    // What was under way when the lake ended is shown as under way, though it has ended since.
    const ends = before.conversations.map(({ conversationEnd = "" }) => conversationEnd);
    expect(ends.filter((end: string) => end > toIso(LAKE))).toEqual([]);
    expect(ends).toContain("");
    client.clock.advance(12 * HOUR_MS);
    expect((await client.get(`${job}/results`)).body).toEqual(before);
  });

  test("are those of the divisions that the client is granted", async () => {
    const client = await open({ divisions: ["Retail"] });
    const retail = (await client.get("/api/v2/authorization/divisions?name=Retail")).body.entities[0].id;
    const rows = await run(client, { interval: toIsoInterval(DAY) });
    expect(rows.length).toBeGreaterThan(0);
    for (const { divisionIds } of rows) expect(divisionIds).toContain(retail);
  });
});

describe("what is refused", () => {
  test.each([
    [{ paging: { pageSize: 100, pageNumber: 1 } }, "[paging] is not supported"],
    [{ aggregations: [] }, "[aggregations] is not supported"],
    [{ interval: undefined }, "search interval"],
    [{ limit: 0 }, "not a positive number"],
    [{ startOfDayIntervalMatching: "yes" }, "Allowable values are: true, false"],
    [{ pageSize: 5 }, "Unrecognized field [pageSize]"],
  ])("a body with %j", async (body, message) => {
    const client = await open();
    const answer = await client.post(JOBS, { interval: toIsoInterval(DAY), ...body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });

  test("a page too large, a job that is not there, and one of another client", async () => {
    const client = await open({ jobPageSizeMax: 10 });
    const job = await submit(client);
    client.clock.advance(5_000);
    expect((await client.get(`${job}/results?pageSize=11`)).body.message).toContain("may not exceed 10");
    for (const answer of [
      await client.get(`${JOBS}/nothing`),
      await client.get(`${JOBS}/nothing/results`),
      await client.delete(`${JOBS}/nothing`),
      await client.asOther(job),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: "not.found" } });
  });

  test("too many at once, and too many within a second", async () => {
    const busy = await open({ jobsConcurrentMax: 1 });
    await submit(busy);
    const answer = await busy.post(JOBS, { interval: toIsoInterval(DAY) });
    expect(answer).toMatchObject({
      status: 429,
      body: {
        code: "too.many.requests.retry.after",
        limit: { key: "details.jobs.concurrent.access.max", namespace: "analytics", value: 1 },
      },
    });
    busy.clock.advance(Number(answer.headers.get("retry-after")) * 1_000);
    await submit(busy);
    const quick = await open({ jobsPerSecond: 1 });
    await submit(quick);
    const refused = await quick.post(JOBS, { interval: toIsoInterval(DAY) });
    expect(refused).toMatchObject({ status: 429, body: { limit: { key: "details.jobs.rate.per.second" } } });
    quick.clock.advance(1_000);
    await submit(quick);
  });

  test("everything, without one of the permissions", async () => {
    const client = await open({
      withoutPermissions: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"],
    });
    expect((await client.post(JOBS, {})).body.code).toBe("missing.any.permissions");
    expect((await client.get(`${JOBS}/x`)).status).toBe(403);
    expect((await client.get(`${JOBS}/x/results`)).status).toBe(403);
    expect((await client.delete(`${JOBS}/x`)).status).toBe(403);
  });
});
