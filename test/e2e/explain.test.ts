import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt, runNowthen } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 10, 10, 14);

let simulator: Simulator;
let home: ReturnType<typeof createHome>;

beforeAll(async () => {
  simulator = await startSimulator({ clock: "stepped", clockStart: NOW, perDay: 400, days: 90 });
  home = createHome();
});
afterAll(async () => {
  await simulator.close();
  home[Symbol.dispose]();
});

const run = (...args: string[]) =>
  runNowthen(["explain", ...args], {
    env: { ...pointAt(simulator, home.path), NOWTHEN_CLOCK_URL: simulator.url },
    folder: home.path,
  });

describe("explain", () => {
  test("says for each part which API answers it, why, at what cost, how late, and what it needs", async () => {
    const { code, stdout } = await run("history", "--days", "60", "--media", "not:email");
    expect(code).toBe(0);
    const [job = "", query = "", rest = ""] = stdout.split(/\n(?=2\. )|\n(?=In all )/);
    expect(job).toMatch(/^1\. POST \/analytics\/conversations\/details\/jobs\n {3}answers: .*2026-11-10 00:00:00 UTC/);
    expect(job).toMatch(/why: +\d+ requests instead of \d+ by query/);
    expect(job).toMatch(/cost: +about \d{5} conversations, \d+ requests/);
    expect(job).toMatch(/needs: +analytics:conversationDetail:view or analytics:agentConversationDetail:view/);
    expect(query).toMatch(/^2\. POST \/analytics\/conversations\/details\/query/);
    expect(query).toMatch(/lacks: +participant attributes/);
    expect(rest).toMatch(
      /In all about \d+ requests for \d{5} conversations: under a minute at the rate limit, of which \d+ of 300/,
    );
    expect(rest).toContain("Filtered here: not media type email.");
  });

  test("is a value for programs, whose sum the question then keeps to", async () => {
    const { stdout } = await run("history", "--days", "5", "--format", "json");
    const explanation = JSON.parse(stdout) as {
      rows: { api: string; requests: number }[];
      meta: { estimate: { requests: number } };
    };
    expect(explanation.rows.map(({ api }) => api)).toEqual(["POST /analytics/conversations/details/query"]);
    const before = simulator.requests.length;
    await runNowthen(["history", "--days", "5", "--format", "ndjson"], {
      env: { ...pointAt(simulator, home.path), NOWTHEN_CLOCK_URL: simulator.url },
      folder: home.path,
    });
    const asked = simulator.requests.slice(before).filter(({ path }) => path.includes("/details/query")).length;
    expect(Math.abs(asked - explanation.meta.estimate.requests)).toBeLessThanOrEqual(0.1 * asked);
  });

  test("of numbers alone is one request that reads no conversation", async () => {
    const { code, stdout } = await run("stats", "--days", "5");
    expect(code).toBe(0);
    expect(stdout).toMatch(/1\. POST \/analytics\/conversations\/aggregates\/query/);
    expect(stdout).toMatch(/lacks: +the conversations themselves/);
  });
});
