/** Every claim of docs/choosing.md, by its words: a house test holds the names of these tests against the page. */
import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, toIsoInterval } from "../../src/base/interval.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { createSimulatorClient, type SimulatorClient } from "../support/simulator-client.ts";

const ANALYTICS = "/api/v2/analytics/conversations";
const QUERY = `${ANALYTICS}/details/query`;
const JOBS = `${ANALYTICS}/details/jobs`;
const AGGREGATES = `${ANALYTICS}/aggregates/query`;
const OBSERVATIONS = "/api/v2/analytics/queues/observations/query";
const ID = "00000000-0000-4000-8000-000000000000";

/** So late that a small organisation shows it. */
const LATE = { lags: "api", perDay: 600, days: 5, queryLag: 10 * MINUTE_MS, wrapUpLag: 20 * MINUTE_MS } as const;

function open(options: Partial<SimulatorOptions> = {}): Promise<SimulatorClient> {
  return createSimulatorClient({ perDay: 150, days: 40, requestsPerMinute: 100_000, ...options });
}

/** From so many days ago to so many. */
function daysAgo({ clock }: SimulatorClient, from: number, to: number): string {
  return toIsoInterval({ from: clock.now() - from * DAY_MS, to: clock.now() - to * DAY_MS });
}

const idsOf = (rows: readonly { conversationId: string }[]) => rows.map(({ conversationId }) => conversationId);

/** Every page of a query, and how many there were. */
async function queryAll(client: SimulatorClient, body: object) {
  const rows: AnalyticsConversation[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const answer = await client.post(QUERY, { ...body, paging: { pageSize: 100, pageNumber } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const page: AnalyticsConversation[] = answer.body.conversations ?? [];
    if (page.length === 0) return { rows, requests: pageNumber };
    rows.push(...page);
  }
}

/** Every result of a job, and how many requests the results took. */
async function runJob(client: SimulatorClient, body: object) {
  const { jobId } = (await client.post(JOBS, body)).body;
  client.clock.advance(10_000);
  const rows: AnalyticsConversation[] = [];
  let requests = 0;
  for (let cursor = ""; ; ) {
    const { body } = await client.get(`${JOBS}/${jobId}/results?pageSize=1000&cursor=${cursor}`);
    requests += 1;
    rows.push(...(body.conversations ?? []));
    if (body.cursor === undefined) return { rows, requests, until: Date.parse(body.dataAvailabilityDate) };
    cursor = body.cursor;
  }
}

const unended = [
  { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }] },
];

test("No endpoint lists live conversations for client credentials", async () => {
  const client = await open();
  for (const media of ["", "/calls", "/callbacks", "/emails", "/messages"])
    expect((await client.get(`/api/v2/conversations${media}`)).body.code).toBe("not.a.user");
});

test("The live API knows one conversation by its id as soon as it begins, the details query seconds later", async () => {
  const client = await open(LATE);
  const now = client.clock.now();
  const [newest] = client.truth.begunIn({ from: now - 2 * MINUTE_MS, to: now });
  expect(newest).toBeDefined();
  expect((await client.get(`/api/v2/conversations/${newest?.conversationId}`)).status).toBe(200);
  expect((await client.get(`${ANALYTICS}/${newest?.conversationId}/details`)).status).toBe(404);
  const today = { interval: toIsoInterval({ from: now - HOUR_MS, to: now }) };
  expect(idsOf((await queryAll(client, today)).rows)).not.toContain(newest?.conversationId);
  client.clock.advance(10 * MINUTE_MS);
  expect(idsOf((await queryAll(client, today)).rows)).toContain(newest?.conversationId);
  expect((await client.get(`${ANALYTICS}/${newest?.conversationId}/details`)).status).toBe(200);
});

test("The details query finds open conversations by their missing end", async () => {
  const client = await open();
  const now = client.clock.now();
  const { rows } = await queryAll(client, { interval: daysAgo(client, 30, 0), conversationFilters: unended });
  const truth = client.truth
    .begunIn({ from: now - 30 * DAY_MS, to: now })
    .filter(({ endedAt }) => endedAt === undefined);
  expect(truth.length).toBeGreaterThan(0);
  expect(idsOf(rows).sort()).toEqual(idsOf(truth).sort());
});

test("Without an end is not active: stuck legs keep conversations open", async () => {
  const client = await open();
  const { rows } = await queryAll(client, { interval: daysAgo(client, 30, 0), conversationFilters: unended });
  const states = new Set(rows.map(({ conversationId }) => client.truth.byId(conversationId)?.state));
  expect(states).toEqual(new Set(["active", "lingering"]));
});

test("Queue observations count who waits and talks now, in one request", async () => {
  const client = await open({ perDay: 3_000, days: 2 });
  const queues = (await client.get("/api/v2/routing/queues?pageSize=100")).body.entities as { id: string }[];
  const predicates = queues.map(({ id }) => ({ dimension: "queueId", value: id }));
  const { status, body } = await client.post(OBSERVATIONS, {
    filter: { type: "or", predicates },
    metrics: ["oWaiting", "oInteracting"],
  });
  expect(status).toBe(200);
  const counts = body.results.flatMap(({ data }: { data: { stats: { count: number } }[] }) =>
    data.map(({ stats }) => stats.count),
  );
  expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBeGreaterThan(0);
});

