import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS, toIso, toIsoInterval } from "../../base/interval.ts";

const QUERY = "/api/v2/analytics/conversations/aggregates/query";
const TIMES = ["tContacting", "tDialing", "tTalkComplete", "tHeldComplete", "tAcw"];

interface Metric {
  metric: string;
  stats: Record<string, number>;
}
interface Result {
  group: Record<string, string>;
  data: { interval: string; metrics: Metric[]; views?: { name: string; stats: Record<string, number> }[] }[];
}

let client: SimulatorClient;
let now: number;
let week: string;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off" });
  now = client.clock.now();
  week = toIsoInterval({ from: now - 7 * DAY_MS, to: now });
});

async function ask(body: object, asked = client): Promise<Result[]> {
  const answer = await asked.post(QUERY, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.results;
}

const find = (data: Result["data"][number] | undefined, metric: string) =>
  data?.metrics.find((one) => one.metric === metric)?.stats;
const count = (data: Result["data"][number] | undefined, metric: string) => find(data, metric)?.["count"] ?? 0;
const sum = (data: Result["data"][number] | undefined, metric: string) => find(data, metric)?.["sum"] ?? 0;

test("each conversation that begins and ends in the interval is told as it really was", async () => {
  const interval = { from: now - 14 * DAY_MS, to: now };
  const ended = client.truth.begunIn(interval).filter(({ state }) => state === "ended");
  const metrics = ["nOffered", "tAnswered", "tAbandon", "tFlowOut", "tWait", "tTalk", "tHeld", "tHandle", ...TIMES];
  const results = await ask({ interval: toIsoInterval(interval), groupBy: ["conversationId"], metrics });
  const byId = new Map(results.map(({ group, data: [data] }) => [group["conversationId"] ?? "", data]));
  expect(ended.length).toBeGreaterThan(4_000);
  for (const truth of ended) {
    const data = byId.get(truth.conversationId);
    expect({
      offered: count(data, "nOffered"),
      answered: count(data, "tAnswered"),
      abandoned: count(data, "tAbandon") > 0,
      talkMs: sum(data, "tTalk"),
      heldMs: sum(data, "tHeld"),
      acwMs: sum(data, "tAcw"),
    }).toEqual({
      offered: truth.offered,
      answered: truth.answered,
      abandoned: truth.abandoned,
      talkMs: truth.talkMs,
      heldMs: truth.heldMs,
      acwMs: truth.acwMs,
    });
    // Whatever was offered was answered, abandoned or sent away; the wait counts all three.
    const parts = ["tAnswered", "tAbandon", "tFlowOut"];
    expect(parts.reduce((total, metric) => total + count(data, metric), 0)).toBe(truth.offered);
    expect(count(data, "tWait")).toBe(truth.offered);
    expect(parts.reduce((total, metric) => total + sum(data, metric), 0)).toBe(sum(data, "tWait"));
    expect(TIMES.reduce((total, metric) => total + sum(data, metric), 0)).toBe(sum(data, "tHandle"));
  }
});

test("it counts what detail records tell, metric by metric, by their dates", async () => {
  const small = await createSimulatorClient({ limits: "off", perDay: 40 });
  const interval = { from: now - 3 * DAY_MS, to: now };
  const expected = new Map<string, { count: number; sum: number }>();
  for (let day = 0; day < 63; day += 7) {
    const answer = await small.post("/api/v2/analytics/conversations/details/query", {
      interval: toIsoInterval({ from: now - (day + 6) * DAY_MS, to: now - day * DAY_MS }),
      paging: { pageSize: 10_000, pageNumber: 1 },
      order: "asc",
    });
    for (const { participants } of answer.body.conversations)
      for (const { sessions } of participants)
        for (const { metrics = [] } of sessions)
          for (const { name, value, emitDate } of metrics) {
            const at = Date.parse(emitDate);
            if (at < interval.from || at >= interval.to || /Flow$|FlowExit|FlowDisc/.test(name)) continue;
            const before = expected.get(name) ?? { count: 0, sum: 0 };
            expected.set(name, { count: before.count + 1, sum: before.sum + value });
          }
  }
  const metrics = [...expected.keys()].sort();
  const [result] = await ask({ interval: toIsoInterval(interval), metrics }, small);
  const told = result?.data[0]?.metrics.map(({ metric, stats }) => [metric, stats["count"], stats["sum"]]);
  expect(metrics.length).toBeGreaterThan(20);
  expect(told).toEqual(
    metrics.map((name) => [
      name,
      expected.get(name)?.count,
      name.startsWith("n") ? undefined : expected.get(name)?.sum,
    ]),
  );
});

describe("over a closed week", () => {
  test("the half hours add up to the whole, and in some of them offers and answers fall apart", async () => {
    const metrics = ["nOffered", "tAnswered", "tAbandon", "tFlowOut", "tHandle", ...TIMES];
    const [whole] = await ask({ interval: week, metrics });
    const [cut] = await ask({ interval: week, metrics, granularity: "PT30M" });
    for (const metric of metrics) {
      expect(cut?.data.reduce((total, data) => total + count(data, metric), 0)).toBe(count(whole?.data[0], metric));
    }
    const left = (data: Result["data"][number]) =>
      ["tAnswered", "tAbandon", "tFlowOut"].reduce((total, metric) => total + count(data, metric), 0);
    expect(cut?.data.some((data) => count(data, "nOffered") !== left(data))).toBe(true);
    const handled = (data: Result["data"][number]) => TIMES.reduce((total, metric) => total + sum(data, metric), 0);
    expect(cut?.data.some((data) => sum(data, "tHandle") !== handled(data))).toBe(true);
    // Empty half hours are left out; there are 336.
    expect(cut?.data.length).toBeLessThanOrEqual(336);
    expect(cut?.data[0]?.interval).toBe(toIsoInterval({ from: now - 7 * DAY_MS, to: now - 7 * DAY_MS + HOUR_MS / 2 }));
  });

  test("the service level is what was answered in time of what was answered or abandoned", async () => {
    const metrics = [
      "tAnswered",
      "nOverSla",
      "tAbandon",
      "tShortAbandon",
      "tFlowOut",
      "oServiceLevel",
      "oServiceTarget",
    ];
    const filter = { type: "and", predicates: [{ dimension: "mediaType", value: "voice" }] };
    const query = { interval: week, groupBy: ["queueId", "mediaType"], filter, metrics };
    const queues = await ask(query);
    const known = queues.filter(({ data: [data] }) => count(data, "tAnswered") > 0);
    expect(known.length).toBeGreaterThanOrEqual(6);
    for (const { data } of known) {
      const [answered, over, abandoned] = ["tAnswered", "nOverSla", "tAbandon"].map((name) => count(data[0], name));
      const [numerator, denominator] = [(answered ?? 0) - (over ?? 0), (answered ?? 0) + (abandoned ?? 0)];
      expect(find(data[0], "oServiceLevel")).toEqual({
        ratio: numerator / denominator,
        numerator,
        denominator,
        target: find(data[0], "oServiceTarget")?.["current"],
      });
    }
    const rules = {
      "abandons-and-flow-outs": "tFlowOut",
      "answered-only": "tAbandon",
      "long-abandons": "tShortAbandon",
    };
    for (const [serviceLevel, metric] of Object.entries(rules)) {
      const other = await createSimulatorClient({ limits: "off", serviceLevel: serviceLevel as "abandons" });
      const [first] = await ask({ ...query, groupBy: [] }, other);
      const [byDefault] = await ask({ ...query, groupBy: [] });
      const more = count(first?.data[0], metric) * (metric === "tFlowOut" ? 1 : -1);
      const denominator = (find(byDefault?.data[0], "oServiceLevel")?.["denominator"] ?? 0) + more;
      expect(more).not.toBe(0);
      expect(find(first?.data[0], "oServiceLevel")?.["denominator"]).toBe(denominator);
    }
  });
});

test("a callback that expires was offered, waited two months, and was neither answered nor abandoned", async () => {
  const metrics = ["nOffered", "tAcd", "tWait", "tAnswered", "tAbandon", "tFlowOut"];
  const filter = { type: "and", predicates: [{ dimension: "mediaType", value: "callback" }] };
  const interval = toIsoInterval({ from: now - 80 * DAY_MS, to: now });
  const results = await ask({ interval, groupBy: ["conversationId"], filter, metrics });
  const expired = results.filter(({ data: [data] }) => sum(data, "tAcd") > 58 * DAY_MS && count(data, "nOffered") > 0);
  expect(expired.length).toBeGreaterThan(0);
  for (const { data } of expired) {
    expect(data[0]?.metrics.map(({ metric }) => metric)).toEqual(["nOffered", "tAcd", "tWait"]);
    expect(sum(data[0], "tWait")).toBe(sum(data[0], "tAcd"));
  }
});

test("an offer has a queue and no user, and what the world lacks gives no groups", async () => {
  expect(await ask({ interval: week, groupBy: ["userId"], metrics: ["nOffered"] })).toEqual([]);
  expect(await ask({ interval: week, groupBy: ["teamId"], metrics: ["nOffered", "tHandle"] })).toEqual([]);
  expect(await ask({ interval: week, metrics: ["tSnippetRecord"] })).toEqual([]);
  expect(await ask({ interval: week, groupBy: ["queueId"], metrics: ["nOffered"] })).toHaveLength(8);
  const lenient = await createSimulatorClient({ limits: "off", missingDimensions: "group-without" });
  expect(await ask({ interval: week, groupBy: ["userId"], metrics: ["nOffered"] }, lenient)).toMatchObject([
    { group: {}, data: [{ metrics: [{ metric: "nOffered" }] }] },
  ]);
});

test("counters tell their count only, timers also sum and bounds, in milliseconds", async () => {
  const [result] = await ask({ interval: week, metrics: ["nOffered", "tTalk"] });
  expect(find(result?.data[0], "nOffered")).toEqual({ count: expect.any(Number) });
  expect(find(result?.data[0], "tTalk")).toEqual({
    max: expect.any(Number),
    min: expect.any(Number),
    count: expect.any(Number),
    sum: expect.any(Number),
  });
});

test("a conversation of several divisions stands in each of them, or flattened in all of them at once", async () => {
  const query = { interval: week, groupBy: ["divisionId"], metrics: ["nConnected"] };
  const apart = await ask(query);
  const flat = await ask({ ...query, flattenMultivaluedDimensions: true });
  expect(apart).toHaveLength(3);
  expect(flat.some(({ group }) => group["divisionId"]?.includes(","))).toBe(true);
  const [all] = await ask({ interval: week, metrics: ["nConnected"] });
  const total = (results: Result[]) => results.reduce((sum_, { data }) => sum_ + count(data[0], "nConnected"), 0);
  expect(total(flat)).toBe(count(all?.data[0], "nConnected"));
  expect(total(apart)).toBeGreaterThan(total(flat));
});

test("a grant of one division sees what its divisions took part in", async () => {
  const retail = await createSimulatorClient({ limits: "off", divisions: ["Retail"] });
  const [mine] = await ask({ interval: week, metrics: ["nConnected"] }, retail);
  const divisions = (await client.get("/api/v2/authorization/divisions?name=Retail")).body.entities;
  const filter = { type: "and", predicates: [{ dimension: "divisionId", value: divisions[0].id }] };
  const [theirs] = await ask({ interval: week, filter, metrics: ["nConnected"] });
  expect(mine).toEqual(theirs);
  const without = await createSimulatorClient({ withoutPermissions: ["analytics:conversationAggregate:view"] });
  expect(await without.post(QUERY, { interval: week, metrics: ["nOffered"] })).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining("[analytics:conversationAggregate:view]") },
  });
});

