// The same promise with the real process: `nowthen sync`, killed with kill -9 at named points, and run again.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/interval.ts";
import { MAIN, pointAt, runNowthen, startNowthen } from "../support/run-nowthen.ts";
import {
  expectEverythingToNow,
  expectNothingFrozen,
  expectTruth,
  expectWhatTheLedgerSays,
} from "../support/seam-checks.ts";
import { createSyncRig, type SyncRig } from "../support/sync-rig.ts";

const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 8);
const DAYS = 16;
const SINCE_DAYS = 3;

/** What `--verbose` says when the process passes a point. */
const POINTS = ["sync.page", "store.staged", "store.committing", "store.committed", "sync.settle", "sync.checkpoint"];
const killed = new Map(POINTS.map((point) => [point, 0]));

afterAll(() => {
  process.stdout.write(`seam, killed at: ${JSON.stringify(Object.fromEntries(killed))}\n`);
  for (const [point, times] of killed) expect(times, point).toBeGreaterThan(0);
});

test("killed at any point, the same command ends as if nothing had been", { timeout: RUNS * 30_000 }, async () => {
  for (let run = 0; run < RUNS; run++) await live(run);
});

async function live(run: number): Promise<void> {
  await using rig = await createSyncRig({ seed: 100 + run, perDay: 15, days: DAYS });
  // Which point, and the how-manieth time, goes on with the runs, so that all are met.
  await syncOrDie(rig, POINTS[run % 4], run % 3);
  await expectWhatTheLedgerSays(rig);
  rig.simulator.clock.advance(30 * HOUR_MS);
  await syncOrDie(rig, POINTS[(run + 2) % 4], 1);
  await expectWhatTheLedgerSays(rig);
  const began = rig.simulator.clock.now();
  await syncToTheEnd(rig);
  await expectNothingFrozen(rig, began);
  await expectEverythingToNow(rig, SINCE_DAYS);
  rig.simulator.clock.advance(9 * DAY_MS);
  await syncOrDie(rig, POINTS[4 + (run % 2)], 0);
  await expectWhatTheLedgerSays(rig);
  await syncToTheEnd(rig);
  await expectTruth(rig, DAYS - 1);
}

function toCommand(rig: SyncRig) {
  const { simulator, folder } = rig;
  return {
    args: ["sync", "--since", `${SINCE_DAYS}d`, "--verbose"],
    env: {
      ...pointAt(simulator, folder),
      NOWTHEN_STORE: folder,
      NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock`,
      NOWTHEN_TIMEOUT: "100000",
      NOWTHEN_MAX_WAIT: "100000",
    },
  };
}

/** Kills the process as soon as it says that it passes a point for the so many-th time; it may be through before. */
async function syncOrDie(rig: SyncRig, point = "sync.page", after = 0): Promise<void> {
  const { args, env } = toCommand(rig);
  const child = startNowthen(args, { env });
  const ended = once(child, "close");
  let passed = 0;
  if (child.stderr === null) throw new Error(`${MAIN} has no stderr`);
  for await (const line of createInterface({ input: child.stderr })) {
    if (!line.includes(`${point}:`) || passed++ !== after) continue;
    child.kill("SIGKILL");
    killed.set(point, (killed.get(point) ?? 0) + 1);
  }
  await ended;
}

async function syncToTheEnd(rig: SyncRig): Promise<void> {
  const { args, env } = toCommand(rig);
  const { code, stderr } = await runNowthen(args, { env });
  expect(code, stderr).toBe(0);
}
