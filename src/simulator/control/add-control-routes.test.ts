import { expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";

const START = Date.UTC(2026, 2, 10, 9);
const stepped = () => createSimulatorClient({ clock: "stepped", clockStart: START, perDay: 20, days: 3 });
const json = (body: unknown) => ({ method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

test("the clock is read and moved without a token", async () => {
  const client = await stepped();
  const reading = { now: "2026-03-10T09:00:00.000Z", mode: "stepped", rate: 0 };
  expect((await client.send("/simulator/clock")).body).toEqual(reading);
  expect((await client.send("/simulator/clock", json({ advanceMs: 1_500 }))).body.now).toBe("2026-03-10T09:00:01.500Z");
  const moved = await client.send("/simulator/clock", json({ setTo: "2026-03-10T10:00:00Z" }));
  expect([moved.status, moved.body.now]).toEqual([200, "2026-03-10T10:00:00.000Z"]);
});

test.each([
  [{ advanceMs: -1 }, "advanceMs cannot be -1"],
  [{ advanceMs: "1" }, 'advanceMs cannot be "1"'],
  [
    { setTo: "2026-03-10T08:59:59Z" },
    "cannot be set to 2026-03-10T08:59:59.000Z: it is 2026-03-10T09:00:00.000Z already",
  ],
  [{ setTo: "yesterday" }, "is expected"],
  [{ advanceMs: 1, setTo: "2027-01-01T00:00:00Z" }, "is expected"],
  [{ advanceMs: 1e15 }, "up to the year 9999"],
  ["{", "not JSON"],
])("a step of %j is refused, and time stays as it is", async (body, message) => {
  const client = await stepped();
  const answer = await client.send("/simulator/clock", json(body));
  expect(answer).toMatchObject({ status: 400, body: { code: "bad.request" } });
  expect(answer.body.message).toContain(message);
  expect((await client.send("/simulator/clock")).body.now).toBe("2026-03-10T09:00:00.000Z");
});

test("faults are read, added and cleared while it runs", async () => {
  const client = await stepped();
  const faults = [{ match: { path: "/tokens/me" }, times: 2, do: { status: 503 } }];
  expect((await client.send("/simulator/faults", json({ faults }))).body).toEqual({
    faults,
    counts: [{ seen: 0, done: 0 }],
  });
  expect((await client.get("/api/v2/tokens/me")).status).toBe(503);
  expect((await client.send("/simulator/faults")).body).toEqual({ faults, counts: [{ seen: 1, done: 1 }] });
  expect((await client.send("/simulator/faults", { method: "DELETE" })).body).toEqual({ faults: [], counts: [] });
  expect((await client.get("/api/v2/tokens/me")).status).toBe(200);
  const misspelt = await client.send("/simulator/faults", json({ faults: [{ do: { stauts: 503 } }] }));
  expect([misspelt.status, misspelt.body.message]).toEqual([400, expect.stringContaining("exactly one of")]);
});

test("requests are told, those of the control itself apart, and no fault meets it", async () => {
  const client = await stepped();
  await client.send("/simulator/faults", json({ faults: [{ times: "always", do: { status: 500 } }] }));
  await client.get("/api/v2/tokens/me");
  expect((await client.send("/simulator/requests")).body.requests).toMatchObject([
    { method: "POST", path: "/oauth/token", status: 200, at: START },
    { method: "GET", path: "/api/v2/tokens/me", status: 500, at: START },
  ]);
});

test("tokens and rate limits live in simulated time", async () => {
  const client = await createSimulatorClient({ clock: "stepped", requestsPerMinute: 1, tokenSeconds: 120 });
  const ask = async () => (await client.get("/api/v2/tokens/me")).status;
  expect([await ask(), await ask()]).toEqual([200, 429]);
  await client.send("/simulator/clock", json({ advanceMs: 60_000 }));
  expect(await ask()).toBe(200);
  await client.send("/simulator/clock", json({ advanceMs: 60_000 }));
  expect(await ask()).toBe(401);
});
