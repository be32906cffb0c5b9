import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

const QUERY = "/api/v2/analytics/conversations/details/query";
/** The fake clock's now. */
const NOW = Date.UTC(2026, 5, 10, 14, 30);
const LAST_WEEK = toIsoInterval({ from: NOW - 7 * DAY_MS, to: NOW });

let client: SimulatorClient;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off", perDay: 120 });
});

/** Every row of a query. */
async function listAll(query: object, asked = client): Promise<AnalyticsConversation[]> {
  const rows: AnalyticsConversation[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const { body } = await asked.post(QUERY, { ...query, paging: { pageSize: 100, pageNumber } });
    if (body.conversations === undefined) return rows;
    rows.push(...body.conversations);
  }
}

const ids = (rows: readonly AnalyticsConversation[]) => rows.map(({ conversationId }) => conversationId);

const segmentFilter = (...predicates: object[]) => ({
  interval: LAST_WEEK,
  segmentFilters: [{ type: "and", predicates }],
});
const conversationFilter = (...predicates: object[]) => ({
  interval: LAST_WEEK,
  conversationFilters: [{ type: "and", predicates }],
});

describe("the interval", () => {
  test("holds everything that began in it, and nothing of later than now", async () => {
    const window = { from: NOW - 3 * DAY_MS, to: NOW + HOUR_MS };
    const found = new Set(ids(await listAll({ interval: toIsoInterval(window) })));
    const begun = client.truth.begunIn(window);
    expect(begun.length).toBeGreaterThan(200);
    for (const { conversationId, startedAt } of begun) {
      expect(found.has(conversationId)).toBe(true);
      expect(startedAt).toBeLessThanOrEqual(NOW);
    }
  });

  test("matches by the UTC day of the start, then by overlap unless told otherwise", async () => {
    const hour = { from: NOW - 2 * DAY_MS, to: NOW - 2 * DAY_MS + HOUR_MS };
    const day = { from: Math.floor(hour.from / DAY_MS) * DAY_MS, to: Math.floor(hour.from / DAY_MS) * DAY_MS + DAY_MS };
    const rows = await listAll({ interval: toIsoInterval(hour) });
    const expected = client.truth
      .begunIn(day)
      .filter(({ startedAt, endedAt = NOW }) => startedAt < hour.to && endedAt >= hour.from);
    expect(ids(rows)).toEqual(expected.map(({ conversationId }) => conversationId));
    const whole = await createSimulatorClient({ limits: "off", perDay: 120, intervalMatching: "day" });
    expect(ids(await listAll({ interval: toIsoInterval(hour) }, whole))).toEqual(
      client.truth.begunIn(day).map(({ conversationId }) => conversationId),
    );
  });

  test("misses what began the day before and still goes on", async () => {
    const today = { from: Math.floor(NOW / DAY_MS) * DAY_MS, to: NOW };
    const found = new Set(ids(await listAll({ interval: toIsoInterval(today) })));
    const older = client.truth.activeAt(NOW).filter(({ startedAt }) => startedAt < today.from);
    expect(older.length).toBeGreaterThan(0);
    expect(older.some(({ conversationId }) => found.has(conversationId))).toBe(false);
  });

  test("is limited to seven days, or thirty-one with a filter", async () => {
    const strict = await createSimulatorClient();
    const interval = (days: number) => toIsoInterval({ from: NOW - days * DAY_MS, to: NOW });
    const filters = {
      conversationFilters: [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }],
    };
    const status = async (body: object) => (await strict.post(QUERY, body)).status;
    expect(await status({ interval: interval(7) })).toBe(200);
    expect(await status({ interval: interval(31), ...filters })).toBe(200);
    expect(await strict.post(QUERY, { interval: interval(7.01) })).toMatchObject({
      status: 400,
      body: {
        code: "bad.request",
        message: "You must specify a search interval as part of your query that does not exceed 7 days",
      },
    });
    expect((await strict.post(QUERY, { interval: interval(32), ...filters })).body.message).toContain("31 days");
    expect((await strict.post(QUERY, {})).body.message).toContain("You must specify a search interval");
    expect((await strict.post(QUERY, { interval: "yesterday/today" })).body.code).toBe("invalid.date");
    expect((await strict.post(QUERY, { interval: toIsoInterval({ from: NOW, to: NOW - 1 }) })).status).toBe(400);
  });
});

