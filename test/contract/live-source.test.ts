import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createLiveRig } from "../support/live-rig.ts";

const MINUTE = 60_000;
/** What began is asked for every 15 s, and analytics is up to 5 s late; time goes in steps of 5 s. */
const DELAY = 30_000;
/** Of what events don't tell any more: a conversation is asked for after a minute without a word. */
const DELAY_AFTER_LOSS = 90_000;
const RIGHT = { missing: [], surplus: [] };

describe("the live source", () => {
  test("begins with all that is active, and keeps up with it", async () => {
    await using rig = await createLiveRig();
    expect(rig.active().length).toBeGreaterThan(30);
    for (let checkpoint = 0; checkpoint < 10; checkpoint++) {
      expect(rig.wrong(DELAY), `at ${checkpoint}`).toEqual(RIGHT);
      await rig.pass(30_000);
    }
    expect(rig.live.status()).toMatchObject({ reason: null, refused: [], gaps: [] });
  });

  test("tells each beginning and each end once, and nothing twice", async () => {
    await using rig = await createLiveRig();
    await rig.pass(10 * MINUTE);
    const began = rig.changes.filter(({ before }) => before === null).map(({ after }) => after.conversationId);
    const ended = rig.changes.filter(({ after }) => after.record.conversationEnd !== undefined);
    expect(new Set(began).size).toBe(began.length);
    expect(ended.length).toBeGreaterThan(5);
    expect(new Set(ended.map(({ after }) => after.conversationId)).size).toBe(ended.length);
    const known = new Map<string, unknown>();
    for (const { before, after } of rig.changes) {
      expect(before).toBe(known.get(after.conversationId) ?? null);
      known.set(after.conversationId, after);
    }
  });
});

/** What goes wrong: with events, with channels, or with the requests that refill. */
const mishap = fc.constantFrom<readonly [name: string, what: "channels" | "faults", body: object]>(
  ["dropped", "faults", { faults: [{ match: { topic: ".conversations" }, times: 8, do: { dropEvent: true } }] }],
  ["doubled", "faults", { faults: [{ match: { topic: ".conversations" }, times: 8, do: { duplicateEvent: true } }] }],
  ["reordered", "faults", { faults: [{ match: { topic: ".conversations" }, times: 8, do: { reorderEvent: true } }] }],
  ["delayed", "faults", { faults: [{ match: { topic: ".conversations" }, times: 5, do: { delayEventMs: 20_000 } }] }],
  ["closed", "channels", { closeSockets: true }],
  ["evicted", "channels", { evict: true }],
  ["maintenance", "channels", { announceClosing: true }],
  ["unreachable", "faults", { faults: [{ match: { path: "/channels/" }, times: 6, do: { status: 503 } }] }],
  ["limited", "faults", { faults: [{ match: { path: "/details" }, times: 2, do: { status: 429, retryAfter: 3 } }] }],
  ["token", "faults", { faults: [{ match: { path: "/details" }, do: { expireToken: true } }] }],
);

const met: Record<string, number> = {};
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 5);
const SEED = Number(process.env["NOWTHEN_SEED"] ?? 11);

test("whatever goes wrong, what is active is what really is, within the stated delay, and again exactly once it is over", {
  timeout: RUNS * 30_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat({ max: 50 }),
        hour: fc.integer({ min: 8, max: 17 }),
        mishaps: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), mishap), { minLength: 3, maxLength: 8 }),
      }),
      async ({ seed, hour, mishaps }) => {
        await using rig = await createLiveRig({ seed, clockStart: Date.UTC(2026, 2, 10, hour) });
        for (const [steps, [name, what, body]] of mishaps) {
          met[name] = (met[name] ?? 0) + 1;
          await rig.control(what, body);
          await rig.pass(steps * 5_000);
          expect(rig.wrong(DELAY_AFTER_LOSS + 60_000), name).toEqual(RIGHT);
        }
        await rig.pass(3 * MINUTE);
        expect(rig.wrong(DELAY)).toEqual(RIGHT);
        const { gaps, asOf } = rig.live.status();
        met["gaps"] = (met["gaps"] ?? 0) + gaps.length;
        expect(gaps.every(({ refilledAt }) => refilledAt !== null)).toBe(true);
        expect(asOf).toBe(rig.simulator.clock.now());
      },
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
});

afterAll(() => {
  process.stdout.write(`live-source, seed ${SEED}, met: ${JSON.stringify(met)}\n`);
  for (const what of ["dropped", "closed", "evicted", "limited", "gaps"])
    expect(met[what] ?? 0, what).toBeGreaterThan(0);
});
