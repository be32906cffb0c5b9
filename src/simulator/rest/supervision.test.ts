import { beforeAll, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSegment } from "../../model/wire.ts";

const QUERY = "/api/v2/analytics/conversations/details/query";
const KINDS = [
  ["monitoring", "monitoredParticipantId", "tMonitoring"],
  ["coaching", "coachedParticipantId", "tCoaching"],
  ["barging", "bargedParticipantId", "tBarging"],
] as const;

interface Supervised {
  readonly record: AnalyticsConversation;
  readonly supervisor: AnalyticsParticipant;
  readonly segment: AnalyticsSegment;
}

let now: number;
/** A simulator that knows two more days, from which tests learn what is to come. */
let later: SimulatorClient;

beforeAll(async () => {
  later = await createSimulatorClient({ limits: "off", tokenSeconds: 172_800 });
  now = later.clock.now();
  later.clock.advance(2 * DAY_MS - 1);
});

async function findSupervised(type: string, field: string): Promise<Supervised[]> {
  const predicates = [
    { dimension: "segmentType", value: type },
    { dimension: field, operator: "exists" },
  ];
  const { body } = await later.post(QUERY, {
    interval: toIsoInterval({ from: now, to: now + 2 * DAY_MS }),
    segmentFilters: [{ type: "and", predicates }],
    paging: { pageSize: 100, pageNumber: 1 },
  });
  return body.conversations.flatMap((record: AnalyticsConversation) =>
    (record.participants ?? []).flatMap((supervisor) =>
      (supervisor.sessions?.[0]?.segments ?? [])
        .filter(({ segmentType }) => segmentType === type)
        .map((segment) => ({ record, supervisor, segment })),
    ),
  );
}

test.each(KINDS)(
  "%s is told alike by the detail record, the live conversation and the status of the supervisor",
  async (type, field, metric) => {
    const found = (await findSupervised(type, field)).filter(
      ({ segment }) => Date.parse(segment.segmentStart ?? "") > now,
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { record, supervisor, segment } of found.slice(0, 3)) {
      const client = await createSimulatorClient({ limits: "off", tokenSeconds: 172_800 });
      client.clock.advance(Date.parse(segment.segmentStart ?? "") + 500 - now);
      const live = await client.get(`/api/v2/conversations/${record.conversationId}`);
      // biome-ignore lint/suspicious/noExplicitAny: a live conversation as it was sent.
      const own = live.body.participants.find(({ id }: any) => id === supervisor.participantId);
      expect(own[field]).toBe(supervisor.sessions?.[0]?.[field]);
      expect(own.calls[0].state).toBe("connected");
      const handler = live.body.participants.find(({ id }: { id: string }) => id === own[field]);
      expect(handler.purpose).toBe("agent");
      const status = await client.get(`/api/v2/analytics/agents/${supervisor.userId}/status`);
      expect(status.body.sessions).toContainEqual(
        expect.objectContaining({ conversationId: record.conversationId, segmentType: type }),
      );
      const user = await client.get(`/api/v2/users/${supervisor.userId}?expand=conversationSummary`);
      expect(user.body.conversationSummary.call.enterprise).toEqual({ active: 0, acw: 0 });
      const detail = await client.get(`/api/v2/analytics/conversations/${record.conversationId}/details`);
      const session = detail.body.participants.find(
        ({ participantId }: AnalyticsParticipant) => participantId === supervisor.participantId,
      ).sessions[0];
      expect(session[field]).toBe(own[field]);
      // The metric comes when it is over.
      expect((session.metrics ?? []).some(({ name }: { name: string }) => name === metric)).toBe(false);
    }
  },
);

test("who supervises handles nothing: not by the truth, not by metrics, not in observations", async () => {
  for (const [type, field] of KINDS) {
    for (const { record, supervisor } of await findSupervised(type, field)) {
      const handled = (record.participants ?? []).some(
        ({ purpose, userId }) => purpose === "agent" && userId === supervisor.userId,
      );
      expect(later.truth.byId(record.conversationId)?.userIds.includes(supervisor.userId ?? "")).toBe(handled);
      const names = (supervisor.sessions?.[0]?.metrics ?? []).map(({ name = "" }) => name);
      expect(names.filter((name) => !/^t(Monitoring|Coaching)(Complete)?$|^tBarging$/.test(name))).toEqual([]);
    }
  }
  const { body } = await later.post("/api/v2/analytics/conversations/aggregates/query", {
    interval: toIsoInterval({ from: now, to: now + 2 * DAY_MS }),
    groupBy: ["purpose"],
    metrics: ["tMonitoring", "tCoachingComplete", "tBarging"],
  });
  // biome-ignore lint/suspicious/noExplicitAny: groups as they were sent.
  expect(body.results.map(({ group, data }: any) => [group.purpose, data[0].metrics.length])).toEqual([["user", 3]]);
});

test("a coached agent's call counts once for the queue, as interacting", async () => {
  const [first] = await findSupervised("coaching", "coachedParticipantId");
  const client = await createSimulatorClient({ limits: "off", tokenSeconds: 172_800 });
  client.clock.advance(Date.parse(first?.segment.segmentStart ?? "") + 500 - now);
  const queueId = first?.segment.queueId;
  const { body } = await client.post("/api/v2/analytics/queues/observations/query", {
    filter: { type: "and", predicates: [{ dimension: "queueId", value: queueId }] },
    metrics: ["oInteracting"],
    detailMetrics: ["oInteracting"],
  });
  // biome-ignore lint/suspicious/noExplicitAny: observations as they were sent.
  const rows = body.results.flatMap(({ data }: any) => data[0].observations ?? []);
  const own = rows.filter((row: { conversationId: string }) => row.conversationId === first?.record.conversationId);
  expect(own).toHaveLength(1);
  expect(own[0].userId).not.toBe(first?.supervisor.userId);
});
