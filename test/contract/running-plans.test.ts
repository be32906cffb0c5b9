import fc from "fast-check";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

/** A plan that runs: whether what it announced comes true, and what is said where it does not. */

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 10, 14);
const MIDNIGHT = Date.UTC(2026, 10, 10);

async function open(options: Partial<SimulatorOptions>) {
  const simulator = await startSimulator({
    days: 60,
    requestsPerMinute: 100_000,
    clock: "x2000",
    clockStart: NOW,
    ...options,
  });
  const home = createHome();
  const organisation = connect({
    env: { ...pointAt(simulator, home.path), NOWTHEN_TIMEOUT: "100000", NOWTHEN_MAX_WAIT: "100000" },
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  onTestFinished(async () => {
    await organisation.close();
    await simulator.close();
    home[Symbol.dispose]();
  });
  return { simulator, organisation };
}

type Opened = Awaited<ReturnType<typeof open>>;

interface Asked {
  readonly days: number;
  readonly source?: string;
}

/** The requests for conversations that an answer took, and those that had been announced for it. */
async function run({ simulator, organisation }: Opened, { days, source = "auto" }: Asked) {
  const asked = { from: new Date(MIDNIGHT - days * DAY).toISOString(), to: new Date(MIDNIGHT).toISOString(), source };
  const { meta: announced } = await organisation.explain("history", asked);
  const before = countDetails(simulator);
  const { rows, meta } = await organisation.history(asked);
  let count = 0;
  for await (const _ of rows) count += 1;
  return { announced: announced.estimate.requests, used: countDetails(simulator) - before, meta, count };
}

function countDetails({ requests }: Simulator): number {
  return requests.filter(({ path, status }) => path.includes("/details") && status > 0).length;
}

const met = { exact: 0, approximate: 0, far: 0, revised: 0, halved: 0, cut: 0 };
afterAll(() => {
  process.stdout.write(`running-plans met: ${JSON.stringify(met)}\n`);
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

const world = fc.record({
  seed: fc.nat({ max: 9 }),
  perDay: fc.constantFrom(100, 300, 700),
  days: fc.integer({ min: 1, max: 8 }),
  depthMax: fc.constantFrom(100_000, 500),
  maxDays: fc.constantFrom(7, 2),
  totals: fc.constantFrom("exact", "approximate", "far"),
});

test("a query takes the requests that were announced, within a tenth, or the plan says that it was revised", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ days, totals, maxDays, ...options }) => {
      const opened = await open({
        ...options,
        maxDays,
        maxDaysFiltered: maxDays === 7 ? 31 : maxDays,
        totalHits: totals === "exact" ? "exact" : "approximate",
        totalHitsError: totals === "far" ? 900 : 2,
      });
      const { announced, used, meta, count } = await run(opened, { days, source: "query" });
      const truth = opened.simulator.truth().begunIn({ from: MIDNIGHT - days * DAY, to: MIDNIGHT });
      expect(count).toBe(truth.length);
      const isRevised = meta.notes.some((note) => /plan was/.test(note));
      // Of a plan of few requests, one is more than a tenth. Totals that are far off are so anew for each plan.
      if (!isRevised && totals !== "far")
        expect(Math.abs(used - announced)).toBeLessThanOrEqual(Math.max(1, 0.1 * announced));
      met[totals as "exact"] += 1;
      if (isRevised) met.revised += 1;
      if (options.depthMax === 500 && count > 500) met.halved += 1;
      if (maxDays === 2 && days > 2) met.cut += 1;
    }),
    {
      numRuns: Number(process.env["NOWTHEN_RUNS"] ?? 12),
      seed: Number(process.env["NOWTHEN_SEED"] ?? 7),
      endOnFailure: true,
    },
  );
});

/** Requests by the minutes in which the API counts them: a minute begins with its first request. */
function countByMinute({ requests }: Simulator): number[] {
  const counts: number[] = [];
  let endsAt = 0;
  for (const { at, path } of requests) {
    if (path === "/oauth/token") continue;
    if (at >= endsAt) {
      endsAt = at + 60_000;
      counts.push(0);
    }
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
  }
  return counts;
}

test("long reading leaves room in each minute for people's questions", async () => {
  const allowed = 100;
  const opened = await open({ perDay: 5_000, requestsPerMinute: allowed, clock: "x30" });
  const { used } = await run(opened, { days: 3, source: "query" });
  expect(used).toBeGreaterThan(allowed);
  // Two of a hundred are nobody's, for what the clocks disagree about; five are kept for questions.
  expect(Math.max(...countByMinute(opened.simulator))).toBeLessThanOrEqual(allowed - 2 - 5);
  expect(opened.simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
});

test("minutes are those of the limit that the organisation has, and of what is used of it", async () => {
  const opened = await open({ perDay: 2_000, requestsPerMinute: 50 });
  const asked = { days: "3", source: "query" };
  await opened.organisation.live();
  const { meta } = await opened.organisation.explain("history", asked);
  expect(meta.budget.allowed).toBe(50);
  expect(meta.estimate.requests).toBeGreaterThan(50);
  expect(meta.estimate.minutes).toBeGreaterThanOrEqual((meta.estimate.requests - 50) / 50);
  expect(meta.estimate.minutes).toBeLessThanOrEqual(meta.estimate.requests / 50 + 1);
});
