import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type ConversationSummary, connect } from "../../src/index.ts";
import { type Fault, type Simulator, startSimulator, type TrueConversation } from "../../src/simulator/index.ts";
import { createHome, pointAt } from "../support/run-nowthen.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Tuesday, ten weeks after a change of clocks in Europe and a week after one in America. */
const NOW = Date.UTC(2026, 10, 10, 14);

/** The same questions at each run, so that what they met is no matter of luck; `test:nightly` asks many others. */
const RUNS = Number(process.env["NOWTHEN_RUNS"] ?? 40);
const SEED = Number(process.env["NOWTHEN_SEED"] ?? 2_033);

/** How often each thing that makes answers hard has happened: a property that never met it has proven nothing. */
const met = {
  split: 0,
  halved: 0,
  drifted: 0,
  job: 0,
  jobReplaced: 0,
  "429": 0,
  faults: 0,
  dayMatching: 0,
  wrongTotals: 0,
  clocksChanged: 0,
  filteredHere: 0,
  filteredByApi: 0,
  empty: 0,
  earlier: 0,
  counted: 0,
};

const fault = fc.constantFrom<Fault>(
  { match: { path: "/details" }, after: 1, do: { status: 429, retryAfter: 1 } },
  { match: { path: "/details" }, after: 2, times: 2, do: { status: 503 } },
  { match: { path: "/details" }, after: 1, do: { resetConnection: true } },
  { match: { method: "POST", path: "/query" }, after: 1, do: { halfBody: true } },
  { match: { path: "/results" }, do: { brokenJson: true } },
  { match: { path: "/details" }, after: 3, do: { expireToken: true } },
  { match: { method: "POST", path: "/jobs" }, do: { resetConnection: true } },
  { match: { method: "POST", path: "/jobs" }, do: { failJob: true } },
  { match: { method: "POST", path: "/jobs" }, times: 2, do: { stallJob: true } },
);

/** A filter, and what it means of the truth. */
interface Asked {
  readonly flags: Readonly<Record<string, string | string[]>>;
  readonly isTrueOf: (one: TrueConversation) => boolean;
}

const NO_FILTER: Asked = { flags: {}, isTrueOf: () => true };
const filter = fc.oneof(
  fc.constant(NO_FILTER),
  fc
    .constantFrom("voice", "email", "chat", "message", "callback")
    .chain((type) =>
      fc.constantFrom<Asked>(
        { flags: { media: type }, isTrueOf: ({ mediaTypes }) => mediaTypes.includes(type) },
        { flags: { media: `not:${type}` }, isTrueOf: ({ mediaTypes }) => !mediaTypes.includes(type) },
      ),
    ),
  fc.constantFrom<Asked>(
    {
      flags: { media: ["email", "chat"] },
      isTrueOf: ({ mediaTypes }) => mediaTypes.includes("email") || mediaTypes.includes("chat"),
    },
    { flags: { direction: "outbound" }, isTrueOf: ({ direction }) => direction === "outbound" },
    { flags: { direction: "not:outbound" }, isTrueOf: ({ direction }) => direction === "inbound" },
    {
      flags: { minDuration: "5m" },
      isTrueOf: ({ startedAt, endedAt }) => endedAt !== undefined && endedAt - startedAt >= 300_000,
    },
    {
      flags: { maxDuration: "90s", direction: "inbound" },
      isTrueOf: ({ startedAt, endedAt, direction }) =>
        direction === "inbound" && endedAt !== undefined && endedAt - startedAt <= 90_000,
    },
  ),
);