describe("paging", () => {
  test("has 25 rows by default, no list past the end, and the total always", async () => {
    const first = await client.post(QUERY, { interval: LAST_WEEK });
    expect(first.body.conversations).toHaveLength(25);
    const past = await client.post(QUERY, { interval: LAST_WEEK, paging: { pageSize: 100, pageNumber: 99 } });
    expect(past.body).toEqual({ totalHits: first.body.totalHits });
  });

  test("visits every row once, in the order that was asked for", async () => {
    const rows = await listAll({ interval: LAST_WEEK });
    expect(new Set(ids(rows)).size).toBe(rows.length);
    const starts = rows.map(({ conversationStart = "" }) => conversationStart);
    expect(starts).toEqual([...starts].sort());
    expect(ids(await listAll({ interval: LAST_WEEK, order: "desc" }))).toEqual(ids(rows).reverse());
    const byEnd = (await listAll({ interval: LAST_WEEK, orderBy: "conversationEnd" })).map(
      ({ conversationEnd = "9" }) => conversationEnd,
    );
    expect(byEnd).toEqual([...byEnd].sort());
  });

  test("is limited in size and in depth", async () => {
    const strict = await createSimulatorClient({ depthMax: 300 });
    const page = (pageSize: number, pageNumber: number) =>
      strict.post(QUERY, { interval: LAST_WEEK, paging: { pageSize, pageNumber } });
    expect((await page(100, 3)).status).toBe(200);
    expect((await page(100, 4)).body.message).toMatch(/^Pagination may not exceed 300 results\. /);
    expect((await page(101, 1)).status).toBe(400);
    expect((await page(0, 1)).status).toBe(400);
  });
});