test("The details query takes at most 7 days, and 31 with a filter", async () => {
  const client = await open();
  const filtered = { conversationFilters: unended };
  expect((await client.post(QUERY, { interval: daysAgo(client, 7, 0) })).status).toBe(200);
  expect((await client.post(QUERY, { interval: daysAgo(client, 7.1, 0) })).body.message).toContain("7 days");
  expect((await client.post(QUERY, { interval: daysAgo(client, 31, 0), ...filtered })).status).toBe(200);
  expect((await client.post(QUERY, { interval: daysAgo(client, 31.1, 0), ...filtered })).body.message).toContain(
    "31 days",
  );
});

test("The details query costs 10 requests per 1,000 conversations, and one that finds nothing more", async () => {
  const client = await open({ perDay: 400, days: 8 });
  const { rows, requests } = await queryAll(client, { interval: daysAgo(client, 7, 2) });
  expect(rows.length).toBeGreaterThan(1_000);
  expect(requests).toBe(Math.ceil(rows.length / 100) + 1);
  const paging = { pageSize: 101, pageNumber: 1 };
  expect((await client.post(QUERY, { interval: daysAgo(client, 7, 2), paging })).status).toBe(400);
});

test("The details query pages through 100,000 conversations and no further", async () => {
  expect(parseSimulatorOptions({}).depthMax).toBe(100_000);
  const client = await open({ depthMax: 300 });
  const at = (pageNumber: number) =>
    client.post(QUERY, { interval: daysAgo(client, 7, 0), paging: { pageSize: 100, pageNumber } });
  expect((await at(3)).status).toBe(200);
  expect((await at(4)).body.message).toContain("Pagination may not exceed 300 results");
});

test("The details query's total is an estimate", async () => {
  const client = await open({ lags: "api", perDay: 1_000, days: 4 });
  const totals = new Set<number>();
  for (let step = 0; step < 10; step++) {
    totals.add((await client.post(QUERY, { interval: daysAgo(client, 3, 2) })).body.totalHits);
    client.clock.advance(10_000);
  }
  expect(totals.size).toBeGreaterThan(1);
});

test("A conversation belongs to a query's interval when it was alive on a UTC day that the interval touches", async () => {
  const client = await open();
  const hour = daysAgo(client, 3, 3 - 1 / 24);
  const { rows } = await queryAll(client, { interval: hour });
  const [from = 0, to = 0] = hour.split("/").map((instant) => Date.parse(instant));
  expect(rows.some(({ conversationStart }) => Date.parse(conversationStart ?? "") < from)).toBe(true);
  const truth = client.truth.begunIn({ from, to });
  expect(idsOf(rows)).toEqual(expect.arrayContaining(idsOf(truth)));
});

test("A details job costs one request per 1,000 conversations, beside those of the job itself", async () => {
  const client = await open({ perDay: 400, days: 8 });
  const { rows, requests } = await runJob(client, { interval: daysAgo(client, 7, 2) });
  expect(rows.length).toBeGreaterThan(1_000);
  expect(requests).toBe(Math.ceil(rows.length / 1_000));
});

test("Participant attributes are in the results of details jobs, and in no details query", async () => {
  const client = await open();
  const count = (rows: readonly AnalyticsConversation[]) =>
    rows.flatMap(({ participants = [] }) => participants).filter(({ attributes }) => attributes !== undefined).length;
  const body = { interval: daysAgo(client, 5, 3) };
  expect(count((await runJob(client, body)).rows)).toBeGreaterThan(0);
  expect(count((await queryAll(client, body)).rows)).toBe(0);
});

test("A details job ends well and silently lacks what the data lake does not have yet", async () => {
  const client = await open({ perDay: 600, days: 3 });
  const { body: availability } = await client.get(`${JOBS}/availability`);
  const { rows, until } = await runJob(client, { interval: daysAgo(client, 1, 0) });
  expect(until).toBeGreaterThanOrEqual(Date.parse(availability.dataAvailabilityDate));
  const begun = client.truth.begunIn({ from: client.clock.now() - DAY_MS, to: client.clock.now() });
  const missing = begun.filter(({ conversationId }) => !idsOf(rows).includes(conversationId));
  expect(missing.length).toBeGreaterThan(0);
  for (const { startedAt } of missing) expect(startedAt).toBeGreaterThan(until - MINUTE_MS);
});

test("Aggregates give the numbers of any number of conversations in one request", async () => {
  const client = await open();
  const interval = daysAgo(client, 7, 2);
  const { body } = await client.post(AGGREGATES, { interval, metrics: ["nOffered"], groupBy: ["mediaType"] });
  const counts = body.results.map(
    (result: { data: { metrics: { stats: { count: number } }[] }[] }) => result.data[0]?.metrics[0]?.stats.count ?? 0,
  );
  expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBeGreaterThan(100);
});