const question = fc.record({
  seed: fc.nat({ max: 6 }),
  perDay: fc.constantFrom(30, 120, 300),
  depthMax: fc.constantFrom(100_000, 300),
  maxDaysFiltered: fc.constantFrom(31, 3),
  totalHitsError: fc.constantFrom(2, 2, 900),
  intervalMatching: fc.constantFrom("day-and-overlap" as const, "day" as const),
  fromHoursAgo: fc.integer({ min: 30, max: 24 * 16 }),
  hours: fc.oneof(fc.integer({ min: 1, max: 3 }), { weight: 3, arbitrary: fc.integer({ min: 1, max: 24 * 14 }) }),
  reachesNow: fc.constantFrom(true, false, false),
  source: fc.constantFrom("auto", "query", "job", "job"),
  reach: fc.constantFrom("began", "began", "stillOpen", "overlapping"),
  filter,
  // Two expired tokens in a row are an answer, not a fault.
  faults: fc.oneof(fc.constant<Fault[]>([]), fc.uniqueArray(fault, { maxLength: 3 })),
});

type Asking = typeof question extends fc.Arbitrary<infer T> ? T : never;

test("the answer to any question about the past is the truth, each conversation once", {
  timeout: RUNS * 6_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asking) => {
      const { answer, complete, truth, simulator } = await askBoth(asking);
      const ids = answer.map(({ conversationId }) => conversationId).sort();
      expect(new Set(ids).size).toBe(ids.length);
      expect(complete).toBe(true);
      expect(ids).toEqual(truth.map(({ conversationId }) => conversationId).sort());
      compareFields(answer, truth);
      expectFewRequests(asking, simulator);
      countWhatWasMet(asking, simulator, truth);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
});

afterAll(() => {
  process.stdout.write(`history-answers, seed ${SEED}, met: ${JSON.stringify(met)}\n`);
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(0);
});

async function askBoth(asking: Asking) {
  const { seed, perDay, depthMax, maxDaysFiltered, totalHitsError, intervalMatching, source, reach, faults } = asking;
  const from = NOW - asking.fromHoursAgo * HOUR;
  const to = toEnd(asking);
  await using simulator = await startSimulator({
    seed,
    perDay,
    // Where parts of a day find the whole day, no cut could help.
    depthMax: intervalMatching === "day" ? 100_000 : depthMax,
    maxDaysFiltered,
    totalHitsError,
    intervalMatching,
    faults: { faults },
    days: 60,
    requestsPerMinute: 100_000,
    // A day an hour: jobs and pauses take no time, and nothing that matters moves.
    clock: "x2000",
    clockStart: NOW,
  });
  using home = createHome();
  await using organisation = connect({
    env: { ...pointAt(simulator, home.path), NOWTHEN_TIMEOUT: "100000", NOWTHEN_MAX_WAIT: "100000" },
    folder: home.path,
    effects: { clock: simulator.clock },
  });
  const { rows, meta } = await organisation.history({
    from: new Date(from).toISOString(),
    ...(asking.reachesNow ? {} : { to: new Date(to).toISOString() }),
    source,
    ...(reach === "began" ? {} : { [reach]: true }),
    ...asking.filter.flags,
  });
  const answer: ConversationSummary[] = [];
  for await (const row of rows) answer.push(row);
  // What began or ended while it was asked about may be told either way.
  const isClear = ({ endedAt }: TrueConversation) => endedAt === undefined || endedAt <= NOW - 60_000;
  if (asking.reachesNow && simulator.truth().begunIn({ from: NOW, to: simulator.clock.now() }).length > 0)
    met.drifted += 1;
  const known = simulator.truth().begunIn({ from: from - 62 * DAY, to });
  const clear = new Set(known.filter(isClear).map(({ conversationId }) => conversationId));
  const truth = known
    .filter(isClear)
    .filter(asking.filter.isTrueOf)
    .filter(({ startedAt, endedAt }) => {
      if (startedAt >= from) return true;
      if (reach === "began") return false;
      return endedAt === undefined || (reach === "overlapping" && endedAt > from);
    });
  const reaching = truth.filter(({ startedAt }) => startedAt < from);
  if (reaching.length > 0) met.earlier += 1;
  return {
    answer: answer.filter(({ conversationId }) => clear.has(conversationId)),
    complete: meta.complete,
    truth,
    simulator,
  };
}

