import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import type { AnalyticsConversation, AnalyticsMetric, AnalyticsSession } from "../../model/wire.ts";
import { World } from "../world/world.ts";
import { toDetailRecord } from "./detail-record.ts";

const FIRST = Date.UTC(2026, 3, 6) / DAY_MS;
const world = new World(1, 400);
const { organisation } = world;
const conversations = Array.from({ length: 14 }, (_, day) => world.startingOn(FIRST + day)).flat();
const LATER = (FIRST + 200) * DAY_MS;
const records = conversations.map((conversation) => toDetailRecord({ organisation, conversation, at: LATER }));

interface Row {
  readonly record: AnalyticsConversation;
  readonly purpose: string;
  readonly session: AnalyticsSession;
}

const rows: Row[] = records.flatMap((record) =>
  (record.participants ?? []).flatMap(({ purpose = "", sessions = [] }) =>
    sessions.map((session) => ({ record, purpose, session })),
  ),
);

function sum({ metrics = [] }: AnalyticsSession, ...names: string[]): number {
  return metrics.reduce((total, { name = "", value = 0 }) => (names.includes(name) ? total + value : total), 0);
}

function count({ metrics = [] }: AnalyticsSession, name: string): number {
  return metrics.filter((metric) => metric.name === name).length;
}

function lengthOf(session: AnalyticsSession, type: string): number {
  return (session.segments ?? [])
    .filter(({ segmentType }) => segmentType === type)
    .reduce(
      (total, { segmentStart = "", segmentEnd = "" }) => total + Date.parse(segmentEnd) - Date.parse(segmentStart),
      0,
    );
}

function find(session: AnalyticsSession, name: string): AnalyticsMetric | undefined {
  return session.metrics?.find((metric) => metric.name === name);
}

describe("of ended conversations", () => {
  test("handle is contacting, dialing, talk, hold and after-call work, in every session", () => {
    const handled = rows.filter(({ session }) => count(session, "tHandle") > 0);
    expect(handled.length).toBeGreaterThan(3_000);
    for (const { session } of handled) {
      expect(sum(session, "tHandle")).toBe(sum(session, "tContacting", "tDialing", "tTalk", "tHeld", "tAcw"));
      expect(sum(session, "tTalkComplete")).toBe(sum(session, "tTalk"));
      expect(sum(session, "tHeldComplete")).toBe(sum(session, "tHeld"));
    }
  });

  test("every agent session that talked has its handle, but for the call of a callback", () => {
    for (const { session, purpose } of rows) {
      if (purpose !== "agent" && purpose !== "user") continue;
      if (count(session, "tTalk") > 0) expect(count(session, "tHandle")).toBe(1);
      else if (lengthOf(session, "interact") > 0) expect(session.metrics).toBeUndefined();
    }
  });

  test("offered is answered, abandoned and flow-out, apart from callbacks that expire", () => {
    let [offered, answered, abandoned, flowedOut, expired] = [0, 0, 0, 0, 0];
    for (const { session, purpose } of rows) {
      offered += count(session, "nOffered");
      answered += count(session, "tAnswered");
      abandoned += count(session, "tAbandon");
      flowedOut += count(session, "tFlowOut");
      if (purpose === "acd" && sum(session, "tAcd") > 58 * DAY_MS) expired++;
    }
    expect(expired).toBeGreaterThan(0);
    expect(offered).toBe(answered + abandoned + flowedOut + expired);
  });

  test("an answer's wait is the wait of the queue entry that it ended", () => {
    for (const record of records) {
      const sessions = (record.participants ?? []).map(({ purpose, sessions: [session = {}] = [] }) => ({
        purpose,
        session,
      }));
      const answeredWaits = sessions.flatMap(({ session }) => find(session, "tAnswered")?.value ?? []).sort();
      const open = sessions.filter(
        ({ purpose, session }) => purpose === "acd" && count(session, "tAbandon") + count(session, "tFlowOut") === 0,
      );
      const acdWaits = open
        .flatMap(({ session }) => find(session, "tAcd")?.value ?? [])
        .filter((wait) => wait < 58 * DAY_MS);
      expect(answeredWaits).toEqual(acdWaits.sort());
    }
  });

  test("a queue's wait is its interact segment, without the delay before it", () => {
    for (const { session, purpose } of rows) {
      if (purpose !== "acd") continue;
      expect(sum(session, "tAcd")).toBe(lengthOf(session, "interact"));
      expect(find(session, "nOffered")?.emitDate).toBe(session.segments?.at(-1)?.segmentStart);
      expect(find(session, "tAcd")?.emitDate).toBe(session.segments?.at(-1)?.segmentEnd);
    }
  });

  test("metrics stand in the order of their dates, then of their names", () => {
    for (const { session } of rows) {
      const keys = (session.metrics ?? []).map(({ emitDate, name }) => `${emitDate} ${name}`);
      expect(keys).toEqual([...keys].sort());
    }
  });

  test("all talk is dated when the last stretch ended, all hold when the interaction did", () => {
    const held = rows.filter(({ session }) => count(session, "tHeldComplete") > 0);
    expect(held.length).toBeGreaterThan(200);
    for (const { session } of held) {
      const segments = session.segments ?? [];
      const lastTalk = segments.findLast(({ segmentType }) => segmentType === "interact");
      const lastOfAll = segments.findLast(({ segmentType }) => segmentType !== "wrapup");
      expect(find(session, "tTalkComplete")?.emitDate).toBe(lastTalk?.segmentEnd);
      expect(find(session, "tHeldComplete")?.emitDate).toBe(lastOfAll?.segmentEnd);
    }
  });

  test("transfers are counted on the session of who transferred, with their kind", () => {
    const transfers = rows.filter(({ session }) => count(session, "nTransferred") > 0);
    expect(transfers.length).toBeGreaterThan(50);
    for (const { session, purpose } of transfers) {
      expect(purpose).toBe("agent");
      expect(count(session, "nBlindTransferred") + count(session, "nConsultTransferred")).toBe(1);
      const last = session.segments?.findLast(({ segmentType }) => segmentType === "interact");
      expect(last?.disconnectType).toBe("transfer");
      expect(find(session, "nTransferred")?.emitDate).toBe(last?.segmentEnd);
    }
  });
});

