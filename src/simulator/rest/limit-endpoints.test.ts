import { expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";

const PATH = "/api/v2/organizations/limits/namespaces";

test("the organisation's limits are those that it has, beside the defaults", async () => {
  const client = await createSimulatorClient({ requestsPerMinute: 50, bodyBytesMax: 1_000 });
  const value = async (path: string, wanted: string) =>
    (await client.get(path)).body.entities.find(({ key }: { key: string }) => key === wanted);
  const rate = "client.credentials.token.rate.per.minute";
  expect(await value(`${PATH}/platform.api`, rate)).toEqual({ key: rate, namespace: "platform.api", value: 50 });
  expect(await value(`${PATH}/platform.api`, "request.bytes.max")).toMatchObject({ value: 1_000 });
  expect(await value(`${PATH}/platform.api/defaults`, rate)).toMatchObject({ value: 300 });
  expect((await client.get(`${PATH}/routing`)).body).toEqual({ entities: [] });
  const jobs = await createSimulatorClient({ jobsConcurrentMax: 3 });
  expect((await jobs.get(`${PATH}/analytics`)).body.entities).toContainEqual({
    key: "details.jobs.concurrent.access.max",
    namespace: "analytics",
    value: 3,
  });
  expect((await client.get(`${PATH}/shoes`)).status).toBe(404);
  const { namespaces } = (await client.get("/api/v2/organizations/limits/docs")).body;
  expect(namespaces.find(({ name }: { name: string }) => name === "platform.api").limits).toContainEqual({
    key: rate,
    defaultValue: 300,
  });
});

test("conversations are kept for as long as the history reaches back", async () => {
  const path = "/api/v2/analytics/dataretention/settings";
  const client = await createSimulatorClient({ days: 120 });
  expect((await client.get(path)).body).toEqual({ retentionDays: 120 });
  const without = await createSimulatorClient({ withoutPermissions: ["analytics:dataRetention:view"] });
  expect((await without.get(path)).status).toBe(403);
});

test("legacy web chat is gone, whatever the method", async () => {
  const client = await createSimulatorClient();
  for (const path of [
    "/api/v2/conversations/chats",
    "/api/v2/conversations/chats/some-id",
    "/api/v2/webchat/settings",
  ]) {
    expect(await client.get(path), path).toMatchObject({ status: 404, body: { code: "not.found" } });
    expect(await client.post(path, {}), path).toMatchObject({ status: 404, body: { code: "not.found" } });
    expect(await client.send(path), path).toMatchObject({ status: 401 });
  }
});
