import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createLiveRig, type LiveRig } from "../support/live-rig.ts";
import { createLiveWitness } from "../support/live-witness.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STEP = 5 * SECOND;
/** What began is asked for every 15 s, analytics is up to 5 s late, and time goes in steps of 5 s. */
const DELAY = 30 * SECOND;
/** Of what nobody says any more: asked for after a minute without a word. */
const DELAY_AFTER_LOSS = 90 * SECOND;

/** The same worlds and mishaps at each run; `NOWTHEN_RUNS` and `NOWTHEN_SEED` ask for others. */
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 5);
const SEED = Number(process.env["NOWTHEN_SEED"] ?? 322);

/** How often each thing happened that makes it hard: a property that never met it has proven nothing. */
const met: Record<string, number> = {};
const meet = (what: string, times = 1) => {
  met[what] = (met[what] ?? 0) + times;
};

interface Mishap {
  readonly name: string;
  readonly channels?: object;
  /** For as long as the mishap lasts, or so many times. */
  readonly faults?: readonly object[];
  /** For so long at most nothing can be asked. */
  readonly unanswerableMs?: number;
}

const EVENTS = { topic: ".conversations" };
const mishap = fc.constantFrom<Mishap>(
  { name: "dropped", faults: [{ match: EVENTS, chance: 0.5, do: { dropEvent: true } }] },
  { name: "all dropped", faults: [{ match: EVENTS, times: "always", do: { dropEvent: true } }] },
  { name: "doubled", faults: [{ match: EVENTS, chance: 0.5, do: { duplicateEvent: true } }] },
  { name: "reordered", faults: [{ match: EVENTS, chance: 0.5, do: { reorderEvent: true } }] },
  { name: "delayed", faults: [{ match: EVENTS, chance: 0.3, do: { delayEventMs: 20 * SECOND } }] },
  { name: "cut", faults: [{ match: EVENTS, times: 3, do: { closeSocket: true } }] },
  { name: "closed", channels: { closeSockets: true } },
  { name: "evicted", channels: { evict: true } },
  { name: "maintenance", channels: { announceClosing: true } },
  {
    name: "away",
    channels: { closeSockets: true },
    faults: [{ match: { path: "/channels" }, times: "always", do: { status: 503 } }],
  },
  {
    name: "limited",
    channels: { closeSockets: true },
    faults: [{ match: { path: "/details" }, times: 3, do: { status: 429, retryAfter: 10 } }],
    unanswerableMs: 40 * SECOND,
  },
  { name: "token", faults: [{ match: { path: "/details" }, do: { expireToken: true } }] },
);

const course = fc.record({
  seed: fc.nat({ max: 200 }),
  hour: fc.integer({ min: 7, max: 19 }),
  queryLag: fc.constantFrom(0, 5 * SECOND),
  eventLag: fc.constantFrom(0, 250, 2 * SECOND),
  // A channel and a token that end while it runs.
  channelLifetime: fc.constantFrom(24 * 60 * MINUTE, 3 * MINUTE),
  tokenSeconds: fc.constantFrom(86_400, 150),
  phases: fc.array(fc.record({ mishap, steps: fc.integer({ min: 2, max: 24 }), calmSteps: fc.nat({ max: 8 }) }), {
    minLength: 3,
    maxLength: 4,
  }),
});

test("whatever goes wrong, each active conversation is there and like it was within the stated delay", {
  timeout: RUNS * 30 * SECOND,
}, async () => {
  await fc.assert(
    fc.asyncProperty(course, async ({ phases, hour, ...options }) => {
      const world = { ...options, perDay: 600, days: 40, clockStart: Date.UTC(2026, 2, 10, hour) };
      await using rig = await createLiveRig(world);
      const judge = await createJudge(rig, world);
      for (const { mishap, steps, calmSteps } of phases) {
        const lift = await inflict(rig, mishap);
        const { unanswerableMs = 0 } = mishap;
        await judge.watch(steps, DELAY_AFTER_LOSS + unanswerableMs, mishap.name);
        await lift();
        await judge.watch(calmSteps, DELAY_AFTER_LOSS + unanswerableMs, `after ${mishap.name}`);
      }
      await judge.watch((2 * DELAY_AFTER_LOSS) / STEP, DELAY_AFTER_LOSS + MINUTE, "afterwards");
      await judge.watch(6, DELAY, "in the end");
      expectToldWhole(rig);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
});

/** Compares with the truth, moment by moment. */
async function createJudge(rig: LiveRig, world: { seed: number; perDay: number; days: number }) {
  const { live, simulator } = rig;
  const witness = await createLiveWitness(simulator, world);
  return {
    async watch(steps: number, delayMs: number, when: string): Promise<void> {
      for (let step = 0; step < steps; step++) {
        await rig.pass(STEP);
        const now = simulator.clock.now();
        expect(rig.wrong(delayMs), `${when}, ${new Date(now).toISOString()}`).toEqual({ missing: [], surplus: [] });
        if (step % 3 < 2) continue;
        const active = new Set(rig.active());
        const records = live.current().map(({ record }) => record);
        const compared = records.filter(({ conversationId }) => active.has(conversationId));
        expect(await witness.contradict(compared, now - delayMs), when).toEqual([]);
        meet("compared", compared.length);
        meet("lingering", records.length - compared.length);
      }
    },
  };
}

/** Lets it happen; the answer ends it, and counts how often it did. */
async function inflict(rig: LiveRig, { name, channels, faults = [] }: Mishap): Promise<() => Promise<void>> {
  const url = `${rig.simulator.url}/simulator/faults`;
  if (faults.length > 0) await rig.control("faults", { faults });
  if (channels !== undefined) await rig.control("channels", channels);
  return async () => {
    const { counts } = (await (await fetch(url)).json()) as { counts: { done: number }[] };
    const done = counts.reduce((sum, one) => sum + one.done, 0);
    meet(name, faults.length === 0 ? 1 : done);
    await fetch(url, { method: "DELETE" });
  };
}

/** Taken one by one from nothing, the changes lead to what is live; each end is told, and everything that was lost is found. */
function expectToldWhole({ live, changes, simulator }: LiveRig): void {
  const told = new Map<string, unknown>();
  for (const { before, after } of changes) {
    expect(before).toBe(told.get(after.conversationId) ?? null);
    if (after.record.conversationEnd === undefined) told.set(after.conversationId, after);
    else {
      told.delete(after.conversationId);
      meet("ended");
    }
  }
  expect([...told.values()]).toEqual(expect.arrayContaining([...live.current()]));
  expect(told.size).toBe(live.current().length);
  const { asOf, gaps } = live.status();
  for (const { reason, refilledAt } of gaps) {
    meet(`gap: ${reason}`);
    expect(refilledAt).not.toBeNull();
  }
  expect(asOf).toBe(simulator.clock.now());
}

afterAll(() => {
  process.stdout.write(`live-answers, seed ${SEED}, met: ${JSON.stringify(met)}\n`);
  const names = [
    "dropped",
    "doubled",
    "reordered",
    "delayed",
    "cut",
    "evicted",
    "maintenance",
    "away",
    "limited",
    "token",
  ];
  for (const what of [...names, "ended", "lingering", "gap: connection-lost", "gap: evicted"])
    expect(met[what] ?? 0, what).toBeGreaterThan(0);
});
