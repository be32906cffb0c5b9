import { beforeAll, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";

let client: SimulatorClient;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off" });
});

test("every skill and flow that records mention has its name in the directory", async () => {
  const now = client.clock.now();
  const { body } = await client.post("/api/v2/analytics/conversations/details/query", {
    interval: toIsoInterval({ from: now - 2 * DAY_MS, to: now }),
    paging: { pageSize: 2_000, pageNumber: 1 },
  });
  const flows = new Map<string, string>();
  const skills = new Set<string>();
  for (const { participants } of body.conversations)
    for (const { sessions } of participants)
      for (const { flow, segments } of sessions) {
        if (flow !== undefined) flows.set(flow.flowId, flow.flowName);
        for (const { requestedRoutingSkillIds = [] } of segments)
          for (const id of requestedRoutingSkillIds) skills.add(id);
      }
  const listed = (await client.get("/api/v2/flows?pageSize=100")).body.entities as { id: string; name: string }[];
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  expect(flows.size).toBeGreaterThan(8);
  for (const [id, name] of flows) expect([id, names.get(id)]).toEqual([id, name]);
  expect(skills.size).toBeGreaterThan(3);
  for (const id of skills) expect((await client.get(`/api/v2/routing/skills/${id}`)).status).toBe(200);
});

test("they are listed by name, by id and by type; flows by division too", async () => {
  const skills = await client.get("/api/v2/routing/skills?name=*a*&sortOrder=desc");
  expect(skills.body.entities.map(({ name }: { name: string }) => name)).toEqual(["VIP care", "Hardware", "German"]);
  expect((await client.get("/api/v2/routing/languages")).body.total).toBe(2);
  const waiting = (await client.get("/api/v2/flows?type=inqueuecall")).body;
  expect(waiting.total).toBe(6);
  expect((await client.get(`/api/v2/flows?id=${waiting.entities[0].id}`)).body.entities).toEqual([waiting.entities[0]]);
  expect((await client.get("/api/v2/flows/none")).status).toBe(404);
  const retail = await createSimulatorClient({ divisions: ["Retail"] });
  expect((await retail.get("/api/v2/flows")).body.total).toBe(5);
  const without = await createSimulatorClient({ withoutPermissions: ["architect:flow:view"] });
  expect((await without.get("/api/v2/flows")).status).toBe(403);
});