/** Of a range that reaches to now, what is certain: its last minutes change while they are read. */
function toEnd({ fromHoursAgo, hours, reachesNow }: Asking): number {
  const last = NOW - 10 * 60_000;
  return reachesNow ? last : Math.min(NOW - fromHoursAgo * HOUR + hours * HOUR, last);
}

/** Where nothing goes wrong and no window is too deep: full pages, a closing request a window, a probe a window, and little more. */
function expectFewRequests(asking: Asking, simulator: Simulator): void {
  const { depthMax, intervalMatching, maxDaysFiltered, totalHitsError, reach, faults } = asking;
  const paths = simulator.requests.map(({ path }) => path);
  const isPlain =
    totalHitsError === 2 && faults.length === 0 && reach === "began" && (depthMax > 300 || intervalMatching === "day");
  if (!isPlain || paths.some((path) => path.includes("/jobs"))) return;
  const from = NOW - asking.fromHoursAgo * HOUR;
  const to = toEnd(asking);
  const [first, last] = [Math.floor(from / DAY), Math.floor((to - 1) / DAY)];
  const touched = simulator.truth().begunIn({ from: first * DAY, to: (last + 1) * DAY });
  const windows = Math.ceil((to - from) / DAY / Math.min(7, maxDaysFiltered)) + 1;
  const pages = Math.ceil(touched.length / 100) + windows;
  const asked = paths.filter((path) => path.endsWith("/details/query")).length;
  expect(asked).toBeLessThanOrEqual(1.2 * (pages + windows) + windows);
  met.counted += 1;
}

function compareFields(answer: readonly ConversationSummary[], truth: readonly TrueConversation[]): void {
  const byId = new Map(truth.map((one) => [one.conversationId, one]));
  for (const { conversationId, startedAt, endedAt, mediaTypes, talkMs, heldMs, offered } of answer) {
    const one = byId.get(conversationId);
    if (one?.endedAt === undefined) continue;
    expect({ startedAt, endedAt, mediaTypes: [...mediaTypes].sort(), talkMs, heldMs, offered }, conversationId).toEqual(
      {
        startedAt: new Date(one.startedAt).toISOString(),
        endedAt: new Date(one.endedAt).toISOString(),
        mediaTypes: [...one.mediaTypes].sort(),
        talkMs: one.talkMs,
        heldMs: one.heldMs,
        offered: one.offered,
      },
    );
  }
}

function countWhatWasMet(asking: Asking, { requests }: Simulator, truth: readonly TrueConversation[]): void {
  const statuses = requests.map(({ status }) => status);
  const paths = requests.map(({ path }) => path);
  const from = NOW - asking.fromHoursAgo * HOUR;
  if (toEnd(asking) - from > asking.maxDaysFiltered * DAY) met.split += 1;
  if (asking.depthMax === 300 && asking.intervalMatching !== "day" && truth.length > 300) met.halved += 1;
  if (paths.some((path) => path.includes("/results"))) met.job += 1;
  if (asking.source === "job" && asking.faults.some(({ do: action }) => "failJob" in action || "stallJob" in action))
    met.jobReplaced += 1;
  if (statuses.includes(429)) met["429"] += 1;
  if (asking.faults.length > 0) met.faults += 1;
  if (asking.intervalMatching === "day") met.dayMatching += 1;
  if (asking.totalHitsError > 2 && truth.length > 100) met.wrongTotals += 1;
  if (from < Date.UTC(2026, 10, 1) && toEnd(asking) > Date.UTC(2026, 10, 1)) met.clocksChanged += 1;
  const flags = JSON.stringify(asking.filter.flags);
  if (/not:|Duration/.test(flags)) met.filteredHere += 1;
  if (/"(media|direction)":\[?"(?!not)/.test(flags)) met.filteredByApi += 1;
  if (truth.length === 0) met.empty += 1;
}
