// The seam, model-based: random organisations under random faults, a sync that is cut off at named points and begun again, in a time that
// goes on for weeks. At every stop in between the copy holds what its ledger says, and the answer to "everything from then to now" has
// each true conversation exactly once; in the end the copy is the truth, byte for byte.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/interval.ts";
import type { Fault } from "../../src/simulator/index.ts";
import {
  expectEverythingToNow,
  expectNothingFrozen,
  expectTruth,
  expectWhatTheLedgerSays,
} from "../support/seam-checks.ts";
import { createSyncRig, type SyncRig } from "../support/sync-rig.ts";

/** The same runs each time; `test:nightly` makes many others. */
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 50);
const SEED = Number(process.env["NOWTHEN_SEED"] ?? 61);

/** Moments at which the process may be gone: a run in which one of them never came has proven nothing. */
const POINTS = [
  "sync.page",
  "store.staged",
  "store.committing",
  "store.committed",
  "sync.settle",
  "sync.checkpoint",
] as const;
type Point = (typeof POINTS)[number];

const met: Record<Point | "fault" | "late" | "settled" | "followed" | "again" | "fromCopy", number> = {
  "sync.page": 0,
  "store.staged": 0,
  "store.committing": 0,
  "store.committed": 0,
  "sync.settle": 0,
  "sync.checkpoint": 0,
  fault: 0,
  late: 0,
  settled: 0,
  followed: 0,
  again: 0,
  fromCopy: 0,
};

afterAll(() => {
  process.stdout.write(`seam, seed ${SEED}, met: ${JSON.stringify(met)}\n`);
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

const fault = fc.constantFrom<Fault>(
  { match: { path: "/details" }, after: 1, do: { status: 429, retryAfter: 1 } },
  { match: { path: "/details" }, after: 2, times: 2, do: { status: 503 } },
  { match: { path: "/details" }, after: 1, do: { resetConnection: true } },
  { match: { method: "POST", path: "/query" }, after: 1, do: { halfBody: true } },
  { match: { path: "/results" }, do: { brokenJson: true } },
  { match: { path: "/details" }, after: 3, do: { expireToken: true } },
  { match: { method: "POST", path: "/jobs" }, do: { failJob: true } },
  { match: { method: "POST", path: "/jobs" }, times: 2, do: { stallJob: true } },
  { match: { path: "/details" }, after: 4, times: 9, do: { status: 500 } },
);

const stop = fc.record({ point: fc.constantFrom(...POINTS), after: fc.nat({ max: 3 }) });

const story = fc.record({
  seed: fc.nat({ max: 1_000 }),
  perDay: fc.constantFrom(10, 40),
  depthMax: fc.constantFrom(100_000, 300),
  maxDaysFiltered: fc.constantFrom(31, 3),
  lakeLag: fc.constantFrom(2 * HOUR_MS, 6 * HOUR_MS, 30 * HOUR_MS),
  sinceDays: fc.integer({ min: 1, max: 6 }),
  faults: fc.oneof(fc.constant<Fault[]>([]), fc.uniqueArray(fault, { maxLength: 3 })),
  lastStop: stop,
  chapters: fc.array(
    fc.record({ hours: fc.constantFrom(0, 1, 5, 20, 30, 75), stops: fc.array(stop, { maxLength: 1 }) }),
    { minLength: 1, maxLength: 2 },
  ),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

test("whatever happens, the copy holds what its ledger says, and ends as the truth", {
  timeout: RUNS * 8_000,
}, async () => {
  await fc.assert(fc.asyncProperty(story, live), { numRuns: RUNS, seed: SEED, endOnFailure: true });
});

async function live({ chapters, lastStop, sinceDays, faults, ...options }: Story): Promise<void> {
  await using rig = await createSyncRig({ ...options, days: DAYS, faults: { faults } });
  for (const { hours, stops } of chapters) {
    rig.simulator.clock.advance(hours * HOUR_MS);
    for (const one of stops) {
      await syncUntil(rig, sinceDays, one);
      await expectWhatTheLedgerSays(rig);
    }
    const began = rig.simulator.clock.now();
    await syncToTheEnd(rig, sinceDays);
    await expectWhatTheLedgerSays(rig);
    await expectNothingFrozen(rig, began);
  }
  // Hours later much has ended of what was open.
  rig.simulator.clock.advance(3 * HOUR_MS);
  const began = rig.simulator.clock.now();
  await syncToTheEnd(rig, sinceDays);
  await expectNothingFrozen(rig, began);
  if (await expectEverythingToNow(rig, sinceDays)) met.fromCopy += 1;
  // Until everything that comes late has come.
  rig.simulator.clock.advance(9 * DAY_MS);
  await syncUntil(rig, sinceDays, lastStop);
  await expectWhatTheLedgerSays(rig);
  await syncToTheEnd(rig, sinceDays);
  if ((await expectTruth(rig, DAYS - 1)) > 0) met.settled += 1;
  const again = await rig.sync();
  if (again.changed === 0) met.again += 1;
}

/** What the organisation keeps: enough for late facts, and quickly simulated. */
const DAYS = 16;

class Killed extends Error {}

/** Runs sync until it passes a point for the so many-th time, at which it is gone; a run may also end before. */
async function syncUntil(
  rig: SyncRig,
  sinceDays: number,
  { point, after }: { point: Point; after: number },
): Promise<void> {
  let passed = 0;
  try {
    await rig.sync({
      sinceDays,
      log: ({ event }) => {
        if (event !== point || passed++ < after) return;
        met[point] += 1;
        throw new Killed(point);
      },
    });
  } catch (error) {
    if (!isKilled(error)) met.fault += 1;
  }
}

function isKilled(error: unknown): boolean {
  return error instanceof Killed || (error instanceof Error && error.cause instanceof Killed);
}

/** The same command again, until it comes through. */
async function syncToTheEnd(rig: SyncRig, sinceDays: number): Promise<void> {
  let trouble: unknown;
  for (let attempt = 0; attempt < 12; attempt++) {
    try {
      const report = await rig.sync({ sinceDays });
      if (report.changes.length > 0) met.late += 1;
      if (attempt === 0) met.followed += 1;
      if (report.reasons.length === 0) return;
      trouble = report.reasons;
    } catch (error) {
      trouble = error;
      met.fault += 1;
    }
  }
  throw new Error("sync never came through", { cause: trouble });
}