describe("filters", () => {
  test("a segment filter's predicates all hold on one segment; the whole conversation comes back", async () => {
    const rows = await listAll(
      segmentFilter(
        { dimension: "mediaType", value: "voice" },
        { type: "dimension", dimension: "segmentType", operator: "matches", value: "hold" },
      ),
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { participants = [] } of rows) {
      const sessions = participants.flatMap(({ sessions: all = [] }) => all);
      expect(
        sessions.some(
          ({ mediaType, segments = [] }) =>
            mediaType === "voice" && segments.some(({ segmentType }) => segmentType === "hold"),
        ),
      ).toBe(true);
      expect(participants.some(({ purpose }) => purpose === "customer")).toBe(true);
    }
  });

  test("users, queues and codes are found by what really happened", async () => {
    const window = { from: Math.floor((NOW - 7 * DAY_MS) / DAY_MS) * DAY_MS, to: NOW };
    const truth = client.truth.begunIn(window).filter(({ endedAt = NOW }) => endedAt >= NOW - 7 * DAY_MS);
    const userId = truth.find(({ userIds }) => userIds.length > 0)?.userIds[0] ?? "";
    const queueId = truth.find(({ queueIds }) => queueIds.length > 0)?.queueIds[0] ?? "";
    const code = truth.find(({ wrapUpCodes }) => wrapUpCodes.length > 0)?.wrapUpCodes[0] ?? "";
    const asAgent = { dimension: "purpose", value: "agent" };
    expect(ids(await listAll(segmentFilter({ dimension: "wrapUpCode", value: code })))).toEqual(
      truth.filter(({ wrapUpCodes }) => wrapUpCodes.includes(code)).map(({ conversationId }) => conversationId),
    );
    expect(
      ids(
        await listAll(
          segmentFilter(
            { dimension: "queueId", value: queueId },
            { dimension: "purpose", value: "acd" },
            { dimension: "segmentType", value: "interact" },
          ),
        ),
      ),
    ).toEqual(truth.filter(({ queueIds }) => queueIds.includes(queueId)).map(({ conversationId }) => conversationId));
    const ofUser = ids(await listAll(segmentFilter({ dimension: "userId", value: userId }, asAgent)));
    expect(ofUser.length).toBeGreaterThan(0);
    expect(truth.filter(({ userIds }) => userIds.includes(userId)).map(({ conversationId }) => conversationId)).toEqual(
      expect.arrayContaining(ofUser),
    );
  });

  test("open ones are found by an end that does not exist", async () => {
    const interval = toIsoInterval({ from: NOW - 31 * DAY_MS + 12 * HOUR_MS, to: NOW + HOUR_MS });
    const open = await listAll({
      interval,
      conversationFilters: [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }],
    });
    const expected = client.truth
      .activeAt(NOW)
      .filter(({ startedAt }) => startedAt >= Math.floor((NOW - 30.5 * DAY_MS) / DAY_MS) * DAY_MS);
    expect(ids(open)).toEqual(expect.arrayContaining(expected.map(({ conversationId }) => conversationId)));
    for (const { conversationEnd } of open) expect(conversationEnd).toBeUndefined();
  });

  test("metrics are found by range or by being there", async () => {
    const long = await listAll(conversationFilter({ metric: "tTalkComplete", range: { gte: 600_000 } }));
    expect(long.length).toBeGreaterThan(5);
    for (const row of long) {
      const metrics =
        row.participants?.flatMap(({ sessions = [] }) => sessions.flatMap((session) => session.metrics ?? [])) ?? [];
      expect(metrics.some(({ name, value = 0 }) => name === "tTalkComplete" && value >= 600_000)).toBe(true);
    }
    const abandoned = await listAll(conversationFilter({ type: "metric", metric: "tAbandon", operator: "exists" }));
    expect(abandoned.length).toBeGreaterThan(5);
    expect(
      (
        await listAll(
          segmentFilter(
            { metric: "tSegmentDuration", range: { gt: 3_600_000 } },
            { dimension: "purpose", value: "acd" },
          ),
        )
      ).length,
    ).toBeGreaterThan(0);
  });

  test("clauses nest once, or joins what and keeps apart, lists of filters are joined by and", async () => {
    const voice = { dimension: "mediaType", value: "voice" };
    const chat = { dimension: "mediaType", value: "chat" };
    const either = await listAll({ interval: LAST_WEEK, segmentFilters: [{ type: "or", predicates: [voice, chat] }] });
    const nested = await listAll({
      interval: LAST_WEEK,
      segmentFilters: [{ type: "and", clauses: [{ type: "or", predicates: [voice, chat] }] }],
    });
    expect(ids(nested)).toEqual(ids(either));
    const [voices, chats] = [await listAll(segmentFilter(voice)), await listAll(segmentFilter(chat))];
    expect(either).toHaveLength(voices.length + chats.length);
    expect(
      await listAll({
        ...segmentFilter(voice),
        ...conversationFilter({ dimension: "originatingDirection", value: "outbound" }),
      }),
    ).not.toHaveLength(0);
    expect(
      await listAll({
        interval: LAST_WEEK,
        segmentFilters: [
          { type: "and", predicates: [chat] },
          { type: "and", predicates: [voice] },
        ],
      }),
    ).toHaveLength(0);
  });

  test("addresses match with and without their scheme, mail by either side of the @", async () => {
    const calls = await listAll(segmentFilter({ dimension: "ani", operator: "exists" }));
    const call = calls.find(({ participants }) => participants?.[0]?.sessions?.[0]?.ani !== undefined);
    const ani = call?.participants?.[0]?.sessions?.[0]?.ani ?? "";
    const found = ids(await listAll(segmentFilter({ dimension: "ani", value: ani })));
    expect(found).toContain(call?.conversationId);
    expect(ids(await listAll(segmentFilter({ dimension: "ani", value: ani.slice(4) })))).toEqual(found);
    expect((await listAll(segmentFilter({ dimension: "addressFrom", value: "example.com" }))).length).toBeGreaterThan(
      10,
    );
  });

  test.each([
    [
      { segmentFilters: [{ type: "and", predicates: [{ dimension: "queue", value: "x" }] }] },
      /^Value \[queue\] is not valid for field type \[SegmentDetailQueryDimension\]\. Allowable values are: addressFrom, /,
    ],
    [
      { conversationFilters: [{ type: "and", predicates: [{ dimension: "userId", value: "x" }] }] },
      /\[userId\] is not valid for field type \[ConversationDetailQueryDimension\]/,
    ],
    [
      { conversationFilters: [{ type: "and", predicates: [{ metric: "nAnswered", operator: "exists" }] }] },
      /\[nAnswered\] is not valid for field type \[ConversationDetailQueryMetric\]/,
    ],
    [
      { segmentFilters: [{ type: "and", predicates: [{ dimension: "userId", operator: "in", value: "x" }] }] },
      /Value \[in\] is not valid for field type \[QueryOperator\]\. Allowable values are: matches, exists, notExists/,
    ],
    [
      { segmentFilters: [{ type: "and", predicates: [{ dimension: "mediaType", value: "phone" }] }] },
      /Value \[phone\] is not valid for field type \[MediaType\]\. Allowable values are: callback, chat/,
    ],
    [
      { segmentFilters: [{ predicates: [{ dimension: "userId", value: "x" }] }] },
      /Value \[\] is not valid for field type \[QueryFilterType\]\. Allowable values are: and, or/,
    ],
    [
      { order: "down" },
      /Value \[down\] is not valid for field type \[ConversationDetailQueryOrder\]\. Allowable values are: asc, desc, unordered/,
    ],
    [{ orderBy: "userId" }, /Allowable values are: conversationStart, conversationEnd, segmentStart, segmentEnd/],
    [{ aggregations: [{ type: "termFrequency", dimension: "shoeSize" }] }, /\[shoeSize\] is not valid/],
    [{ aggregations: [{ type: "average", metric: "tTalk" }] }, /termFrequency, numericRange/],
  ])("%j is refused with what would be allowed", async (query, message) => {
    const answer = await client.post(QUERY, { interval: LAST_WEEK, ...query });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "invalid.value", status: 400, details: [], errors: [] },
    });
    expect(answer.body.message).toMatch(message);
  });

  test.each([
    [{ segmentFilters: [{ type: "and" }] }],
    [{ segmentFilters: [{ type: "and", predicates: [{ dimension: "userId" }] }] }],
    [{ segmentFilters: [{ type: "and", clauses: [{ type: "and", clauses: [{ type: "and", predicates: [] }] }] }] }],
    [{ segmentFilters: {} }],
    [{ paging: 7 }],
    [{ dateFrom: "2026-01-01" }],
    [{ aggregations: [{ type: "termFrequency", dimension: "userId", metric: "tTalk" }] }],
    [{ aggregations: [{ type: "numericRange", metric: "tTalk" }] }],
  ])("%j is a bad request", async (query) => {
    expect(await client.post(QUERY, { interval: LAST_WEEK, ...query })).toMatchObject({
      status: 400,
      body: { code: "bad.request" },
    });
  });

  test("fields that the API does not know pass when the option says so", async () => {
    const lenient = await createSimulatorClient({ unknownFields: "ignore" });
    expect((await lenient.post(QUERY, { interval: LAST_WEEK, dateFrom: "x" })).status).toBe(200);
  });
});