test("a view counts those values of a timer that lie in its range", async () => {
  const views = [
    { target: "tAnswered", name: "quick", function: "rangeBound", range: { lt: 20_000 } },
    { target: "tAnswered", name: "slow", function: "rangeBound", range: { gte: 20_000 } },
  ];
  const [result] = await ask({ interval: week, metrics: ["tAnswered"], views });
  const [quick, slow] = result?.data[0]?.views ?? [];
  expect(quick?.name).toBe("quick");
  expect(quick?.stats["max"]).toBeLessThan(20_000);
  expect((quick?.stats["count"] ?? 0) + (slow?.stats["count"] ?? 0)).toBe(count(result?.data[0], "tAnswered"));
});

test("topN and bottomN give the groups with most and least of a metric", async () => {
  const query = { interval: week, groupBy: ["userId"], metrics: ["tHandle"] };
  const all = (await ask(query)).map(({ group, data }) => ({ ...group, sum: sum(data[0], "tHandle") }));
  all.sort((a, b) => b.sum - a.sum);
  const sortMetric = { name: "tHandle", function: "sum" };
  const top = await ask({ ...query, queryType: "topN", limit: 3, sortMetric });
  const bottom = await ask({ ...query, queryType: "bottomN", limit: 2, sortMetric });
  expect(top.map(({ data }) => sum(data[0], "tHandle"))).toEqual(all.slice(0, 3).map((one) => one.sum));
  expect(bottom.map(({ data }) => sum(data[0], "tHandle"))).toEqual(
    all
      .slice(-2)
      .reverse()
      .map((one) => one.sum),
  );
});

