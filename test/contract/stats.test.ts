import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Connection, connect, type StatsRow } from "../../src/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { pointAt } from "../support/run-nowthen.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Tuesday; clocks went back in Germany on Sunday, 25 October. */
const NOW = Date.UTC(2026, 9, 27, 14);
const WEEK = { from: "2026-10-20", to: "2026-10-27" };
const AGGREGATES = "/api/v2/analytics/conversations/aggregates/query";

async function open(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator(
    { perDay: 80, days: 12, lags: "off", clock: "stepped", clockStart: NOW, requestsPerMinute: 100_000, ...options },
    { clock: createFakeClock(NOW) },
  );
}

function connectTo(simulator: Simulator, timeZone = "UTC"): Connection {
  return connect({
    env: { ...pointAt(simulator, "/nonexistent"), XDG_CACHE_HOME: "/nonexistent", NOWTHEN_TIME_ZONE: timeZone },
    folder: "/nonexistent",
    effects: { clock: simulator.clock },
  });
}

async function openBoth(options: Partial<SimulatorOptions>, timeZone?: string) {
  const simulator = await open(options);
  onTestFinished(() => simulator.close());
  const organisation = connectTo(simulator, timeZone);
  onTestFinished(() => organisation.close());
  return { simulator, organisation };
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const aggregateRequests = ({ requests }: Simulator) => requests.filter(({ path }) => path === AGGREGATES).length;

let simulator: Simulator;
let organisation: Connection;

beforeAll(async () => {
  simulator = await open();
  organisation = connectTo(simulator);
});
afterAll(async () => {
  await organisation.close();
  await simulator.close();
});

const ask = async (asked: Parameters<Connection["stats"]>[0], from = organisation) =>
  collect((await from.stats(asked)).rows);
const sumOf = (rows: readonly StatsRow[], name: keyof StatsRow) =>
  rows.reduce((sum, row) => sum + (Number(row[name]) || 0), 0);

const total = { from: new Date(NOW - 14 * DAY).toISOString() };

describe("numbers of a range", () => {
  test("are what really happened: what was offered, answered and abandoned", async () => {
    const truth = simulator.truth().begunIn({ from: NOW - 14 * DAY, to: NOW });
    const [row, ...others] = await ask(total);
    expect(others).toEqual([]);
    expect(row?.offered).toBe(truth.reduce((sum, { offered }) => sum + offered, 0));
    expect(row?.answered).toBe(truth.reduce((sum, { answered }) => sum + answered, 0));
    // Some in which nobody was lost at first were sent on and lost then; none of these is counted without being true.
    const lost = truth.filter(({ abandoned }) => abandoned);
    expect(lost.length).toBeGreaterThan(0);
    expect(row?.abandoned).toBe(lost.length);
  });

  test("are means over what they count: AHT over handling sessions, ASA over answers, wait over all that was offered", async () => {
    const [row] = await ask(total);
    const { tHandle, tAnswered, tWait } = row?.times ?? {};
    expect(row?.ahtMs).toBe((tHandle?.sum ?? 0) / (tHandle?.count ?? 0));
    expect(row?.asaMs).toBe((tAnswered?.sum ?? 0) / (tAnswered?.count ?? 0));
    expect(row?.waitMs).toBe((tWait?.sum ?? 0) / (tWait?.count ?? 0));
    expect(row?.answered).toBe(tAnswered?.count);
    expect(row?.handled).toBe(tHandle?.count);
    expect(row?.ahtMs).toBeGreaterThan(tHandle?.min ?? Number.NaN);
    expect(row?.ahtMs).toBeLessThan(tHandle?.max ?? Number.NaN);
  });

  test("have a row for each group, with names, that add up to the whole", async () => {
    const [whole] = await ask({ ...WEEK, metric: ["offered", "abandoned"] });
    for (const by of [["queue"], ["media"], ["direction"], ["queue", "media"]]) {
      const rows = await ask({ ...WEEK, by, metric: ["offered", "abandoned"] });
      expect(rows.length).toBeGreaterThan(1);
      expect([sumOf(rows, "offered"), sumOf(rows, "abandoned")]).toEqual([whole?.offered, whole?.abandoned]);
    }
    const queues = await ask({ ...WEEK, by: ["queue"] });
    expect(queues.map(({ queueName }) => queueName)).toContain("Billing");
    const users = await ask({ ...WEEK, by: ["user"] });
    expect(users.every(({ userId, userName }) => userId !== null && typeof userName === "string")).toBe(true);
    expect(sumOf(users, "answered")).toBe(sumOf(queues, "answered"));
    const coded = await ask({ ...WEEK, by: ["wrap-up"], metric: "handled" });
    expect(coded.filter(({ wrapUpCodeName }) => wrapUpCodeName !== null).length).toBeGreaterThan(3);
    const divisions = await ask({ ...WEEK, by: ["division"], metric: "offered" });
    expect(divisions.every(({ divisionName }) => typeof divisionName === "string")).toBe(true);
  });

  test("leave empty what did not happen: absent is not zero", async () => {
    const rows = await ask({ ...WEEK, by: ["queue"], interval: "1h" });
    const quiet = rows.filter(({ offered, abandoned }) => offered !== null && abandoned === null);
    expect(quiet.length).toBeGreaterThan(0);
    expect(rows.some(({ abandoned }) => abandoned === 0)).toBe(false);
    expect(quiet[0]?.times["tAbandon"]).toBeNull();
  });

  test("are narrowed by filters, in a person's words: call is voice, a queue has a name", async () => {
    const [calls] = await ask({ ...WEEK, media: "call", queue: "Billing" });
    const rows = await ask({ ...WEEK, by: ["queue", "media"] });
    const same = rows.find(({ queueName, mediaType }) => queueName === "Billing" && mediaType === "voice");
    expect(calls?.offered).toBe(same?.offered);
    expect(calls?.times["tHandle"]).toEqual(same?.times["tHandle"]);
    const either = await ask({ ...WEEK, media: ["voice", "email"], metric: "offered" });
    const some = rows.filter(({ mediaType }) => mediaType === "voice" || mediaType === "email");
    expect(either[0]?.offered).toBe(sumOf(some, "offered"));
  });
});

describe("intervals", () => {
  test("are days of the time zone, of 25 hours where clocks go back, in one request", async () => {
    const berlin = connectTo(simulator, "Europe/Berlin");
    onTestFinished(() => berlin.close());
    const before = aggregateRequests(simulator);
    const days = await ask({ from: "2026-10-23", to: "2026-10-27", interval: "1d", metric: "offered" }, berlin);
    expect(aggregateRequests(simulator) - before).toBe(1);
    expect(days.map(({ from, to }) => [from.slice(0, 16), (Date.parse(to) - Date.parse(from)) / HOUR])).toEqual([
      ["2026-10-22T22:00", 24],
      ["2026-10-23T22:00", 24],
      ["2026-10-24T22:00", 25],
      ["2026-10-25T23:00", 24],
    ]);
    for (const { from, to, offered } of days) expect((await ask({ from, to }, berlin))[0]?.offered).toBe(offered);
  });

  test("begin at the bounds of the clock though the range does not", async () => {
    const range = { from: "2026-10-21T10:10:00Z", to: "2026-10-21T12:50:00Z" };
    const rows = await ask({ ...range, interval: "PT1H", metric: "offered" });
    expect(rows.map(({ from, to }) => `${from.slice(11, 16)}-${to.slice(11, 16)}`)).toEqual([
      "10:10-11:00",
      "11:00-12:00",
      "12:00-12:50",
    ]);
    expect(sumOf(rows, "offered")).toBe((await ask({ ...range, metric: "offered" }))[0]?.offered);
  });

  test("of any length give the same sums, weeks and months too", async () => {
    const [whole] = await ask({ ...WEEK, metric: ["offered", "handled"] });
    for (const interval of ["15m", "30m", "4h", "1d", "2d", "1w", "1mo"]) {
      const rows = await ask({ ...WEEK, interval, metric: ["offered", "handled"] });
      expect([sumOf(rows, "offered"), sumOf(rows, "handled")], interval).toEqual([whole?.offered, whole?.handled]);
    }
    const weeks = await ask({ ...WEEK, interval: "1w", metric: "offered" });
    expect(weeks.map(({ from }) => from.slice(0, 10))).toEqual(["2026-10-20", "2026-10-26"]);
  });
});

describe("where the API refuses a range as too much", () => {
  const asked = { ...WEEK, by: ["queue"] };

  test.each([
    [{ aggregateDaysMax: 2 }, {}, 5],
    [{ aggregateDaysMax: 3 }, { interval: "1d" }, 4],
    [{ aggregateBucketsMax: 50 }, { interval: "1h" }, 5],
    [{ aggregateDaysMax: 2, aggregateBucketsMax: 40 }, { interval: "1h" }, 9],
  ])("under %j it is asked for in parts, and the rows are the same", async (limits, more, atMost) => {
    const { simulator: strict, organisation: limited } = await openBoth({ limits: "api", ...limits });
    const [rows, same] = [await ask({ ...asked, ...more }, limited), await ask({ ...asked, ...more })];
    expect(rows.length).toBeGreaterThan(4);
    expect(rows).toEqual(same);
    const used = aggregateRequests(strict);
    expect(used).toBeGreaterThan(2);
    expect(used).toBeLessThanOrEqual(atMost + 4);
  });
});

describe("what can't be answered is refused before any request", () => {
  test.each([
    [{ metric: "offered", by: "user" }, "METRIC_NOT_BY_AGENT", /offered by user.*counted in the queue/],
    [{ metric: "serviceLevel", by: ["queue", "user"] }, "METRIC_NOT_BY_AGENT", /serviceLevel by user/],
    [{ metric: "abandoned", by: "wrap-up" }, "METRIC_NOT_BY_AGENT", /by wrap-up code/],
    [{ metric: "waitMs", user: "somebody" }, "METRIC_NOT_BY_AGENT", /waitMs by user/],
    [{ metric: "offred" }, "PARAMETER_INVALID", /did you mean offered\?/],
    [{ metric: "nAnswered" }, "PARAMETER_INVALID", /did you mean answered\?/],
    [{ by: "queues" }, "PARAMETER_INVALID", /did you mean queue\?/],
    [{ queue: "not:Billing" }, "FILTER_NOT_OF_AGGREGATES", /no "not"/],
    [{ interval: "fortnight" }, "PARAMETER_INVALID", /15m, 1h, 1d/],
    [{ interval: "0m" }, "PARAMETER_INVALID", /15m, 1h, 1d/],
    [{ interval: "1s" }, "INTERVAL_TOO_SHORT", /50000/],
  ])("%j", async (asked, code, message) => {
    const before = simulator.requests.length;
    await expect(organisation.stats(asked)).rejects.toMatchObject({
      kind: "input",
      code,
      message: expect.stringMatching(message),
    });
    expect(simulator.requests.length).toBe(before);
  });

  test("but where all metrics are wanted, those that can't be are left out, and it is said", async () => {
    const { rows, meta } = await organisation.stats({ ...WEEK, by: "user" });
    const [row] = await collect(rows);
    expect(row).toHaveProperty("answered");
    expect(row).not.toHaveProperty("offered");
    expect(meta.notes.join()).toMatch(/Left out are offered, abandoned,.*no user/);
  });
});

test("a client that may not see aggregates is told which permission it lacks", async () => {
  const { organisation: denied } = await openBoth({ withoutPermissions: ["analytics:conversationAggregate:view"] });
  await expect(denied.stats(WEEK)).rejects.toMatchObject({
    kind: "denied",
    hint: expect.stringContaining("analytics:conversationAggregate:view"),
  });
});

test("percentiles can't be narrowed by what details don't say of a session", async () => {
  await expect(organisation.stats({ ...WEEK, percentiles: true, skill: "x" })).rejects.toMatchObject({
    code: "FILTER_NOT_OF_PERCENTILES",
  });
});

test("explained, statistics cost a request, or two where the range begins within an interval", async () => {
  const steps = async (asked: Record<string, string>) => collect((await organisation.explain("stats", asked)).rows);
  expect(await steps(WEEK)).toMatchObject([{ api: expect.stringMatching(/aggregates\/query/), requests: 1 }]);
  expect(await steps({ from: "2026-10-20T10:10", interval: "1h" })).toMatchObject([{ requests: 2 }]);
});
