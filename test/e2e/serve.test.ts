import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt, runNowthen } from "../support/run-nowthen.ts";
import { servePage } from "../support/serve-page.ts";

describe("serve on the command line", () => {
  const home = createHome();
  let simulator: Simulator;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runNowthen(["serve", ...args], { env: { ...pointAt(simulator, home.path), ...env } });
  beforeAll(async () => {
    simulator = await startSimulator({ perDay: 40, days: 8, requestsPerMinute: 1_000_000 });
  });
  afterAll(async () => {
    await simulator.close();
    home[Symbol.dispose]();
  });

  test("refuses what can't be, each with one sentence of what to do, before it asks anybody anything", async () => {
    const before = simulator.requests.length;
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const cases: [string[], number, RegExp][] = [
      [["--host", "0.0.0.0"], 3, /NOWTHEN_SERVE_TOKEN/],
      [["--port", "many"], 2, /0 takes any free port/],
      [["--port", "70000"], 2, /0 to 65535/],
      [["--tls-cert", "cert.pem"], 2, /together/],
      [["--tls-cert", "/nonexistent.pem", "--tls-key", "/nonexistent.key"], 2, /readable PEM/],
      [["--port", String(port)], 2, /Choose another --port/],
    ];
    for (const [args, exit, hint] of cases) {
      const { code, stdout, stderr } = await run(args);
      expect(code, `${args.join(" ")}: ${stderr}`).toBe(exit);
      expect(stderr).toMatch(hint);
      expect(stdout).toBe("");
    }
    taken.close();
    expect(simulator.requests.length).toBe(before);
  });

  test("keeps the copy in sync, ends at Ctrl-C with pages open, and goes on from the same copy", async () => {
    const served = await servePage(simulator, home.path, ["--since", "3d"]);
    const stream = await fetch(`${served.url}/api/v1/events`);
    expect(stream.status).toBe(200);
    const total = async (url: string) => {
      const response = await fetch(`${url}/api/v1/history?days=2&source=store&limit=1`);
      const { meta } = (await response.json()) as { meta?: { total?: number } };
      return meta?.total ?? 0;
    };
    await expect.poll(() => total(served.url), { timeout: 40_000 }).toBeGreaterThan(20);
    expect(await served.stop()).toBe(130);
    await stream.body?.cancel();
    await using again = await servePage(simulator, home.path, ["--no-sync"]);
    expect(await total(again.url)).toBeGreaterThan(20);
  });
});