test("every trap that summaries fall into occurs", () => {
  const has = (test: (row: Row) => boolean) => rows.some(test);
  const segments = (row: Row) => row.session.segments ?? [];
  const occurs = {
    stuckLeg: has(
      (row) =>
        row.purpose === "customer" &&
        sum(row.session, "tConnected") > 50 * DAY_MS &&
        segments(row)[0]?.conference === true,
    ),
    expiredCallback: has(
      (row) =>
        row.purpose === "acd" &&
        segments(row).at(-1)?.disconnectType === "peer" &&
        sum(row.session, "tAcd") > 58 * DAY_MS,
    ),
    timedOutCode: has((row) => segments(row).some(({ wrapUpCode }) => wrapUpCode === "ININ-WRAP-UP-TIMEOUT")),
    wrapUpWithoutCode: has((row) =>
      segments(row).some(({ segmentType, wrapUpCode }) => segmentType === "wrapup" && wrapUpCode === undefined),
    ),
    acwSkipped: has((row) => row.session.acwSkipped === true && count(row.session, "tAcw") === 0),
    acwWithoutAnswer: has((row) => count(row.session, "tNotResponding") > 0 && count(row.session, "tHandle") > 0),
    acwUnlikeItsSegment: has(
      (row) => count(row.session, "tAcw") > 0 && sum(row.session, "tAcw") !== lengthOf(row.session, "wrapup"),
    ),
    missedAlert: has((row) => count(row.session, "tNotResponding") > 0),
    errorOnGoodCall: has((row) => count(row.session, "nError") > 0 && count(row.session, "tTalk") > 0),
    digitalHold: has((row) => row.session.mediaType === "email" && count(row.session, "tHeld") > 1),
    shortAbandon: has((row) => count(row.session, "tShortAbandon") > 0),
    flowOut: has((row) => count(row.session, "tFlowOut") > 0),
    overSla: has((row) => count(row.session, "nOverSla") > 0),
    monitoring: has((row) => row.session.monitoredParticipantId !== undefined && count(row.session, "tMonitoring") > 0),
    consultTransfer: has((row) => count(row.session, "nConsultTransferred") > 0 && count(row.session, "nConsult") > 0),
    outboundOfQueue: has((row) => count(row.session, "nOutbound") > 0 && count(row.session, "tDialing") > 0),
    callOutsideQueues: has((row) => row.purpose === "user" && count(row.session, "tHandle") > 0),
    endInIvr: has((row) => count(row.session, "tFlowDisconnect") > 0),
    voicemail: has((row) => row.purpose === "voicemail" && count(row.session, "tVoicemail") > 0),
    scheduledCallback: has((row) => row.session.callbackScheduledTime !== undefined),
    twoMedia: records.some(
      ({ participants = [] }) =>
        new Set(participants.flatMap(({ sessions = [] }) => sessions.map(({ mediaType }) => mediaType))).size > 1,
    ),
  };
  expect(occurs).toEqual(Object.fromEntries(Object.keys(occurs).map((name) => [name, true])));
});

