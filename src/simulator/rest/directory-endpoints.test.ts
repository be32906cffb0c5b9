import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";

let client: SimulatorClient;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off" });
});

const names = (answer: { body: { entities: { name: string }[] } }) => answer.body.entities.map(({ name }) => name);

describe("users", () => {
  test("are listed by page, active ones by default", async () => {
    const all = await client.get("/api/v2/users?pageSize=100");
    const leavers = (await client.get("/api/v2/users?state=deleted")).body.total;
    expect(leavers).toBe(1);
    expect(all.body).toMatchObject({ total: 61, pageSize: 100, pageNumber: 1, pageCount: 1 });
    expect((await client.get("/api/v2/users?state=any&pageSize=100")).body.total).toBe(62);
    const page = await client.get("/api/v2/users?pageSize=25&pageNumber=3");
    expect(names(page)).toEqual(names(all).slice(50, 75));
    expect(page.body.previousUri).toBe("/api/v2/users?pageSize=25&pageNumber=2");
    expect(page.body).not.toHaveProperty("nextUri");
  });

  test("are listed by id, repeated or with commas", async () => {
    const [a, b] = (await client.get("/api/v2/users")).body.entities;
    expect(names(await client.get(`/api/v2/users?id=${a.id}&id=${b.id}`))).toEqual([a.name, b.name]);
    expect(names(await client.get(`/api/v2/users?id=${a.id},${b.id}`))).toEqual([a.name, b.name]);
  });

  test("are found by id, deleted ones too", async () => {
    const [gone] = (await client.get("/api/v2/users?state=deleted")).body.entities;
    expect(await client.get(`/api/v2/users/${gone.id}`)).toMatchObject({
      status: 200,
      body: { state: "deleted", name: gone.name },
    });
    expect(await client.get("/api/v2/users/nobody")).toMatchObject({ status: 404, body: { code: "not.found" } });
  });

  test("a state that there is not is refused with those that there are", async () => {
    expect(await client.get("/api/v2/users?state=gone")).toMatchObject({
      status: 400,
      body: {
        code: "invalid.value",
        message:
          "Value [gone] is not valid for field type [State]. Allowable values are: active, inactive, deleted, any",
      },
    });
    expect(await client.get("/api/v2/users?pageSize=101")).toMatchObject({ status: 400 });
  });

  test("are searched by name and e-mail; two share a name", async () => {
    const search = (type: string, fields: string[], value: string) =>
      client.post("/api/v2/users/search", { query: [{ type, fields, value }] });
    const all = (await client.get("/api/v2/users?pageSize=100")).body.entities as { name: string; email: string }[];
    const shared = all.find(({ name }, index) => all[index + 1]?.name === name);
    expect((await search("EXACT", ["name"], shared?.name ?? "")).body).toMatchObject({
      total: 2,
      types: ["users"],
      pageNumber: 1,
    });
    expect((await search("EXACT", ["email"], all[0]?.email.toUpperCase() ?? "")).body.results).toMatchObject([
      { name: all[0]?.name },
    ]);
    expect((await search("CONTAINS", ["email"], "@example.com")).body.total).toBe(61);
    expect((await search("STARTS_WITH", ["name", "email"], all[0]?.name.slice(0, 4) ?? "")).body.total).toBeGreaterThan(
      0,
    );
    expect((await search("EXACT", ["name"], "nobody")).body).toMatchObject({ total: 0, results: [] });
    expect((await search("FUZZY", ["name"], "x")).status).toBe(400);
    expect((await search("EXACT", ["shoe"], "x")).body.code).toBe("invalid.value");
  });
});

describe("queues, wrap-up codes and divisions", () => {
  test("queues are listed by name with wildcards, by id and by division", async () => {
    expect((await client.get("/api/v2/routing/queues")).body.total).toBe(8);
    expect(names(await client.get("/api/v2/routing/queues?name=*order*"))).toEqual(["Orders & Returns"]);
    expect(names(await client.get("/api/v2/routing/queues?name=billing"))).toEqual(["Billing"]);
    const [billing] = (await client.get("/api/v2/routing/queues?name=Billing")).body.entities;
    expect(billing.mediaSettings.call.serviceLevel).toEqual({ percentage: 0.8, durationMs: 30_000 });
    expect(names(await client.get(`/api/v2/routing/queues?id=${billing.id}`))).toEqual(["Billing"]);
    expect(names(await client.get(`/api/v2/routing/queues?divisionId=${billing.division.id}`))).toEqual([
      "Billing",
      "Orders & Returns",
    ]);
    expect((await client.get(`/api/v2/routing/queues/${billing.id}`)).body.name).toBe("Billing");
    expect((await client.get("/api/v2/routing/queues/none")).status).toBe(404);
  });

  test("wrap-up codes are listed by name and found by id", async () => {
    const [code] = (await client.get("/api/v2/routing/wrapupcodes?name=Res*")).body.entities;
    expect(code.name).toBe("Resolved");
    expect((await client.get(`/api/v2/routing/wrapupcodes/${code.id}`)).body.name).toBe("Resolved");
  });

  test("a grant of one division shows its queues only, and says so", async () => {
    const retail = await createSimulatorClient({ divisions: ["Retail"] });
    expect(names(await retail.get("/api/v2/routing/queues"))).toEqual(["Billing", "Orders & Returns"]);
    const permitted = await retail.get(
      "/api/v2/authorization/divisionspermitted/paged/me?permission=routing:queue:view",
    );
    expect(names(permitted)).toEqual(["Retail"]);
    expect(permitted.body.allDivsPermitted).toBe(false);
    expect((await retail.get("/api/v2/authorization/divisions")).body.total).toBe(3);
    await expect(createSimulatorClient({ divisions: ["Retial"] })).rejects.toMatchObject({ kind: "input" });
  });
});
