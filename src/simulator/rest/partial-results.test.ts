import { expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, MINUTE_MS, toIsoInterval } from "../../base/interval.ts";
import type { Fault } from "../faults.ts";

const DETAILS = "/api/v2/analytics/conversations/details";

function open(...faults: Fault[]): Promise<SimulatorClient> {
  return createSimulatorClient({ perDay: 200, days: 4, limits: "off", lakeLag: 0, faults: { faults } });
}

function intervalOf({ clock }: SimulatorClient): string {
  return toIsoInterval({ from: clock.now() - 2 * DAY_MS, to: clock.now() - DAY_MS });
}

function toIds(body: { conversations?: readonly { conversationId: string }[] }): string[] {
  return (body.conversations ?? []).map(({ conversationId }) => conversationId);
}

async function query(client: SimulatorClient): Promise<{ ids: string[]; totalHits: number }> {
  const paging = { pageSize: 1_000, pageNumber: 1 };
  const { body } = await client.post(`${DETAILS}/query`, { interval: intervalOf(client), paging });
  return { ids: toIds(body), totalHits: body.totalHits };
}

async function runJob(client: SimulatorClient, pageSize = 60): Promise<{ ids: string[]; path: string }> {
  const { jobId } = (await client.post(`${DETAILS}/jobs`, { interval: intervalOf(client) })).body;
  client.clock.advance(MINUTE_MS);
  const path = `${DETAILS}/jobs/${jobId}/results`;
  const ids: string[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await client.get(`${path}?pageSize=${pageSize}&cursor=${cursor}`);
    ids.push(...toIds(body));
    if (body.cursor === undefined) return { ids, path };
    cursor = body.cursor;
  }
}

test("a page of a details query misses a part that the seed decides, and its total says nothing of it", async () => {
  const whole = await query(await open());
  const fault: Fault = { match: { path: "details/query" }, seed: 7, do: { partialResults: 0.2 } };
  const client = await open(fault);
  const partial = await query(client);
  expect(partial.totalHits).toBe(whole.totalHits);
  expect(partial.ids.length).toBeGreaterThan(whole.ids.length * 0.65);
  expect(partial.ids.length).toBeLessThan(whole.ids.length * 0.95);
  expect(whole.ids).toEqual(expect.arrayContaining(partial.ids));
  // Once, unless the plan says otherwise; and the same ones with the same seed.
  expect(await query(client)).toEqual(whole);
  expect(await query(await open(fault))).toEqual(partial);
  expect(await query(await open({ ...fault, seed: 8 }))).not.toEqual(partial);
});

test("a job that is submitted under the fault misses a part on every page, for good", async () => {
  const whole = await runJob(await open());
  const fault: Fault = { match: { method: "POST", path: "details/jobs" }, seed: 7, do: { partialResults: 0.2 } };
  const client = await open(fault);
  const partial = await runJob(client);
  expect(partial.ids.length).toBeLessThan(whole.ids.length * 0.95);
  expect(partial.ids.length).toBeGreaterThan(whole.ids.length * 0.65);
  expect(whole.ids).toEqual(expect.arrayContaining(partial.ids));
  const again = toIds((await client.get(`${partial.path}?pageSize=1000`)).body);
  expect(again).toEqual(partial.ids);
  expect((await runJob(client)).ids).toEqual(whole.ids);
});

test("a page of results can miss what the job has", async () => {
  const client = await open({ match: { path: "/results" }, seed: 7, do: { partialResults: 0.5 } });
  const { ids, path } = await runJob(client);
  const whole = toIds((await client.get(`${path}?pageSize=1000`)).body);
  expect(ids.length).toBeLessThan(whole.length);
  expect(whole).toEqual(expect.arrayContaining(ids));
});

test("a token revoked in the middle of paging is refused from then on; a new one reads on", async () => {
  const client = await open({ match: { path: "details/query" }, after: 2, do: { expireToken: true } });
  const ask = (pageNumber: number) =>
    client.post(`${DETAILS}/query`, { interval: intervalOf(client), paging: { pageSize: 25, pageNumber } });
  expect([(await ask(1)).status, (await ask(2)).status]).toEqual([200, 200]);
  expect(await ask(3)).toMatchObject({ status: 401, body: { code: "bad.credentials" } });
  expect((await client.get("/api/v2/tokens/me")).status).toBe(401);
  const authorization = await client.signIn();
  expect((await client.send("/api/v2/tokens/me", { headers: { authorization } })).status).toBe(200);
});

test("a disabled client loses its tokens and gets none until it is enabled", async () => {
  const client = await open({ match: { path: "details/query" }, do: { disableClientMs: MINUTE_MS } });
  expect((await client.post(`${DETAILS}/query`, { interval: intervalOf(client) })).status).toBe(401);
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
  const signIn = () =>
    client.send("/oauth/token", {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: "grant_type=client_credentials",
    });
  expect(await signIn()).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  client.clock.advance(MINUTE_MS);
  expect((await signIn()).status).toBe(200);
  expect((await client.get("/api/v2/tokens/me")).status).toBe(401);
});