test("by event time, what is held counts when the hold was over, not when the interaction was", async () => {
  const filter = { type: "and", predicates: [{ dimension: "mediaType", value: "email" }] };
  const query = { interval: week, granularity: "PT1H", filter, metrics: ["tHeldComplete"] };
  const [emitted] = await ask(query);
  const [happened] = await ask({ ...query, alternateTimeDimension: "eventTime" });
  expect(happened?.data).not.toEqual(emitted?.data);
});

test("what is not over yet has not been emitted, even where its date would be earlier", async () => {
  const later = await createSimulatorClient({ limits: "off", tokenSeconds: 172_800 });
  const query = { interval: week, metrics: ["tTalkComplete", "tHandle", "nOffered"] };
  const [before] = await ask(query, later);
  // Long messages end while they are on hold, hours after the last word.
  later.clock.advance(DAY_MS);
  const [after] = await ask(query, later);
  expect(count(after?.data[0], "nOffered")).toBe(count(before?.data[0], "nOffered"));
  expect(count(after?.data[0], "tTalkComplete")).toBeGreaterThan(count(before?.data[0], "tTalkComplete"));
});

test("what the API does not know is refused", async () => {
  const refusals: [object, string][] = [
    [{ metrics: ["nOffered"] }, "must have an interval"],
    [{ interval: "yesterday", metrics: ["nOffered"] }, "ISO-8601"],
    [{ interval: week }, "at least one metric"],
    [{ interval: week, metrics: ["nAnswered"] }, "Value [nAnswered] is not valid"],
    [{ interval: week, metrics: ["nFlow"] }, "Value [nFlow] is not valid"],
    [{ interval: week, metrics: ["nOffered"], groupBy: ["queue"] }, "Value [queue] is not valid"],
    [{ interval: week, metrics: ["nOffered"], groupings: ["queueId"] }, "Unrecognized field [groupings]"],
    [{ interval: week, metrics: ["nOffered"], granularity: "daily" }, "Value [daily] is not valid"],
    [{ interval: week, metrics: ["nOffered"], timeZone: "Mars/Phobos" }, "Value [Mars/Phobos] is not valid"],
    [{ interval: week, metrics: ["nOffered"], queryType: "topN" }, "needs a sortMetric and a limit"],
    [{ interval: week, metrics: ["nOffered"], alternateTimeDimension: "start" }, "Value [start] is not valid"],
    [{ interval: week, metrics: ["nOffered"], filter: [] }, "malformed"],
    [
      { interval: week, metrics: ["nOffered"], filter: { type: "and", predicates: [{ dimension: "segmentEnd" }] } },
      "Value [segmentEnd] is not valid",
    ],
    [
      {
        interval: week,
        metrics: ["nOffered"],
        filter: { type: "and", predicates: [{ dimension: "queueId", operator: "in", value: "x" }] },
      },
      "Value [in] is not valid",
    ],
    [{ interval: toIsoInterval({ from: now - 367 * DAY_MS, to: now }), metrics: ["nOffered"] }, "366 days"],
    [
      { interval: toIsoInterval({ from: now - 300 * DAY_MS, to: now }), metrics: ["nOffered"], granularity: "PT1M" },
      "100000 intervals",
    ],
    ...[
      [{ name: "tTalk" }, "has the name of a metric"],
      [{ target: "nOffered" }, "Value [nOffered] is not valid"],
      [{ target: "other" }, "Value [other] is not valid"],
      [{ function: "sum" }, "Value [sum] is not valid"],
      [{ range: {} }, "a range with a bound"],
    ].map(([view, message]): [object, string] => [
      {
        interval: week,
        metrics: ["tTalk"],
        views: [{ target: "tTalk", name: "one", function: "rangeBound", range: { lt: 1 }, ...(view as object) }],
      },
      String(message),
    ]),
    [
      {
        interval: week,
        metrics: ["tTalk"],
        views: Array.from({ length: 11 }, (_, index) => ({
          target: "tTalk",
          name: `v${index}`,
          function: "rangeBound",
          range: { lt: 1 },
        })),
      },
      "more than 10 views",
    ],
  ];
  const strict = await createSimulatorClient();
  for (const [body, message] of refusals) {
    const answer = await strict.post(QUERY, body);
    expect(answer, JSON.stringify(body)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(message) },
    });
  }
});

test("days are those of the time zone, also when its clocks change", async () => {
  const spring = { from: Date.parse("2026-03-28T00:00:00+01:00"), to: Date.parse("2026-03-31T00:00:00+02:00") };
  const [result] = await ask({
    interval: "2026-03-28T00:00:00+01:00/2026-03-31T00:00:00+02:00",
    granularity: "P1D",
    timeZone: "Europe/Berlin",
    metrics: ["nConnected"],
  });
  const bounds = [spring.from, spring.from + DAY_MS, spring.from + DAY_MS + 23 * HOUR_MS, spring.to].map(toIso);
  expect(result?.data.map(({ interval }) => interval)).toEqual([
    `${bounds[0]}/${bounds[1]}`,
    `${bounds[1]}/${bounds[2]}`,
    `${bounds[2]}/${bounds[3]}`,
  ]);
});
