import { expect, test } from "vitest";
import { createEffects } from "../../src/base/effects.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/base/interval.ts";
import type { Fault } from "../../src/simulator/index.ts";
import { findGaps } from "../../src/sync/find-gaps.ts";
import { keepInSync } from "../../src/sync/keep-in-sync.ts";
import { KEEP_VERSIONS_MS, SETTLE_DAYS } from "../../src/sync/sync-need.ts";
import { createSyncRig, type SyncRig } from "../support/sync-rig.ts";

const SMALL = { perDay: 20, days: 16 } as const;

test("a run over a finished range changes nothing, and says so", async () => {
  await using rig = await createSyncRig({ ...SMALL, lags: "off" });
  const first = await rig.sync({ sinceDays: 3 });
  expect(first.added).toBeGreaterThan(20);
  const slices = await rig.withStore((store) => store.slices());
  const again = await rig.sync({ sinceDays: 3 });
  const over = (hash: typeof slices) =>
    hash.filter(({ pass }) => pass === "backfill").map(({ interval, rows, hash }) => ({ interval, rows, hash }));
  expect(over(await rig.withStore((store) => store.slices()))).toEqual(over(slices));
  expect(again.added).toBeLessThan(5);
  expect(again.requestsUsed).toBeLessThan(first.requestsUsed);
});

test("reaches as far back as was ever asked for, and reads only what is missing", async () => {
  await using rig = await createSyncRig(SMALL);
  await rig.sync({ sinceDays: 2 });
  await rig.sync({ sinceDays: 6 });
  await rig.sync({ sinceDays: 1 });
  const { range, missing } = await rig.withStore((store) => findGaps(store, rig.simulator.clock.now()));
  expect(missing).toBe(0);
  expect(rig.simulator.clock.now() - range.from).toBeGreaterThan(6 * DAY_MS);
  const backfills = (await rig.withStore((store) => store.slices())).filter(({ pass }) => pass === "backfill");
  const days = backfills.map(({ interval }) => interval.from);
  expect(new Set(days).size).toBe(days.length);
});

test("what is known not to be complete is a gap with its reason", async () => {
  // Without jobs, and with more in a day than pages go, where parts of a day find the whole day.
  const noJobs: Fault = { match: { path: "/details/jobs/availability" }, times: 99, do: { status: 403 } };
  const depth = { perDay: 300, depthMax: 100, intervalMatching: "day" } as const;
  await using rig = await createSyncRig({ ...SMALL, ...depth, faults: { faults: [noJobs] } });
  const { reasons, added } = await rig.sync({ sinceDays: 1 });
  expect(reasons.length).toBeGreaterThan(0);
  expect(added).toBeGreaterThan(0);
  const { stretches, missing } = await rig.withStore((store) => findGaps(store, rig.simulator.clock.now()));
  expect(missing).toBeGreaterThan(0);
  for (const { state, reason } of stretches) expect(reason !== null).toBe(state === "missing");
  expect(stretches.some(({ reason }) => reason?.includes("pages through"))).toBe(true);
});

test("late facts come in on the days after, and the run says which fields changed", async () => {
  await using rig = await createSyncRig({ ...SMALL, perDay: 60 });
  await rig.sync({ sinceDays: 2 });
  const fields = new Set<string>();
  let settledDays = 0;
  for (let day = 0; day < 5; day++) {
    rig.simulator.clock.advance(2 * DAY_MS);
    const report = await rig.sync();
    for (const field of report.changedFields.keys()) fields.add(field);
    settledDays += report.settledDays;
    expect(report.changes.every(({ isLate }) => isLate)).toBe(true);
  }
  expect(settledDays).toBeGreaterThan(5);
  expect([...fields]).toEqual(expect.arrayContaining(["surveys", "attributes", "wrapUpCodes"]));
  const { byFinality, versions } = await rig.withStore((store) => store.status());
  expect(byFinality.settled).toBeGreaterThan(50);
  expect(versions).toBeGreaterThan(10);
});

test("a clock that jumps back replaces nothing with what is older", async () => {
  await using rig = await createSyncRig(SMALL);
  await rig.sync({ sinceDays: 2 });
  const read = () => rig.withStore(async (store) => ({ status: await store.status(), slices: await store.slices() }));
  const before = await read();
  const now = rig.simulator.clock.now;
  rig.simulator.clock.now = () => now.call(rig.simulator.clock) - 5 * HOUR_MS;
  try {
    await rig.sync();
  } finally {
    rig.simulator.clock.now = now;
  }
  const after = await read();
  expect(after.status.conversations).toBeGreaterThanOrEqual(before.status.conversations);
  expect(after.status.checkpoint).toBe(before.status.checkpoint);
  await rig.sync();
  expect((await read()).status.checkpoint).toBeGreaterThan(before.status.checkpoint ?? 0);
});

async function follow(
  rig: SyncRig,
  until: () => Promise<boolean>,
  hooks: Partial<Parameters<typeof keepInSync>[2]> = {},
) {
  const stop = new AbortController();
  const { clock } = rig.simulator;
  await rig.withStore(async (store) => {
    const following = keepInSync(
      { store, sources: rig.sources, directory: rig.directory, effects: createEffects({ clock }) },
      { since: clock.now() - DAY_MS, settleDays: SETTLE_DAYS, keepVersionsMs: KEEP_VERSIONS_MS },
      { ...hooks, signal: stop.signal },
    );
    try {
      while (!(await until())) await clock.sleep(5 * SECOND_MS);
    } finally {
      stop.abort();
      await following;
    }
  });
}

test("while it follows, what happens is in the copy within moments, live and then ended", async () => {
  await using rig = await createSyncRig({ ...SMALL, perDay: 400, clock: "x60" });
  let runs = 0;
  let written = 0;
  const begun = rig.simulator.clock.now();
  const late = 7 * MINUTE_MS;
  const begunBefore = (to: number) => (to > begun ? rig.simulator.truth().begunIn({ from: begun, to }) : []);
  await follow(rig, async () => runs > 1 && begunBefore(rig.simulator.clock.now() - late).length > 1, {
    ran: () => {
      runs += 1;
    },
    wrote: (count) => {
      written += count;
    },
  });
  expect(written).toBeGreaterThan(0);
  const now = rig.simulator.clock.now();
  await rig.withStore(async (store) => {
    for (const { conversationId } of begunBefore(now - late))
      expect(await store.one(conversationId), conversationId).not.toBeNull();
  });
});

test("an API that is down for hours is waited for while it follows", async () => {
  await using rig = await createSyncRig({ ...SMALL, perDay: 100 });
  let failures = 0;
  let runsAfter = 0;
  const down = (isDown: boolean) =>
    fetch(`${rig.simulator.url}/simulator/faults`, {
      method: isDown ? "POST" : "DELETE",
      headers: { "content-type": "application/json" },
      ...(isDown
        ? {
            body: JSON.stringify({
              faults: [{ match: { path: "/api/v2/analytics" }, times: 100_000, do: { status: 503 } }],
            }),
          }
        : {}),
    });
  let isDown = false;
  const begun = rig.simulator.clock.now();
  await follow(
    rig,
    async () => {
      if (isDown && rig.simulator.clock.now() > begun + 3 * HOUR_MS) {
        await down(false);
        isDown = false;
      }
      return runsAfter > 0 && !isDown && failures > 0;
    },
    {
      ran: () => {
        if (failures === 0 && !isDown) {
          isDown = true;
          void down(true);
        } else if (!isDown) runsAfter += 1;
      },
      failed: () => {
        failures += 1;
      },
    },
  );
  expect(failures).toBeGreaterThan(0);
});
