import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { DAY_MS, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSession } from "../../model/wire.ts";
import { CAMPAIGN_SPECS } from "./organisation-specs.ts";

const DETAILS = "/api/v2/analytics/conversations/details/query";
const AGGREGATES = "/api/v2/analytics/conversations/aggregates/query";

let client: SimulatorClient;
let interval: { from: number; to: number };
let attempts: readonly AnalyticsConversation[];
/** By the name that its dialer participant has, or by its mode where no dialer takes part. */
let campaigns: Map<string, string>;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off", perDay: 1_200 });
  const now = client.clock.now();
  interval = { from: Math.floor(now / DAY_MS - 8) * DAY_MS, to: Math.floor(now / DAY_MS - 1) * DAY_MS };
  attempts = await find({ dimension: "outboundCampaignId", operator: "exists" });
  campaigns = new Map(
    attempts.map(({ participants = [] }) => [
      participants.find(({ purpose }) => purpose === "dialer")?.participantName ?? "Contract renewals",
      sessionsOf(participants)[0]?.session.outboundCampaignId ?? "",
    ]),
  );
});

async function find(predicate: object): Promise<AnalyticsConversation[]> {
  const { body } = await client.post(DETAILS, {
    interval: toIsoInterval(interval),
    segmentFilters: [{ type: "and", predicates: [predicate] }],
    paging: { pageSize: 10_000, pageNumber: 1 },
  });
  return body.conversations ?? [];
}

function sessionsOf(participants: readonly AnalyticsParticipant[] = []) {
  return participants.flatMap(({ purpose = "", userId, sessions = [] }) =>
    sessions.map((session) => ({ purpose, userId, session })),
  );
}

const count = ({ metrics = [] }: AnalyticsSession, name: string) => metrics.filter((one) => one.name === name).length;
const sum = ({ metrics = [] }: AnalyticsSession, name: string) =>
  metrics.reduce((total, one) => (one.name === name ? total + (one.value ?? 0) : total), 0);
const all = () => attempts.flatMap(({ participants }) => sessionsOf(participants));
const codesOf = ({ segments = [] }: AnalyticsSession) => segments.flatMap(({ wrapUpCode }) => wrapUpCode ?? []);

