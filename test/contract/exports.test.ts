import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Clock, createEffects } from "../../src/base/effects.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { type Fault, type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 10, 14);
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 25);
const met = { interrupted: 0, resumedWithRows: 0, job: 0, earlier: 0 };

/** A stepped clock stands still: an answer given twice is the same to the letter, and pauses need somebody to move it. */
function openSimulator() {
  return startSimulator({
    seed: 11,
    perDay: 300,
    days: 40,
    clock: "stepped",
    clockStart: NOW,
    requestsPerMinute: 1_000_000,
    totalHits: "exact",
    maxDaysFiltered: 3,
  });
}

async function run(simulator: Simulator, folder: string, args: readonly string[]) {
  const stderr = new PassThrough();
  let said = "";
  stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  // A job is looked at again after a pause.
  const { clock: stepped } = simulator;
  const clock: Clock = {
    now: () => stepped.now(),
    monotonic: () => stepped.monotonic(),
    sleep: async (ms) => stepped.advance(ms),
    after: (ms, callback) => stepped.after(ms, callback),
  };
  const code = await runCli(["history", ...args], {
    stdin: Readable.from([]),
    stdout: new PassThrough().resume(),
    stderr,
    env: pointAt(simulator, folder),
    folder,
    effects: createEffects({ clock }),
    signal: new AbortController().signal,
  });
  return { code, said };
}

async function setFaults({ url }: Simulator, faults: readonly Fault[]): Promise<void> {
  await fetch(`${url}/simulator/faults`, { method: "DELETE" });
  await fetch(`${url}/simulator/faults`, { method: "POST", body: JSON.stringify({ faults }) });
}

const toIso = (instant: number) => new Date(instant).toISOString();

const asking = fc.record({
  format: fc.constantFrom("ndjson", "csv", "json"),
  source: fc.constantFrom("auto", "query", "job"),
  reach: fc.constantFrom([], [], ["--still-open"], ["--overlapping"]),
  fromHoursAgo: fc.integer({ min: 200, max: 300 }),
  hours: fc.integer({ min: 30, max: 150 }),
  /** After how many more requests for conversations each run but the last one fails. */
  failures: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
});

test("an export that is interrupted again and again becomes the file that it would have become", {
  timeout: RUNS * 8_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(asking, async ({ format, source, reach, fromHoursAgo, hours, failures }) => {
      await using simulator = await openSimulator();
      using home = createHome();
      const from = NOW - fromHoursAgo * HOUR;
      const range = ["--from", toIso(from), "--to", toIso(from + hours * HOUR), "--source", source, ...reach];
      const whole = await run(simulator, home.path, [...range, "--output", `whole.${format}`]);
      expect(whole.code, whole.said).toBe(0);
      for (const after of failures) {
        await setFaults(simulator, [{ match: { path: "/details/" }, after, do: { status: 403 }, times: "always" }]);
        const stopped = await run(simulator, home.path, [...range, "--output", `cut.${format}`]);
        await setFaults(simulator, []);
        if (stopped.code === 0) break;
        met.interrupted += 1;
        if (/[1-9]\d* rows are in/.test(stopped.said)) met.resumedWithRows += 1;
      }
      if (!existsSync(join(home.path, `cut.${format}`))) {
        const last = await run(simulator, home.path, [...range, "--output", `cut.${format}`]);
        expect(last.code, last.said).toBe(0);
      }
      if (source === "job") met.job += 1;
      if (reach.length > 0) met.earlier += 1;
      const read = (name: string) => stripTimes(readFileSync(join(home.path, `${name}.${format}`), "utf8"));
      expect(read("cut")).toBe(read("whole"));
      expect(readdirSync(home.path).filter((name) => name.includes(".part"))).toEqual([]);
    }),
    { numRuns: RUNS, seed: 2_031, endOnFailure: true },
  );
});

afterAll(() => {
  process.stdout.write(`exports, met: ${JSON.stringify(met)}\n`);
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

/** When something was read is no matter of what it is. */
function stripTimes(text: string): string {
  return text.replace(/("+)observedAt\1: ?\1[^"]*\1/g, "");
}
