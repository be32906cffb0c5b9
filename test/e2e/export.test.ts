import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Fault, type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { collect, createHome, pointAt, runNowthen, startNowthen } from "../support/run-nowthen.ts";

const NOW = Date.UTC(2026, 10, 10, 14);
/** Ten days that have ended: some 4,000 conversations. */
const RANGE = ["--from", "2026-10-20", "--to", "2026-10-30"];

let simulator: Simulator;
let home: ReturnType<typeof createHome>;
let run: { env: Record<string, string>; folder: string };

beforeEach(async () => {
  // A clock that stands still: what hangs hangs until it is killed, and what is read twice is the same to the letter.
  simulator = await startSimulator({ seed: 3, clock: "stepped", clockStart: NOW, requestsPerMinute: 1_000_000 });
  home = createHome();
  const env = { ...pointAt(simulator, home.path), NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock` };
  run = { env, folder: home.path };
});
afterEach(async () => {
  await simulator.close();
  home[Symbol.dispose]();
});

const at = (name: string) => join(home.path, name);
const queries = () => simulator.requests.filter(({ path }) => path.endsWith("/details/query")).length;

async function setFaults(faults: readonly Fault[]): Promise<void> {
  await fetch(`${simulator.url}/simulator/faults`, { method: "DELETE" });
  await fetch(`${simulator.url}/simulator/faults`, { method: "POST", body: JSON.stringify({ faults }) });
}

/** Starts an export whose answers stop coming, ends it once rows are safely on the disk, and lets answers come again. */
async function interrupt(args: readonly string[], signal: NodeJS.Signals) {
  const path = "/details/query";
  await setFaults([{ match: { path }, after: 36, do: { delayMs: 1e9 }, times: "always" }]);
  const child = startNowthen(["history", ...args], run);
  const output = collect(child);
  const hasRows = () =>
    existsSync(at("a.ndjson.part.journal")) &&
    /"rows":[3-9]\d{3}/.test(readFileSync(at("a.ndjson.part.journal"), "utf8"));
  await expect.poll(hasRows, { timeout: 30_000, interval: 20 }).toBe(true);
  child.kill(signal);
  const [code] = (await once(child, "close")) as [number | null];
  await setFaults([]);
  return { code, stderr: output().stderr };
}

describe("an export to a file", () => {
  test("that is killed goes on where it stopped, reads nothing finished again but the last day, and becomes the same file", async () => {
    const whole = await runNowthen(["history", ...RANGE, "--output", "whole.ndjson"], run);
    expect(whole.code, whole.stderr).toBe(0);
    const inAll = queries();
    await interrupt([...RANGE, "--output", "a.ndjson"], "SIGKILL");
    expect(existsSync(at("a.ndjson"))).toBe(false);
    // Half a row that reached the disk, as a kill in the middle of a write leaves it.
    appendFileSync(at("a.ndjson.part"), `{"conversationId":"torn${"!".repeat(4_000_000)}`);
    const before = queries();
    const resumed = await runNowthen(["history", ...RANGE, "--output", "a.ndjson"], run);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toMatch(/Goes on with the export of .*: [1-9]\d* rows are there already/);
    expect(readFileSync(at("a.ndjson"), "utf8")).toBe(readFileSync(at("whole.ndjson"), "utf8"));
    expect(resumed.stderr.split("\n").at(-2)?.split(";")[0]).toBe(whole.stderr.split("\n").at(-2)?.split(";")[0]);
    // Three thousand rows are thirty pages, of which those of the last day are read again.
    expect(queries() - before).toBeLessThanOrEqual(inAll - 22);
  });

  test("that is stopped with Ctrl-C says how to go on, and keeps the range that it was begun with", async () => {
    const stopped = await interrupt(["--days", "12", "--output", "a.ndjson"], "SIGINT");
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/[1-9]\d* rows are in .*a\.ndjson\.part; the same command goes on from there/);
    simulator.clock.advance(7_200_000);
    const resumed = await runNowthen(["history", "--days", "12", "--output", "a.ndjson"], run);
    expect(resumed.code, resumed.stderr).toBe(0);
    const rows = readFileSync(at("a.ndjson"), "utf8").trim().split("\n");
    const ids = rows.map((row) => (JSON.parse(row) as { conversationId: string }).conversationId);
    const truth = simulator.truth().begunIn({ from: NOW - 12 * 86_400_000, to: NOW });
    expect(ids.sort()).toEqual(truth.map(({ conversationId }) => conversationId).sort());
  });

  test("is not mixed with another question's, unless begun anew", async () => {
    await interrupt([...RANGE, "--output", "a.ndjson"], "SIGKILL");
    const other = ["history", ...RANGE, "--media", "email", "--output", "a.ndjson"];
    const refused = await runNowthen(other, run);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /a\.ndjson\.part is part of an export that was interrupted, of another question.*\n.*--restart/s,
    );
    const restarted = await runNowthen([...other, "--restart"], run);
    expect(restarted.code, restarted.stderr).toBe(0);
    expect(readFileSync(at("a.ndjson"), "utf8")).not.toContain('["voice"]');
  });

  test("does not replace a finished file, unless forced", async () => {
    const args = ["history", "--from", "2026-10-28", "--to", "2026-10-29", "--output", "a.csv"];
    expect((await runNowthen(args, run)).code).toBe(0);
    const first = readFileSync(at("a.csv"), "utf8");
    const again = await runNowthen(args, run);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("--force");
    expect((await runNowthen([...args, "--force"], run)).code).toBe(0);
    expect(readFileSync(at("a.csv"), "utf8")).toBe(first);
    expect((await runNowthen(["history", "--output", "a.txt"], run)).stderr).toMatch(/\.ndjson, \.csv or \.json/);
  });
});
