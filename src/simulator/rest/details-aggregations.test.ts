import { expect, test } from "vitest";
import { createSimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

const DETAILS = "/api/v2/analytics/conversations/details";

async function open() {
  const client = await createSimulatorClient({ perDay: 150, days: 4, limits: "off", lakeLag: 0 });
  const now = client.clock.now();
  const interval = toIsoInterval({ from: now - 2 * DAY_MS, to: now });
  const query = async (body: object, pageSize = 10_000) =>
    (await client.post(`${DETAILS}/query`, { interval, paging: { pageSize, pageNumber: 1 }, ...body })).body;
  return { client, interval, query };
}

function sessionsOf({ participants = [] }: AnalyticsConversation) {
  return participants.flatMap(({ sessions = [] }) => sessions);
}

test("facets count the conversations of all pages that have a term, the most frequent first", async () => {
  const { query } = await open();
  const aggregations = [{ type: "termFrequency", dimension: "mediaType", size: 3 }];
  const { conversations } = await query({});
  const {
    aggregations: [facet],
  } = await query({ aggregations }, 1);
  const counts = new Map<string, number>();
  for (const record of conversations as AnalyticsConversation[])
    for (const media of new Set(sessionsOf(record).map(({ mediaType = "" }) => mediaType)))
      counts.set(media, (counts.get(media) ?? 0) + 1);
  const expected = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  expect(facet).toEqual({
    type: "termFrequency",
    dimension: "mediaType",
    count: conversations.length,
    results: expected.slice(0, 3),
  });
  // A facet is no filter, and a filter holds for it.
  const segmentFilters = [{ type: "and", predicates: [{ dimension: "mediaType", value: "email" }] }];
  const filtered = await query({ aggregations, segmentFilters }, 1);
  expect(filtered.aggregations[0].results).toEqual([{ value: "email", count: counts.get("email") }]);
});

test("facets count the conversations with a metric in each range", async () => {
  const { query } = await open();
  const ranges = [{ lt: 60_000 }, { gte: 60_000, lt: 300_000 }, { gte: 300_000 }];
  const body = await query({ aggregations: [{ type: "numericRange", metric: "tTalkComplete", ranges }] });
  const talks = (body.conversations as AnalyticsConversation[]).map((record) =>
    sessionsOf(record)
      .flatMap(({ metrics = [] }) => metrics)
      .flatMap(({ name, value = 0 }) => (name === "tTalkComplete" ? [value] : [])),
  );
  const count = (gte: number, lt: number) =>
    talks.filter((own) => own.some((value) => value >= gte && value < lt)).length;
  const expected = [count(0, 60_000), count(60_000, 300_000), count(300_000, Number.POSITIVE_INFINITY)];
  expect(Math.min(...expected)).toBeGreaterThan(0);
  expect(body.aggregations).toEqual([
    {
      type: "numericRange",
      metric: "tTalkComplete",
      count: talks.filter(({ length }) => length > 0).length,
      results: ranges.map((range, index) => ({ ...range, count: expected[index] })),
    },
  ]);
});

test("jobs find addresses by any part of them, queries by their name or domain", async () => {
  const { client, interval, query } = await open();
  const { conversations } = await query({
    segmentFilters: [{ type: "and", predicates: [{ dimension: "mediaType", value: "email" }] }],
  });
  const address: string = sessionsOf(conversations[0])[0]?.addressFrom ?? "";
  const [name = "", domain = ""] = address.split("@");
  const byAddress = (value: string) => ({
    segmentFilters: [{ type: "and", predicates: [{ dimension: "addressFrom", value }] }],
  });
  for (const value of [address, name, domain]) expect((await query(byAddress(value))).totalHits).toBeGreaterThan(0);
  const part = address.slice(1, -1);
  expect((await query(byAddress(part))).totalHits).toBe(0);
  const { jobId } = (await client.post(`${DETAILS}/jobs`, { interval, ...byAddress(part) })).body;
  client.clock.advance(60_000);
  const { body } = await client.get(`${DETAILS}/jobs/${jobId}/results`);
  const ids = body.conversations.map(({ conversationId }: { conversationId: string }) => conversationId);
  expect(ids).toContain(conversations[0].conversationId);
});
