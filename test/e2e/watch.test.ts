import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { LiveChange } from "../../src/index.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { collect, createHome, pointAt, runNowthen, startNowthen } from "../support/run-nowthen.ts";

test("live --watch writes a line of JSON for each change, until Ctrl-C", async () => {
  await using simulator = await startSimulator({
    clock: "x20",
    clockStart: Date.UTC(2026, 2, 10, 10),
    perDay: 4_000,
    days: 40,
    requestsPerMinute: 1_000_000,
  });
  using home = createHome();
  const child = startNowthen(["live", "--watch"], {
    env: { ...pointAt(simulator, home.path), NOWTHEN_CLOCK_URL: simulator.url, NOWTHEN_TIMEOUT: "3600" },
    folder: home.path,
  });
  const output = collect(child);
  const met = new Map<string, number>();
  const open = new Set<string>();
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const { change, conversationId, before } = JSON.parse(line) as LiveChange;
    met.set(change, (met.get(change) ?? 0) + 1);
    expect(open.has(conversationId)).toBe(before !== null);
    if (change === "ended" || change === "left") open.delete(conversationId);
    else open.add(conversationId);
    if ((met.get("ended") ?? 0) >= 2 && (met.get("changed") ?? 0) >= 3) break;
  }
  child.kill("SIGINT");
  const [code] = (await once(child, "exit")) as [number];
  expect(code).toBe(130);
  // It was meant to be stopped: at most it says in the middle of what.
  expect(output().stderr).not.toMatch(/nowthen: (?!Stopped while)|\bat .*\.js/);
});

test("live --watch refuses a format that has an end", async () => {
  using home = createHome();
  const { code, stderr } = await runNowthen(["live", "--watch", "--format", "csv"], { folder: home.path });
  expect(code).toBe(2);
  expect(stderr).toMatch(/--watch writes what happens as it comes.*\n.*--format ndjson/);
});
