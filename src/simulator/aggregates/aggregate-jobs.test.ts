import { beforeAll, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";

const JOBS = "/api/v2/analytics/conversations/aggregates/jobs";

let client: SimulatorClient;
let query: object;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off", perDay: 40, tokenSeconds: 172_800 });
  const now = client.clock.now();
  query = { interval: toIsoInterval({ from: now - DAY_MS, to: now }), groupBy: ["queueId"], metrics: ["nOffered"] };
});

test("a job is queued, in work, done, and read page by page until there is no cursor", async () => {
  const submitted = await client.post(JOBS, { ...query, pageSize: 3 });
  expect(submitted).toMatchObject({ status: 202, body: { jobId: expect.any(String) } });
  const path = `${JOBS}/${submitted.body.jobId}`;
  expect(await client.get(path)).toMatchObject({ status: 202, body: { state: "QUEUED" } });
  client.clock.advance(500);
  expect(await client.get(path)).toMatchObject({ status: 202, body: { state: "PENDING" } });
  expect(await client.get(`${path}/results`)).toMatchObject({ status: 400 });
  client.clock.advance(500);
  expect(await client.get(path)).toMatchObject({
    status: 200,
    body: { state: "FULFILLED", completionDate: expect.any(String), expirationDate: expect.any(String) },
  });
  const rows: unknown[] = [];
  let [cursor, pages] = ["", 0];
  do {
    const { body } = await client.get(`${path}/results${cursor === "" ? "" : `?cursor=${cursor}`}`);
    rows.push(...body.results);
    cursor = body.cursor ?? "";
    pages++;
  } while (cursor !== "");
  expect(pages).toBe(3);
  expect(rows).toEqual((await client.post(JOBS.replace("jobs", "query"), query)).body.results);
  expect(await client.get(`${path}/results?cursor=nonsense`)).toMatchObject({ status: 400 });
});

test("a job that was deleted, or never was, is not found; one that is old has expired", async () => {
  const submit = async () => `${JOBS}/${(await client.post(JOBS, query)).body.jobId}`;
  const deleted = await submit();
  expect(await client.delete(deleted)).toMatchObject({ status: 204, body: undefined });
  for (const path of [deleted, `${deleted}/results`, `${JOBS}/none`]) expect((await client.get(path)).status).toBe(404);
  expect((await client.delete(deleted)).status).toBe(404);
  const old = await submit();
  client.clock.advance(DAY_MS + 1_000);
  expect(await client.get(old)).toMatchObject({ status: 200, body: { state: "EXPIRED" } });
  expect((await client.get(`${old}/results`)).status).toBe(404);
});

test("a bad query is refused when it is submitted", async () => {
  expect(await client.post(JOBS, { ...query, metrics: [] })).toMatchObject({ status: 400 });
  expect(await client.post(JOBS, { ...query, pageSize: 0 })).toMatchObject({ status: 400 });
  expect(await client.post(JOBS, { ...query, paging: {} })).toMatchObject({ status: 400 });
});