describe("as of an instant", () => {
  const moments = fc.record({
    index: fc.nat(conversations.length - 1),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const at = ({ index, share }: { index: number; share: number }) => {
    const conversation = conversations[index];
    if (conversation === undefined) throw new RangeError("no such conversation");
    return {
      organisation,
      conversation,
      at: Math.floor(conversation.start + share * (conversation.end - conversation.start)),
    };
  };

  test("nothing of later than then is told", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const view = at(moment);
        const text = JSON.stringify(toDetailRecord(view));
        const scheduled = /"callbackScheduledTime":"[^"]*"/g;
        for (const [instant] of text.replace(scheduled, "").matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)) {
          expect(Date.parse(instant)).toBeLessThanOrEqual(view.at);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("what is told then stays as it is, but for what was still open", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const view = at(moment);
        const [early, late] = [toDetailRecord(view), toDetailRecord({ ...view, at: LATER })];
        early.participants?.forEach((participant) => {
          const later = late.participants?.find(({ participantId }) => participantId === participant.participantId);
          participant.sessions?.forEach((session, sessionIndex) => {
            const laterSession = later?.sessions?.[sessionIndex];
            expect(laterSession?.metrics ?? []).toEqual(expect.arrayContaining(session.metrics ?? []));
            session.segments?.forEach((segment, place) => {
              if (segment.segmentEnd !== undefined)
                expect(laterSession?.segments?.[place]).toMatchObject({
                  segmentEnd: segment.segmentEnd,
                  segmentStart: segment.segmentStart,
                });
            });
          });
        });
      }),
      { numRuns: 300 },
    );
  });

  test("the product's word for its state follows from what is open", () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const view = at(moment);
        const record = toDetailRecord(view);
        const firstCustomer = record.participants?.find(({ purpose }) => purpose === "customer");
        const open = record.participants?.some(
          (participant) =>
            (participant === firstCustomer ||
              ["ivr", "workflow", "acd", "agent", "user"].includes(participant.purpose ?? "")) &&
            participant.sessions?.some(({ segments = [] }) =>
              segments.some(({ segmentEnd }) => segmentEnd === undefined),
            ),
        );
        expect(record.conversationEnd === undefined && open === true).toBe(view.conversation.activeUntil > view.at);
      }),
      { numRuns: 500 },
    );
  });
});

test("absent is absent: no nulls, no empty lists", () => {
  const text = JSON.stringify(
    conversations
      .slice(0, 800)
      .map((conversation) => toDetailRecord({ organisation, conversation, at: conversation.start + HOUR_MS })),
  );
  expect(text).not.toContain("null");
  expect(text).not.toContain("[]");
  expect(text).not.toContain('""');
});

test("attributes are told only where they are asked for", () => {
  const [conversation] = conversations;
  if (conversation === undefined) throw new RangeError("no conversations");
  expect(JSON.stringify(toDetailRecord({ organisation, conversation, at: LATER }))).not.toContain("attributes");
  expect(JSON.stringify(toDetailRecord({ organisation, conversation, at: LATER }, true))).toContain("attributes");
});
