import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, toIsoInterval } from "../../src/base/interval.ts";
import { createSimulatorClient, type SimulatorClient } from "../support/simulator-client.ts";

const START = Date.UTC(2026, 5, 10, 6);
const QUERY = "/api/v2/analytics/conversations/details/query";
/** Organisations are expensive to invent: few runs, each of a whole day. */
const RUNS = { numRuns: 5 };

function open(seed: number): Promise<SimulatorClient> {
  return createSimulatorClient({ seed, perDay: 40, days: 4, clock: "stepped", clockStart: START, limits: "off" });
}

async function step(client: SimulatorClient, advanceMs: number): Promise<void> {
  await client.send("/simulator/clock", { method: "POST", body: JSON.stringify({ advanceMs }) });
}

/** Everything that it answers about its conversations, and the truth about them. */
async function readAll(client: SimulatorClient): Promise<string> {
  const { now } = (await client.send("/simulator/clock")).body;
  const window = { from: START - 2 * DAY_MS, to: START + 2 * DAY_MS };
  const { body } = await client.post(QUERY, {
    interval: toIsoInterval(window),
    paging: { pageSize: 10_000, pageNumber: 1 },
  });
  const active = client.truth.activeAt(Date.parse(now));
  const live = [];
  for (const { conversationId } of active)
    live.push((await client.get(`/api/v2/conversations/${conversationId}`)).body);
  return JSON.stringify([now, body, live, active, client.truth.begunIn(window)]);
}

test("the same seed gives the same bytes, another seed others", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
      const first = await readAll(await open(seed));
      expect(await readAll(await open(seed))).toBe(first);
      expect(await readAll(await open(seed + 1))).not.toBe(first);
    }),
    RUNS,
  );
});

test("time stepped in one leap or in many leaves the same world and the same answers", async () => {
  const steps = fc.array(fc.integer({ min: 0, max: HOUR_MS }), { minLength: 20, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), steps, async (seed, parts) => {
      const [leaping, walking] = [await open(seed), await open(seed)];
      await step(
        leaping,
        parts.reduce((sum, part) => sum + part, 0),
      );
      for (const [index, part] of parts.entries()) {
        await step(walking, part);
        // Who looks on the way must not change what happens.
        if (index % 10 === 0) await readAll(walking);
      }
      expect(await readAll(walking)).toBe(await readAll(leaping));
    }),
    RUNS,
  );
});

test("a thousand steps of a minute are one leap", async () => {
  const [leaping, walking] = [await open(7), await open(7)];
  await step(leaping, 60_000_000);
  for (let count = 0; count < 1_000; count++) await step(walking, 60_000);
  expect(await readAll(walking)).toBe(await readAll(leaping));
});