test("a grant of one division hides the conversations of the others", async () => {
  const retail = await createSimulatorClient({ perDay: 120, limits: "off", divisions: ["Retail"] });
  const divisions = (await client.get("/api/v2/authorization/divisions")).body.entities as {
    id: string;
    name: string;
  }[];
  const id = divisions.find(({ name }) => name === "Retail")?.id ?? "";
  const [some, all] = [await listAll({ interval: LAST_WEEK }, retail), await listAll({ interval: LAST_WEEK })];
  expect(ids(some)).toEqual(ids(all.filter(({ divisionIds = [] }) => divisionIds.includes(id))));
  expect(some.length).toBeLessThan(all.length / 2);
});

test("a conversation changes from page to page as time goes by", async () => {
  const moving = await createSimulatorClient({ limits: "off" });
  const interval = toIsoInterval({ from: NOW - HOUR_MS, to: NOW + HOUR_MS });
  const before = await listAll({ interval }, moving);
  moving.clock.advance(HOUR_MS);
  const after = await listAll({ interval }, moving);
  expect(after.length).toBeGreaterThan(before.length);
  const ended = (rows: readonly AnalyticsConversation[]) =>
    new Map(rows.map((row) => [row.conversationId, row.conversationEnd]));
  const later = ended(after);
  expect([...ended(before)].some(([id, end]) => end === undefined && later.get(id) !== undefined)).toBe(true);
});

