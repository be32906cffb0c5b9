import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";

test("of recorded conversations there are names, and neither aggregates nor a present", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nowthen-recorded-now-"));
  const segment = { segmentType: "interact", requestedRoutingSkillIds: ["skill-1"], requestedLanguageId: "language-1" };
  const flow = { flowId: "flow-1", flowName: "Main menu", flowType: "INBOUNDCALL" };
  const sessions = [{ mediaType: "voice", flow, segments: [segment] }];
  const participants = [{ purpose: "agent", userId: "user-1", sessions }];
  const record = { conversationId: "one", conversationStart: "2026-06-01T10:00:00Z", participants };
  await writeFile(join(folder, "one.json"), JSON.stringify(record));
  const client = await createSimulatorClient({ records: [folder] });
  await rm(folder, { recursive: true });
  const interval = "2026-06-01T00:00:00Z/2026-06-02T00:00:00Z";
  const aggregates = await client.post("/api/v2/analytics/conversations/aggregates/query", {
    interval,
    metrics: ["nOffered"],
  });
  expect(aggregates).toMatchObject({ status: 400, body: { message: expect.stringContaining("not simulated") } });
  expect((await client.get("/api/v2/analytics/agents/user-1/status")).status).toBe(400);
  // Expansions are best effort.
  const user = await client.get("/api/v2/users/user-1?expand=presence");
  expect(user).toMatchObject({ status: 200, body: { id: "user-1" } });
  expect(user.body).not.toHaveProperty("presence");
  expect((await client.get("/api/v2/routing/skills/skill-1")).status).toBe(200);
  expect((await client.get("/api/v2/routing/languages/language-1")).status).toBe(200);
  expect((await client.get("/api/v2/flows/flow-1")).body).toMatchObject({ name: "Main menu", type: "INBOUNDCALL" });
});
