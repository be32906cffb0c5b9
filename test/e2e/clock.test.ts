import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/interval.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, parseLines, pointAt, runNowthen } from "../support/run-nowthen.ts";

const START = Date.UTC(2026, 2, 10, 9);

function live(simulator: Simulator, home: string): Record<string, string> {
  return { ...pointAt(simulator, home), NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock` };
}

describe("a process that lives in the simulator's time", () => {
  test("sees exactly what has happened by then, and more after a step", async () => {
    using home = createHome();
    await using simulator = await startSimulator({ clock: "stepped", lags: "off", clockStart: START });
    const truth = (now: number) =>
      simulator
        .truth()
        .begunIn({ from: now - DAY_MS, to: now })
        .map(({ conversationId }) => conversationId)
        .sort();
    const history = async () => {
      const run = await runNowthen(["history", "--days", "1", "--format", "ndjson"], {
        env: live(simulator, home.path),
      });
      expect(run.code, run.stderr).toBe(0);
      return parseLines<{ conversationId: string }>(run.stdout)
        .map(({ conversationId }) => conversationId)
        .sort();
    };
    const before = await history();
    expect(before.length).toBeGreaterThan(50);
    expect(before).toEqual(truth(START));
    simulator.clock.advance(6 * HOUR_MS);
    const after = await history();
    expect(after).toEqual(truth(START + 6 * HOUR_MS));
    expect(after.filter((id) => !before.includes(id)).length).toBeGreaterThan(50);
  });

  test("waits for a rate limit until the clock was stepped far enough", async () => {
    using home = createHome();
    const fault = { match: { path: "/details/query" }, do: { status: 429, retryAfter: 30 } };
    await using simulator = await startSimulator({
      clock: "stepped",
      lags: "off",
      clockStart: START,
      faults: { faults: [fault] },
    });
    let ended = false;
    const run = runNowthen(["history", "--days", "1", "--format", "ndjson"], { env: live(simulator, home.path) });
    void run.then(() => {
      ended = true;
    });
    const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
    while (!simulator.requests.some(({ status }) => status === 429)) await turn();
    for (let turns = 0; turns < 25; turns++) await turn();
    expect(ended).toBe(false);
    simulator.clock.advance(31_000);
    expect((await run).code).toBe(0);
  });

  test("runs as fast as the simulator's clock does", async () => {
    using home = createHome();
    await using simulator = await startSimulator({ clock: "x60", lags: "off", clockStart: START });
    const run = await runNowthen(["report", "--format", "json"], { env: live(simulator, home.path) });
    expect(run.code, run.stderr).toBe(0);
    const { meta } = JSON.parse(run.stdout) as { meta: { asOf: string } };
    expect(Date.parse(meta.asOf)).toBeGreaterThan(START);
    expect(Date.parse(meta.asOf)).toBeLessThanOrEqual(simulator.clock.now());
  });

  test("refuses a clock on another machine, and says when there is none", async () => {
    using home = createHome();
    await using simulator = await startSimulator({ clock: "stepped" });
    const env = pointAt(simulator, home.path);
    const foreign = await runNowthen(["live"], {
      env: { ...env, NOWTHEN_CLOCK_URL: "http://192.0.2.1/simulator/clock" },
    });
    expect([foreign.code, foreign.stderr]).toEqual([3, expect.stringContaining("URL of this machine")]);
    const wrong = await runNowthen(["live"], { env: { ...env, NOWTHEN_CLOCK_URL: `${simulator.url}/api/v2/users` } });
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining("is not a simulator's clock")]);
    const gone = await runNowthen(["live"], { env: { ...env, NOWTHEN_CLOCK_URL: "http://127.0.0.1:1" } });
    expect([gone.code, gone.stderr]).toEqual([9, expect.stringContaining("Asking the clock")]);
  });
});