describe("the record of an attempt", () => {
  test("names campaign, list and contact in each of its sessions", () => {
    expect(campaigns.size).toBe(CAMPAIGN_SPECS.length);
    expect(attempts.length).toBeGreaterThan(300);
    for (const { participants, conversationInitiator, originatingDirection } of attempts) {
      expect([conversationInitiator, originatingDirection]).toEqual(["dialer", "outbound"]);
      const ids = sessionsOf(participants).map(({ session }) => [
        session.outboundCampaignId,
        session.outboundContactListId,
        session.outboundContactId,
      ]);
      expect(new Set(ids.map(String)).size).toBe(1);
      expect(ids[0]?.[2]).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test("is found by campaign, by list, by contact and by what the dialer's participant is", async () => {
    const [one] = attempts;
    const session = sessionsOf(one?.participants)[0]?.session;
    for (const [dimension, value] of [
      ["outboundCampaignId", session?.outboundCampaignId],
      ["outboundContactListId", session?.outboundContactListId],
      ["outboundContactId", session?.outboundContactId],
    ])
      expect((await find({ dimension, value })).map(({ conversationId }) => conversationId)).toContain(
        one?.conversationId,
      );
    const dialled = await find({ dimension: "purpose", value: "dialer" });
    expect(dialled.length).toBe(
      attempts.filter(({ participants = [] }) => participants[1]?.purpose === "dialer").length,
    );
  });

  test("of a skipped preview has the system's code and no call", () => {
    const skipped = attempts.filter(({ participants }) =>
      sessionsOf(participants).some(({ session }) => codesOf(session).includes("ININ-OUTBOUND-PREVIEW-SKIPPED")),
    );
    expect(skipped.length).toBeGreaterThan(10);
    for (const { participants } of skipped) {
      const media = sessionsOf(participants).map(({ session }) => session.mediaType);
      expect(new Set(media)).toEqual(new Set(["callback"]));
      const agent = sessionsOf(participants).findLast(({ purpose }) => purpose === "agent")?.session ?? {};
      expect([count(agent, "tAcw"), sum(agent, "tAcw")]).toEqual([1, 0]);
      expect(sum(agent, "tHandle")).toBe(sum(agent, "tTalk"));
      const wrapup = agent.segments?.at(-1);
      expect(wrapup?.segmentStart).toBe(wrapup?.segmentEnd);
    }
  });

  test("of a call that no agent took is an abandon of the queue and of the campaign", () => {
    const lost = all().filter(({ session }) => count(session, "nOutboundAbandoned") > 0);
    expect(lost.length).toBeGreaterThan(0);
    for (const { session } of lost) {
      expect(count(session, "nOutboundConnected")).toBe(1);
      expect(codesOf(session)).toEqual(["ININ-OUTBOUND-FAILED-TO-REACH-AGENT"]);
      const own = attempts.find(({ participants }) => sessionsOf(participants).some((one) => one.session === session));
      expect(sessionsOf(own?.participants).some((one) => count(one.session, "tAbandon") > 0)).toBe(true);
    }
  });

  test("tells what answered once it is known, and connects exactly those whom somebody or something answered", () => {
    for (const { participants } of attempts) {
      const [customer] = sessionsOf(participants).flatMap(({ session }) =>
        session.dispositionName === undefined ? [] : [session],
      );
      if (customer === undefined) continue;
      const connects = /person|machine|fax/.test(customer.dispositionName ?? "");
      expect(count(customer, "nConnected")).toBe(connects ? 1 : 0);
      const total = sessionsOf(participants).reduce(
        (sofar, { session }) => sofar + count(session, "nOutboundConnected"),
        0,
      );
      expect(total).toBe(connects ? 1 : 0);
    }
  });
});

describe("its arithmetic", () => {
  test("agents of previews handle contacting, dialling, talk and the work after it; most attempts have no talk", () => {
    const handled = all().filter(({ purpose, session }) => purpose === "agent" && count(session, "nOutbound") > 0);
    expect(handled.length).toBeGreaterThan(50);
    for (const { session } of handled) {
      const parts = ["tContacting", "tDialing", "tTalk", "tHeld", "tAcw"];
      expect(sum(session, "tHandle")).toBe(parts.reduce((total, name) => total + sum(session, name), 0));
    }
    const talked = handled.filter(({ session }) => count(session, "tTalk") > 0).length;
    expect(talked).toBeGreaterThan(0);
    expect(talked).toBeLessThan(handled.length * 0.7);
  });

  test("in a queue nOutbound is the count of tContacting, and attempts from previews are fewer", async () => {
    const { body } = await client.post(AGGREGATES, {
      interval: toIsoInterval(interval),
      groupBy: ["queueId"],
      metrics: ["nOutbound", "nOutboundAttempted", "tContacting"],
      filter: { type: "and", predicates: [{ dimension: "purpose", value: "agent" }] },
    });
    let outbound = 0;
    for (const { data } of body.results) {
      const counts = new Map(
        data[0].metrics.map(({ metric, stats }: { metric: string; stats: { count: number } }) => [metric, stats.count]),
      );
      expect(counts.get("nOutbound")).toBe(counts.get("tContacting"));
      expect(counts.get("nOutboundAttempted") ?? 0).toBeLessThanOrEqual(Number(counts.get("nOutbound")));
      outbound += Number(counts.get("nOutbound"));
    }
    expect(outbound).toBeGreaterThan(100);
  });

  test("aggregates tell of each campaign what its records do", async () => {
    const metrics = ["nOutboundAttempted", "nOutboundConnected", "nOutboundAbandoned", "tHandle", "tAbandon"];
    const { body } = await client.post(AGGREGATES, {
      interval: toIsoInterval({ from: interval.from, to: interval.to + DAY_MS }),
      groupBy: ["outboundCampaignId"],
      metrics,
    });
    const begun = new Map<string, number>();
    for (const { session } of all()) {
      const id = session.outboundCampaignId ?? "";
      for (const metric of metrics)
        begun.set(`${id} ${metric}`, (begun.get(`${id} ${metric}`) ?? 0) + count(session, metric));
    }
    const told = new Map<string, number>();
    for (const { group, data } of body.results)
      for (const { metric, stats } of data[0].metrics) told.set(`${group.outboundCampaignId} ${metric}`, stats.count);
    expect(new Set([...told.keys()].map((key) => key.split(" ")[0]))).toEqual(new Set(campaigns.values()));
    // A day more than the records' own: whatever they emit late is in it, and what begins on it besides.
    for (const [key, value] of begun) expect(told.get(key) ?? 0, key).toBeGreaterThanOrEqual(value);
  });
});

test("live, a preview shows the contact and a call what was found", async () => {
  const walker = await createSimulatorClient({ limits: "off", perDay: 1_200, liveRetention: 30 * DAY_MS });
  const preview = attempts.find(({ participants = [] }) => participants[1]?.purpose === "acd");
  const machine = attempts.find(({ participants }) =>
    sessionsOf(participants).some(({ session }) => session.dispositionName?.endsWith(".machine") === true),
  );
  const shown = (await walker.get(`/api/v2/conversations/${preview?.conversationId}`)).body;
  const contact = sessionsOf(preview?.participants)[0]?.session;
  expect(shown.participants[0].callbacks[0].dialerPreview).toMatchObject({
    campaignId: contact?.outboundCampaignId,
    contactId: contact?.outboundContactId,
    contactListId: contact?.outboundContactListId,
  });
  const called = (await walker.get(`/api/v2/conversations/${machine?.conversationId}`)).body;
  expect(called.participants[0].calls[0].disposition).toEqual({
    name: "disposition.classification.callable.machine",
    analyzer: "speech.machine",
  });
  expect(called.participants[1]).toMatchObject({ purpose: "dialer", name: expect.any(String) });
});

test("what really happened counts agents only, not the dialer", () => {
  const truths = attempts.flatMap(({ conversationId }) => client.truth.byId(conversationId) ?? []);
  expect(truths.length).toBe(attempts.length);
  const skipped = truths.filter(({ wrapUpCodes }) => wrapUpCodes.includes("ININ-OUTBOUND-PREVIEW-SKIPPED"));
  expect(skipped.length).toBeGreaterThan(10);
  for (const { wrapUpCodes, userIds } of truths) {
    if (userIds.length === 0) expect(wrapUpCodes).toEqual([]);
    expect(wrapUpCodes.filter((code) => /MACHINE|NO-ANSWER|BUSY|REACH-AGENT/.test(code))).toEqual([]);
  }
});