describe("by id", () => {
  test("one, several, and what is not there", async () => {
    const [one, other] = await listAll({ interval: LAST_WEEK });
    const details = (path: string) => client.get(`/api/v2/analytics/conversations/${path}`);
    expect((await details(`${one?.conversationId}/details`)).body).toEqual(one);
    expect(await details("nothing/details")).toMatchObject({ status: 404, body: { code: "not.found" } });
    expect((await details(`details?id=${one?.conversationId},nothing,${other?.conversationId}`)).body).toEqual({
      conversations: [one, other],
    });
    expect(
      (await details(`details?id=${one?.conversationId}&id=${other?.conversationId}`)).body.conversations,
    ).toHaveLength(2);
    expect((await details("details?id=nothing")).body).toEqual({});
    expect((await details("details")).status).toBe(400);
  });

  test("no more than so many at once", async () => {
    const strict = await createSimulatorClient({ idsMax: 2 });
    expect((await strict.get("/api/v2/analytics/conversations/details?id=a,b")).status).toBe(200);
    expect((await strict.get("/api/v2/analytics/conversations/details?id=a,b,c")).status).toBe(400);
  });

  test("the live conversation is known while it lasts and some time after", async () => {
    const moving = await createSimulatorClient({ limits: "off", liveRetention: HOUR_MS });
    const [active] = moving.truth
      .activeAt(NOW)
      .filter(({ mediaTypes, startedAt }) => mediaTypes[0] === "voice" && startedAt > NOW - HOUR_MS);
    const path = `/api/v2/conversations/${active?.conversationId}`;
    expect((await moving.get(path)).body).toMatchObject({ id: active?.conversationId, selfUri: path });
    moving.clock.advance(90 * DAY_MS);
    const headers = { authorization: await moving.signIn() };
    expect(await moving.send(path, { headers })).toMatchObject({
      status: 404,
      body: { code: "conversation.not.found" },
    });
  });
});

test("the history has a beginning", async () => {
  const short = await createSimulatorClient({ days: 3, limits: "off" });
  const rows = await listAll({ interval: LAST_WEEK }, short);
  expect(Date.parse(rows[0]?.conversationStart ?? "")).toBeGreaterThanOrEqual(Date.UTC(2026, 5, 7));
  expect(short.truth.begunIn({ from: NOW - 7 * DAY_MS, to: Date.UTC(2026, 5, 7) })).toEqual([]);
});

test("the lake of the jobs is behind by as much as the option says", async () => {
  const { body } = await client.get("/api/v2/analytics/conversations/details/jobs/availability");
  expect(Date.parse(body.dataAvailabilityDate)).toBe(NOW - 6 * HOUR_MS);
});
