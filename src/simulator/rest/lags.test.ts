import { describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, toIso, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

const QUERY = "/api/v2/analytics/conversations/details/query";
const AGGREGATES = "/api/v2/analytics/conversations/aggregates/query";
/** So late that a small organisation shows it. */
const LATE = {
  limits: "off",
  lags: "api",
  perDay: 600,
  days: 3,
  queryLag: 10 * MINUTE_MS,
  wrapUpLag: 20 * MINUTE_MS,
  aggregateLag: 20 * MINUTE_MS,
  observationLag: 20 * MINUTE_MS,
  nightlyRewrite: "off",
} as const;

interface Answer {
  readonly conversations: readonly AnalyticsConversation[];
  readonly totalHits: number;
}

async function query(client: SimulatorClient, body: object): Promise<Answer> {
  const now = client.clock.now();
  const interval = toIsoInterval({ from: now - 10 * MINUTE_MS, to: now });
  const paging = { pageSize: 10_000, pageNumber: 1 };
  return { conversations: [], ...(await client.post(QUERY, { interval, paging, ...body })).body };
}

function idsOf({ conversations }: Answer): string[] {
  return conversations.map(({ conversationId }) => conversationId);
}

describe("details queries", () => {
  test("know a conversation some seconds after it began, although it can be read live at once", async () => {
    const client = await createSimulatorClient(LATE);
    const now = client.clock.now();
    const begun = client.truth.begunIn({ from: now - 2 * MINUTE_MS, to: now });
    const known = new Set(idsOf(await query(client, {})));
    expect(begun.length).toBeGreaterThan(0);
    for (const { conversationId } of begun) {
      expect(known.has(conversationId)).toBe(false);
      expect((await client.get(`/api/v2/conversations/${conversationId}`)).status).toBe(200);
      expect((await client.get(`/api/v2/analytics/conversations/${conversationId}/details`)).status).toBe(404);
    }
    client.clock.advance(10 * MINUTE_MS);
    expect(idsOf(await query(client, {}))).toEqual(
      expect.arrayContaining(begun.map(({ conversationId }) => conversationId)),
    );
  });

  test("tell a wrap-up code later than the segment that it ends", async () => {
    const client = await createSimulatorClient(LATE);
    const now = client.clock.now();
    const body = { interval: toIsoInterval({ from: now - HOUR_MS, to: now }) };
    const listWork = (answer: Answer, isCoded: boolean) =>
      answer.conversations.flatMap(({ participants = [] }) =>
        participants.flatMap(({ sessions = [] }) =>
          sessions.flatMap(({ segments = [], sessionId }) =>
            segments
              .filter(({ segmentType, segmentEnd }) => segmentType === "wrapup" && segmentEnd !== undefined)
              .flatMap(({ wrapUpCode }) => ((wrapUpCode !== undefined) === isCoded ? [sessionId] : [])),
          ),
        ),
      );
    const without = listWork(await query(client, body), false);
    expect(without.length).toBeGreaterThan(2);
    client.clock.advance(30 * MINUTE_MS);
    const coded = listWork(await query(client, body), true);
    // Some agents never give one.
    expect(without.filter((sessionId) => coded.includes(sessionId)).length).toBeGreaterThan(2);
  });

  test("answer the same at the same instant, whatever was asked before, and take nothing back", async () => {
    const [leaping, stepping] = [await createSimulatorClient(LATE), await createSimulatorClient(LATE)];
    const interval = toIsoInterval({ from: leaping.clock.now() - HOUR_MS, to: leaping.clock.now() + HOUR_MS });
    const segmentFilters = [{ type: "and", predicates: [{ dimension: "purpose", value: "agent" }] }];
    let before: string[] = [];
    for (let step = 0; step < 20; step++) {
      const ids = idsOf(await query(stepping, { interval, segmentFilters }));
      expect(ids).toEqual(expect.arrayContaining(before));
      before = ids;
      stepping.clock.advance(MINUTE_MS);
    }
    leaping.clock.advance(20 * MINUTE_MS);
    const whole = await query(leaping, { interval, segmentFilters });
    expect(whole).toEqual(await query(stepping, { interval, segmentFilters }));
    expect(whole.conversations.length).toBeGreaterThan(before.length - 1);
  });

  test("shift under who pages: some come twice, others never", async () => {
    const client = await createSimulatorClient({ ...LATE, perDay: 1_500, queryLag: HOUR_MS });
    const readPages = async (order: "asc" | "desc") => {
      const now = client.clock.now();
      const interval = toIsoInterval({ from: now - 2 * HOUR_MS, to: now + HOUR_MS });
      const ask = (pageNumber: number, pageSize = 5) =>
        query(client, { interval, order, paging: { pageNumber, pageSize } });
      const paged: string[] = [];
      for (let pageNumber = 1; ; pageNumber++) {
        const page = idsOf(await ask(pageNumber));
        paged.push(...page);
        if (page.length === 0) break;
        client.clock.advance(30 * SECOND_MS);
      }
      const whole = idsOf(await ask(1, 10_000));
      const skipped = whole.filter((id) => !paged.includes(id)).length;
      return { repeated: paged.length - new Set(paged).size, skipped };
    };
    const newestFirst = await readPages("desc");
    expect(newestFirst.repeated).toBeGreaterThan(0);
    expect(newestFirst.skipped).toBeGreaterThan(0);
    // What began earlier but is known later comes in before the page's edge.
    const oldestFirst = await readPages("asc");
    expect(oldestFirst.repeated).toBeGreaterThan(0);
    expect(oldestFirst.skipped).toBeGreaterThan(0);
  });

  test("estimate totals above a hundred: a little off, drifting, never less than what the page shows", async () => {
    const client = await createSimulatorClient({ limits: "off", lags: "api", perDay: 1_000 });
    const interval = toIsoInterval({ from: client.clock.now() - 3 * DAY_MS, to: client.clock.now() - 2 * DAY_MS });
    const count = idsOf(await query(client, { interval })).length;
    const totals = new Set<number>();
    for (let step = 0; step < 10; step++) {
      const { totalHits } = await query(client, { interval, paging: { pageSize: 25, pageNumber: 1 } });
      expect(Math.abs(totalHits - count)).toBeLessThanOrEqual(count / 50 + 1);
      totals.add(totalHits);
      const last = await query(client, { interval, paging: { pageSize: count, pageNumber: 1 } });
      expect(last.totalHits).toBeGreaterThanOrEqual(count);
      client.clock.advance(10 * SECOND_MS);
    }
    expect(totals.size).toBeGreaterThan(3);
    const exact = await createSimulatorClient({ limits: "off", lags: "api", perDay: 1_000, totalHits: "exact" });
    expect((await query(exact, { interval })).totalHits).toBe(count);
  });
});

describe("aggregates and observations", () => {
  test("count what was emitted some seconds later, and in the end all of it", async () => {
    const client = await createSimulatorClient(LATE);
    const atOnce = await createSimulatorClient({ ...LATE, lags: "off" });
    const now = client.clock.now();
    const body = { interval: toIsoInterval({ from: now - HOUR_MS, to: now }), metrics: ["nOffered"] };
    const countOf = async (one: SimulatorClient) =>
      (await one.post(AGGREGATES, body)).body.results[0].data[0].metrics[0].stats.count;
    const all = await countOf(atOnce);
    expect(await countOf(client)).toBeLessThan(all);
    client.clock.advance(20 * MINUTE_MS);
    expect(await countOf(client)).toBe(all);
  });

  test("show the queues as they were a little earlier", async () => {
    const client = await createSimulatorClient({ ...LATE, perDay: 150 });
    const earlier = await createSimulatorClient({ ...LATE, perDay: 150, lags: "off" });
    const { body } = await earlier.get("/api/v2/routing/queues");
    const predicates = body.entities.map(({ id }: { id: string }) => ({ dimension: "queueId", value: id }));
    const ask = async (one: SimulatorClient) =>
      (
        await one.post("/api/v2/analytics/queues/observations/query", {
          filter: { type: "or", predicates },
          metrics: ["oInteracting", "oWaiting"],
          detailMetrics: ["oInteracting"],
        })
      ).body;
    const then = await ask(earlier);
    expect(await ask(client)).not.toEqual(then);
    client.clock.advance(20 * MINUTE_MS);
    expect(await ask(client)).toEqual(then);
  });
});

describe("the nightly rewrite", () => {
  const DAY = Date.UTC(2026, 5, 8);
  const interval = toIsoInterval({ from: DAY, to: DAY + DAY_MS });
  const body = { interval, paging: { pageSize: 10_000, pageNumber: 1 } };
  const options = { limits: "off", lakeLag: 0, perDay: 400, days: 4, tokenSeconds: 172_800 } as const;

  test("completes some conversations when they are between 48 and 72 hours old, and only then", async () => {
    const client = await createSimulatorClient({ ...options, lags: "api" });
    const before = await query(client, body);
    const final = await createSimulatorClient({ ...options, lags: "off" });
    final.clock.advance(DAY + 4 * DAY_MS - final.clock.now());
    const settled = new Map(
      (await query(final, body)).conversations.map((one) => [one.conversationId, withoutLater(one)]),
    );
    const isSame = (one: AnalyticsConversation) =>
      JSON.stringify(withoutLater(one)) === JSON.stringify(settled.get(one.conversationId));
    const incomplete = before.conversations.filter((one) => one.conversationEnd !== undefined && !isSame(one));
    expect(incomplete.length).toBeGreaterThan(3);
    expect(incomplete.some(({ originatingDirection }) => originatingDirection === "outbound")).toBe(true);
    const checks = incomplete
      .flatMap(({ conversationId, conversationEnd = "" }) => [
        { conversationId, at: Date.parse(conversationEnd) + 48 * HOUR_MS - 1, isWhole: false },
        { conversationId, at: Date.parse(conversationEnd) + 72 * HOUR_MS, isWhole: true },
      ])
      .sort((a, b) => a.at - b.at);
    for (const { conversationId, at, isWhole } of checks) {
      client.clock.advance(Math.max(0, at - client.clock.now()));
      const { body: record } = await client.get(`/api/v2/analytics/conversations/${conversationId}/details`);
      expect(isSame(record), toIso(at)).toBe(isWhole);
    }
  });

  test("is seen by queries, jobs and aggregates alike, and then says what truth() always said", async () => {
    const client = await createSimulatorClient({ ...options, lags: "api" });
    const seen: number[] = [];
    for (const at of [DAY + 2 * DAY_MS, DAY + 4 * DAY_MS]) {
      client.clock.advance(at - client.clock.now());
      client.clock.advance(MINUTE_MS);
      const queried = (await query(client, body)).conversations.filter((one) => one.conversationEnd !== undefined);
      const work = sumOfWork(queried);
      seen.push(work);
      const own = new Set(queried.map(({ conversationId }) => conversationId));
      const jobs = "/api/v2/analytics/conversations/details/jobs";
      const { jobId } = (await client.post(jobs, { interval, startOfDayIntervalMatching: true })).body;
      client.clock.advance(MINUTE_MS);
      const results = (await client.get(`${jobs}/${jobId}/results?pageSize=10000`)).body.conversations;
      expect(
        sumOfWork(results.filter(({ conversationId }: { conversationId: string }) => own.has(conversationId))),
      ).toBe(work);
      const { results: groups } = (
        await client.post(AGGREGATES, {
          interval: toIsoInterval({ from: DAY, to: at }),
          groupBy: ["conversationId"],
          metrics: ["tAcw"],
        })
      ).body;
      // biome-ignore lint/suspicious/noExplicitAny: groups as they were sent.
      const counted = groups.filter(({ group }: any) => own.has(group.conversationId));
      // biome-ignore lint/suspicious/noExplicitAny: groups as they were sent.
      expect(counted.reduce((sum: number, { data }: any) => sum + data[0].metrics[0].stats.sum, 0)).toBe(work);
      if (at !== DAY + 4 * DAY_MS) continue;
      for (const record of queried) {
        const truth = client.truth.byId(record.conversationId);
        expect(sumOfWork([record])).toBe(truth?.acwMs);
        expect(codesOf(record)).toEqual([...(truth?.wrapUpCodes ?? [])].sort());
      }
    }
    expect(seen[0]).toBeLessThan(seen[1] ?? 0);
  });

  /** Evaluations and surveys come in these days too. */
  function withoutLater({ evaluations: _, surveys: __, resolutions: ___, ...record }: AnalyticsConversation): object {
    return record;
  }

  function sessionsOf({ participants = [] }: AnalyticsConversation) {
    return participants.flatMap(({ sessions = [] }) => sessions);
  }

  function sumOfWork(records: readonly AnalyticsConversation[]): number {
    const metrics = records.flatMap(sessionsOf).flatMap((session) => session.metrics ?? []);
    return metrics.reduce((sum, { name, value = 0 }) => (name === "tAcw" ? sum + value : sum), 0);
  }

  /** The codes of people: a dialer's calls have the system's. */
  function codesOf({ participants = [] }: AnalyticsConversation): string[] {
    const people = participants.filter(({ purpose }) => purpose === "agent" || purpose === "user");
    const segments = people.flatMap(({ sessions = [] }) => sessions.flatMap((session) => session.segments ?? []));
    return segments.flatMap(({ wrapUpCode }) => wrapUpCode ?? []).sort();
  }
});
