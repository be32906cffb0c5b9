import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/index.ts";
import { type Fault, type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

/** What tools that read histories from this API have got wrong, each a test; those about page drift and depth are in history-answers. */

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 10, 14);
const MIDNIGHT = Date.UTC(2026, 10, 10);

async function open(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({
    days: 40,
    perDay: 300,
    lags: "off",
    requestsPerMinute: 100_000,
    clock: "x2000",
    clockStart: NOW,
    ...options,
  });
  const home = createHome();
  const organisation = connect({
    env: { ...pointAt(simulator, home.path), NOWTHEN_TIMEOUT: "100000", NOWTHEN_MAX_WAIT: "100000" },
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  onTestFinished(async () => {
    await organisation.close();
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, organisation };
}

const fault = (...faults: Fault[]) => ({ faults: { faults } });

/** The ids of a history of whole days that are over, and those of the truth. */
async function read({ simulator, organisation }: Awaited<ReturnType<typeof open>>, days: number, source: string) {
  const range = { from: MIDNIGHT - (days + 1) * DAY, to: MIDNIGHT - DAY };
  const ids: string[] = [];
  const { rows } = await organisation.history({
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    source,
  });
  const reading = (async () => {
    for await (const { conversationId } of rows) ids.push(conversationId);
  })();
  const truth = simulator.truth().begunIn(range);
  return { ids, truth: truth.map(({ conversationId }) => conversationId).sort(), done: reading };
}

async function expectTruth(opened: Awaited<ReturnType<typeof open>>, days: number, source: string): Promise<void> {
  const { ids, truth, done } = await read(opened, days, source);
  await done;
  expect(ids.sort()).toEqual(truth);
}

function count({ requests }: Simulator, method: string, path: RegExp, status?: number): number {
  return requests.filter((one) => one.method === method && path.test(one.path) && (status ?? one.status) === one.status)
    .length;
}

test("a job's results are read to their last cursor", async () => {
  const opened = await open({ perDay: 1_100 });
  const { ids, truth, done } = await read(opened, 4, "job");
  await done;
  expect(truth.length).toBeGreaterThan(2_500);
  expect(ids.sort()).toEqual(truth);
  expect(count(opened.simulator, "GET", /\/results$/)).toBeGreaterThanOrEqual(3);
});

test("a token that is revoked in the middle is replaced once, and nothing is read anew", async () => {
  const opened = await open(fault({ match: { path: "/details/query" }, after: 4, do: { expireToken: true } }));
  await expectTruth(opened, 3, "query");
  expect(count(opened.simulator, "POST", /\/oauth\/token$/)).toBe(2);
  const pages = Math.ceil(
    opened.simulator.truth().begunIn({ from: MIDNIGHT - 4 * DAY, to: MIDNIGHT - DAY }).length / 100,
  );
  expect(count(opened.simulator, "POST", /\/details\/query$/, 200)).toBe(pages + 1);
});

test("a 429 is waited for with the same token, and what was read is kept", async () => {
  const opened = await open(fault({ match: { path: "/details/query" }, after: 3, do: { status: 429, retryAfter: 5 } }));
  await expectTruth(opened, 3, "query");
  expect(count(opened.simulator, "POST", /\/oauth\/token$/)).toBe(1);
  expect(count(opened.simulator, "POST", /\/details\/query$/, 429)).toBe(1);
});

test("an API that stays down is given up within minutes, and the rows before it have been given", async () => {
  const opened = await open(
    fault({ match: { path: "/details/query" }, after: 4, times: "always", do: { status: 503 } }),
  );
  const { ids, truth, done } = await read(opened, 3, "query");
  await expect(done).rejects.toMatchObject({ kind: "remote" });
  expect(ids.length).toBeGreaterThanOrEqual(200);
  expect(truth).toEqual(expect.arrayContaining(ids));
  const asked = opened.simulator.requests.filter(({ status }) => status === 503).map(({ at }) => at);
  expect(asked.length).toBeGreaterThan(1);
  expect(Math.max(...asked) - Math.min(...asked)).toBeLessThan(5 * 60_000);
});

test("a job whose submission was cut off is not submitted again, and the answer is whole all the same", async () => {
  const opened = await open(fault({ match: { method: "POST", path: "/details/jobs" }, do: { halfBody: true } }));
  await expectTruth(opened, 3, "job");
  expect(count(opened.simulator, "POST", /\/details\/jobs$/)).toBe(1);
});

test("a job that was refused for its rate is submitted again with its whole query, and only one is made", async () => {
  const opened = await open(
    fault({ match: { method: "POST", path: "/details/jobs" }, do: { status: 429, retryAfter: 1 } }),
  );
  await expectTruth(opened, 3, "job");
  expect(count(opened.simulator, "POST", /\/details\/jobs$/, 429)).toBe(1);
  expect(count(opened.simulator, "POST", /\/details\/jobs$/)).toBe(2);
});

test("jobs that others made are left alone", async () => {
  const opened = await open();
  const { url, clientId, clientSecret } = opened.simulator;
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const signedIn = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const jobs = `${url}/api/v2/analytics/conversations/details/jobs`;
  const interval = `${new Date(MIDNIGHT - 3 * DAY).toISOString()}/${new Date(MIDNIGHT - 2 * DAY).toISOString()}`;
  const submitted = await fetch(jobs, { method: "POST", headers, body: JSON.stringify({ interval }) });
  const { jobId } = (await submitted.json()) as { jobId: string };
  await expectTruth(opened, 3, "job");
  const deleted = opened.simulator.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path);
  expect(deleted).toHaveLength(1);
  expect(deleted[0]).not.toContain(jobId);
  expect((await fetch(`${jobs}/${jobId}`, { headers })).status).toBe(200);
});

test("a token is not fetched for each request", async () => {
  const opened = await open();
  await expectTruth(opened, 3, "query");
  await opened.organisation.live();
  await opened.organisation.stats({ days: "2" });
  expect(count(opened.simulator, "POST", /\/oauth\/token$/)).toBe(1);
  expect(opened.simulator.requests.length).toBeGreaterThan(10);
});

test("a long range is not answered by its last days", async () => {
  const opened = await open({ perDay: 20, days: 120 });
  await expectTruth(opened, 100, "auto");
});

test("where there is nothing live, nothing of the past takes its place", async () => {
  const opened = await open({ perDay: 1, days: 1 });
  const { rows, meta } = await opened.organisation.live();
  const live = [];
  for await (const one of rows) live.push(one);
  expect(opened.simulator.truth().begunIn({ from: NOW - 3 * DAY, to: NOW })).not.toEqual([]);
  expect(live).toEqual([]);
  expect(meta).toMatchObject({ complete: true, active: 0 });
});