test("Aggregates count each thing when it happened, not when its conversation began", async () => {
  const client = await open({ perDay: 600, days: 4 });
  const to = client.clock.now() - DAY_MS;
  const late = client.truth
    .begunIn({ from: to - DAY_MS, to })
    .find(({ startedAt, talkMs, endedAt = 0 }) => talkMs > 0 && endedAt - startedAt > 20 * MINUTE_MS);
  expect(late).toBeDefined();
  const count = async (from: number, until: number) => {
    const filter = { type: "and", predicates: [{ dimension: "conversationId", value: late?.conversationId }] };
    const interval = toIsoInterval({ from, to: until });
    const { status, body } = await client.post(AGGREGATES, { interval, metrics: ["tTalkComplete"], filter });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.results?.length ?? 0;
  };
  const began = late?.startedAt ?? 0;
  expect(await count(began, began + 1_000)).toBe(0);
  expect(await count(began, (late?.endedAt ?? 0) + HOUR_MS)).toBe(1);
});

test("Aggregates leave out what they did not count: absent is not zero", async () => {
  const client = await open({ perDay: 20, days: 4 });
  const body = { interval: daysAgo(client, 3, 1), metrics: ["nOffered"], groupBy: ["queueId"], granularity: "PT30M" };
  const { results } = (await client.post(AGGREGATES, body)).body as { results: { data: unknown[] }[] };
  expect(results.length).toBeGreaterThan(0);
  for (const { data } of results) expect(data.length).toBeLessThan(96);
});

test("Wrap-up codes come later than the end of the work", async () => {
  const client = await open({ ...LATE, nightlyRewrite: "off" });
  const now = client.clock.now();
  const today = { interval: toIsoInterval({ from: now - HOUR_MS, to: now }) };
  const uncoded = async () =>
    (await queryAll(client, today)).rows.flatMap(({ participants = [] }) =>
      participants.flatMap(({ sessions = [] }) =>
        sessions.flatMap(({ sessionId, segments = [] }) =>
          segments
            .filter(
              ({ segmentType, segmentEnd, wrapUpCode }) =>
                segmentType === "wrapup" && segmentEnd !== undefined && wrapUpCode === undefined,
            )
            .map(() => sessionId),
        ),
      ),
    );
  const before = await uncoded();
  client.clock.advance(30 * MINUTE_MS);
  const after = new Set(await uncoded());
  expect(before.filter((sessionId) => !after.has(sessionId)).length).toBeGreaterThan(0);
});

test("Records change after the fact: days that are over are rewritten at night, when they are two days old", async () => {
  const client = await open({ lags: "api", perDay: 600, days: 5, tokenSeconds: 172_800 });
  const day = { interval: daysAgo(client, 1.5, 1) };
  const read = async () =>
    new Map((await queryAll(client, day)).rows.map((row) => [row.conversationId, JSON.stringify(row)]));
  const before = await read();
  client.clock.advance(1.9 * DAY_MS);
  const after = await read();
  expect([...before].filter(([id, row]) => after.get(id) !== row).length).toBeGreaterThan(0);
});

test("A role that is granted in one division hides the conversations of the others, without any error", async () => {
  const [all, home] = [await open({ days: 5 }), await open({ days: 5, divisions: ["Home"] })];
  const [whole, part] = [
    await queryAll(all, { interval: daysAgo(all, 3, 2) }),
    await queryAll(home, { interval: daysAgo(home, 3, 2) }),
  ];
  expect(part.rows.length).toBeGreaterThan(0);
  expect(part.rows.length).toBeLessThan(whole.rows.length);
});

test("Every page, probe and poll counts against 300 requests a minute, which all processes of a client share", async () => {
  const client = await createSimulatorClient({ perDay: 20, days: 3 });
  const statuses: number[] = [];
  for (let request = 0; request < 305; request++) statuses.push((await client.get(`${JOBS}/availability`)).status);
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(300);
  expect(statuses.at(-1)).toBe(429);
});

const DETAIL = ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"];

test.each([
  ["The details query needs analytics:conversationDetail:view", "POST", QUERY, DETAIL],
  ["Details jobs need analytics:conversationDetail:view", "POST", JOBS, DETAIL],
  [
    "Aggregates need analytics:conversationAggregate:view",
    "POST",
    AGGREGATES,
    ["analytics:conversationAggregate:view"],
  ],
  [
    "The live API by id needs conversation:communication:view",
    "GET",
    `/api/v2/conversations/${ID}`,
    ["conversation:communication:view"],
  ],
  [
    "Queue observations need analytics:queueObservation:view",
    "POST",
    OBSERVATIONS,
    ["analytics:queueObservation:view"],
  ],
] as const)("%s", async (_claim, method, path, permissions) => {
  const [with_, without] = [await open({ days: 2 }), await open({ days: 2, withoutPermissions: [...permissions] })];
  const send = (client: SimulatorClient) => (method === "GET" ? client.get(path) : client.post(path, {}));
  expect((await send(with_)).status).not.toBe(403);
  const refused = await send(without);
  expect(refused.status).toBe(403);
  expect(refused.body.message).toContain(permissions[0]);
});
