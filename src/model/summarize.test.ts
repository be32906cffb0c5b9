import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  at,
  CUSTOMER,
  HANDLING,
  type Leg,
  metric,
  record,
  segment,
  WAITING,
} from "../../test/support/record-builder.ts";
import { isAppError } from "../base/app-error.ts";
import type { ConversationSummary } from "./conversation-summary.ts";
import { summarize } from "./summarize.ts";

const SEEN = { source: "file", observedAt: Date.UTC(2026, 2, 10, 12) } as const;
const of = (value: unknown) => summarize(value, SEEN).summary;

describe("a call that was answered, held and wrapped up", () => {
  const summary = of(record([CUSTOMER, WAITING, HANDLING]));

  test("counts each stretch of talk and hold once, although its sum is emitted too", () => {
    expect(summary).toMatchObject({ talkMs: 309_000, heldMs: 60_000, holdCount: 1, acwMs: 27_000, handleMs: 396_000 });
  });

  test("takes ACW from the metric, not from the wrap-up segment, which is 30 s long", () => {
    expect(summary.acwMs).toBe(27_000);
  });

  test("takes the queue from acd and agent segments and never from the customer's", () => {
    expect(summary.queues).toEqual([{ id: "q1", name: "Support" }]);
    expect(summary.queueIdsOffered).toEqual(["q1"]);
  });

  test("does not take the hand-over to the agent for a transfer", () => {
    expect(summary.transfers).toEqual({ total: 0, blind: 0, consult: 0 });
  });

  test("names the customer, the agent and how it ended", () => {
    expect(summary).toMatchObject({
      customer: { name: "Ada Example", address: "tel:+15550100001" },
      disconnectType: "endpoint",
      wrapUpCodes: ["w1"],
      agents: [{ userId: "u1", purpose: "agent", sessions: 1, answered: true, queueIds: ["q1"], wrapUpCodes: ["w1"] }],
    });
  });

  test("ends with the last of customer, queue and agent, which is the wrap-up", () => {
    expect(summary).toMatchObject({ state: "ended", durationMs: 600_000, effectiveDurationMs: 430_000 });
  });
});

describe("an agent who did not answer", () => {
  const missed: Leg = {
    purpose: "agent",
    userId: "u0",
    segments: [
      segment("alert", 12, 20, { queueId: "q1", disconnectType: "client" }),
      segment("wrapup", 20, 81, { wrapUpCode: "w0" }),
    ],
    metrics: [
      metric("tAlert", 8_000, 20),
      metric("tNotResponding", 8_000, 20),
      metric("tAcw", 57_000, 81),
      metric("tHandle", 57_000, 81),
    ],
  };
  const summary = of(record([CUSTOMER, WAITING, missed, HANDLING]));

  test("still has after-call work, a handle and a code, and one handle more than answers results", () => {
    expect(summary).toMatchObject({ answered: 1, handleCount: 2, acwMs: 84_000, handleMs: 453_000 });
    expect(summary.wrapUpCodes).toEqual(["w0", "w1"]);
  });

  test("is counted as not responding and not as having answered", () => {
    expect(summary).toMatchObject({ notResponding: 1, notRespondingMs: 8_000 });
    expect(summary.agents.map(({ userId, answered }) => [userId, answered])).toEqual([
      ["u0", false],
      ["u1", true],
    ]);
  });
});

describe("what is unknown", () => {
  test("handle is null while a session that talked has no tHandle, and the talk so far is counted", () => {
    const talking = { ...HANDLING, metrics: [metric("tAnswered", 20_000, 31), metric("tTalk", 169_000, 200)] };
    expect(of(record([CUSTOMER, WAITING, talking]))).toMatchObject({ talkMs: 169_000, handleMs: null, handleCount: 0 });
  });

  test("an open conversation has no durations, even when every segment has ended", () => {
    const open = of(record([CUSTOMER, WAITING, HANDLING], null));
    expect(open).toMatchObject({ durationMs: null, effectiveDurationMs: null, endedAt: null });
  });

  test("a date that can't be read is null with a warning, and the rest stands", () => {
    const { summary, warnings } = summarize({ ...record([CUSTOMER]), conversationStart: "2021-04-2T10:00" }, SEEN);
    expect(summary).toMatchObject({ startedAt: null, durationMs: null, state: "ended" });
    expect(warnings.join()).toContain('conversationStart "2021-04-2T10:00"');
  });

  test("a record with nothing but its id is a summary of zeros and nulls", () => {
    expect(of({ conversationId: "c" })).toMatchObject({
      startedAt: null,
      direction: null,
      mediaTypes: [],
      offered: 0,
      answered: 0,
      abandoned: false,
      talkMs: 0,
      acwMs: 0,
      handleMs: 0,
      agents: [],
    });
  });

  test("unknown enum members pass through", () => {
    const odd = of(
      record([
        { ...CUSTOMER, mediaType: "hologram" },
        { purpose: "wizard", segments: [segment("levitation", 0, 1)] },
      ]),
    );
    expect(odd.mediaTypes).toEqual(["hologram", "voice"]);
  });
});

describe("abandoned", () => {
  const left: Leg = {
    ...WAITING,
    metrics: [metric("nOffered", 1, 11), metric("tAcd", 20_000, 31), metric("tAbandon", 20_000, 31)],
  };

  test("is what tAbandon says", () => expect(of(record([CUSTOMER, left])).abandoned).toBe(true));

  test("is not what was offered and not answered: an expired callback is neither", () => {
    expect(of(record([CUSTOMER, WAITING]))).toMatchObject({ offered: 1, answered: 0, abandoned: false });
  });
});

describe("stuck legs and supervisors", () => {
  const stuck: Leg = {
    purpose: "customer",
    direction: "outbound",
    segments: [segment("interact", 100, 5_000_000, { queueId: "q-foreign", conference: true })],
  };

  test("a consult leg that was never closed lengthens the record, not the effective duration", () => {
    const summary = of(record([CUSTOMER, WAITING, HANDLING, stuck], 5_000_000));
    expect(summary).toMatchObject({
      durationMs: 5_000_000_000,
      effectiveDurationMs: 430_000,
      customer: { name: "Ada Example" },
    });
  });

  test("a supervisor who monitored did not handle", () => {
    const supervisor: Leg = {
      purpose: "user",
      userId: "boss",
      monitoredParticipantId: "p2",
      segments: [segment("monitoring", 100, 200)],
      metrics: [metric("tMonitoring", 100_000, 200)],
    };
    expect(of(record([CUSTOMER, WAITING, HANDLING, supervisor])).agents.map(({ userId }) => userId)).toEqual(["u1"]);
  });
});

test("a key that is null says as little as one that is absent", () => {
  const whole = record([CUSTOMER, WAITING, HANDLING]);
  const keys = [
    "monitoredParticipantId",
    "coachedParticipantId",
    "bargedParticipantId",
    "acwSkipped",
    "peerId",
    "usedRouting",
  ];
  const nulls = Object.fromEntries(keys.map((key) => [key, null]));
  const participants = (whole.participants ?? []).map((one) => ({
    ...one,
    teamId: null,
    sessions: (one.sessions ?? []).map((session) => ({ ...session, ...nulls })),
  }));
  expect(of({ ...whole, participants, externalTag: null })).toEqual(of(whole));
});

describe("the state", () => {
  const open = (leg: Leg, type: string): Leg => ({
    ...leg,
    segments: [segment(type, 11, null, { queueId: "q1" })],
    metrics: [],
  });

  test.each([
    ["an agent wraps up", [CUSTOMER, WAITING, open(HANDLING, "wrapup")], "active"],
    ["a callback waits in its queue", [CUSTOMER, open(WAITING, "interact")], "active"],
    ["the customer is in an IVR", [CUSTOMER, open({ purpose: "ivr" }, "ivr")], "active"],
    [
      "only a second customer leg is open",
      [CUSTOMER, WAITING, HANDLING, open({ purpose: "customer" }, "interact")],
      "lingering",
    ],
    ["nothing is open", [CUSTOMER, WAITING, HANDLING], "lingering"],
  ])("while %s", (_, legs, state) => {
    expect(of(record(legs, null)).state).toBe(state);
  });

  test("an end makes it ended, whatever is open", () => {
    expect(of(record([CUSTOMER, open(HANDLING, "interact")])).state).toBe("ended");
  });
});

describe("transfers and offers", () => {
  const transferring: Leg = {
    ...HANDLING,
    metrics: [
      ...(HANDLING.metrics ?? []),
      metric("nTransferred", 1, 400),
      metric("nConsultTransferred", 1, 400),
      metric("nConsult", 1, 300),
    ],
  };
  const second: Leg = {
    ...WAITING,
    segments: [segment("interact", 400, 410, { queueId: "q2" })],
    metrics: [metric("nOffered", 1, 400), metric("tAcd", 10_000, 410)],
  };
  const third: Leg = {
    ...WAITING,
    segments: [segment("interact", 420, 425, { queueId: "q1" })],
    metrics: [metric("nOffered", 1, 420)],
  };

  test("count on the session of the one who transferred", () => {
    expect(of(record([CUSTOMER, WAITING, transferring]))).toMatchObject({
      transfers: { total: 1, blind: 0, consult: 1 },
      consults: 1,
    });
  });

  test("are listed in time order with repeats, although the record lists them in another order", () => {
    expect(of(record([CUSTOMER, third, second, transferring, WAITING])).queueIdsOffered).toEqual(["q1", "q2", "q1"]);
  });
});

describe("the same user twice", () => {
  test("is one agent with two sessions; two participants without a user are two agents", () => {
    expect(of(record([CUSTOMER, HANDLING, HANDLING])).agents).toMatchObject([
      { userId: "u1", sessions: 2, talkMs: 618_000 },
    ]);
    const nameless = (({ userId: _, ...leg }) => leg)(HANDLING);
    expect(of(record([CUSTOMER, nameless, nameless])).agents).toHaveLength(2);
  });
});

describe("without any metrics (2016)", () => {
  const bare = (leg: Leg): Leg => ({ ...leg, metrics: [] });

  test("segments give talk, hold, ACW and wait; offered counts acd sessions", () => {
    expect(of(record([bare(CUSTOMER), bare(WAITING), bare(HANDLING)]))).toMatchObject({
      offered: 1,
      answered: 1,
      abandoned: false,
      acdMs: 20_000,
      answeredWaitMs: 20_000,
      talkMs: 309_000,
      heldMs: 60_000,
      acwMs: 30_000,
      handleMs: 399_000,
      transfers: { total: 0 },
    });
  });

  test("offered and never answered is abandoned once the queue was left, not while it waits", () => {
    expect(of(record([bare(CUSTOMER), bare(WAITING)])).abandoned).toBe(true);
    const waiting = { ...bare(WAITING), segments: [segment("interact", 11, null, { queueId: "q1" })] };
    expect(of(record([bare(CUSTOMER), waiting], null)).abandoned).toBe(false);
  });

  test("a user beside an agent is a caller", () => {
    const user = { ...bare(HANDLING), purpose: "user", userId: "caller" };
    expect(of(record([user, bare(WAITING), bare(HANDLING)])).agents.map(({ userId }) => userId)).toEqual(["u1"]);
    expect(of(record([user])).agents.map(({ userId }) => userId)).toEqual(["caller"]);
  });

  test("direction is the first customer session's, else null", () => {
    const { originatingDirection: _, ...rest } = record([bare(CUSTOMER)]);
    expect(of(rest).direction).toBe("inbound");
    expect(of({ ...rest, participants: [] }).direction).toBeNull();
  });
});

describe("finality", () => {
  const seenAfterDays = (days: number) =>
    ({ source: "query", observedAt: Date.parse(at(600)) + days * 86_400_000 }) as const;

  test("is live until the end, then recent for a week, then settled", () => {
    const ended = record([CUSTOMER]);
    expect(summarize(record([CUSTOMER], null), seenAfterDays(9)).summary.provenance.finality).toBe("live");
    expect(summarize(ended, seenAfterDays(1)).summary.provenance.finality).toBe("recent");
    expect(summarize(ended, seenAfterDays(7)).summary.provenance.finality).toBe("settled");
  });
});

describe("a record that can't be read", () => {
  test.each([
    [null, "null"],
    ["text", "a string"],
    [[1], "a list"],
    [{}, "conversationId is missing"],
    [{ conversationId: 7 }, "conversationId is a number"],
    [{ conversationId: "c", participants: "none" }, "participants is a string"],
    [{ conversationId: "c", participants: [{ sessions: [{ segments: [null] }] }] }, "segments holds null"],
  ])("%j is refused with the reason", (value, reason) => {
    expect(() => summarize(value, SEEN)).toThrow(reason);
  });

  test("any JSON whatsoever gives a summary or that refusal, never another error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map((text): unknown => JSON.parse(text)),
          recordLike(),
        ),
        (value) => {
          try {
            expectTexts(summarize(value, SEEN).summary);
          } catch (error) {
            expect(isAppError(error) && error.code).toBe("RECORD_UNREADABLE");
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Where a text belongs there is a text or null, whatever stood in the record. */
function expectTexts(summary: ConversationSummary): void {
  const { mediaTypes, queueIdsOffered, wrapUpCodes, divisionIds, agents, queues, customer } = summary;
  const texts = [
    mediaTypes,
    queueIdsOffered,
    wrapUpCodes,
    divisionIds,
    queues.map(({ id }) => id),
    agents.map(({ purpose }) => purpose),
  ].flat();
  expect(texts.filter((text) => typeof text !== "string")).toEqual([]);
  const orNull = [
    summary.direction,
    summary.disconnectType,
    customer.name,
    customer.address,
    ...agents.flatMap(({ userId, name }) => [userId, name]),
  ];
  expect(orNull.filter((text) => text !== null && typeof text !== "string")).toEqual([]);
}

/** Records whose every leaf may be anything: the shapes that a faulty export has. */
function recordLike() {
  const junk = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined), fc.constant(at(5)));
  const leaf = (keys: string[]) => fc.record(Object.fromEntries(keys.map((key) => [key, junk])), { requiredKeys: [] });
  const session = fc.record(
    {
      mediaType: junk,
      direction: junk,
      segments: fc.array(leaf(["segmentStart", "segmentEnd", "segmentType", "queueId", "wrapUpCode"])),
      metrics: fc.array(leaf(["name", "value", "emitDate"])),
    },
    { requiredKeys: [] },
  );
  const purpose = fc.constantFrom("customer", "acd", "agent", "user", "ivr", "other", null);
  const participant = fc.record(
    { purpose, userId: junk, sessions: fc.oneof(fc.array(session), junk) },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      conversationId: fc.string(),
      conversationStart: junk,
      conversationEnd: junk,
      participants: fc.array(participant),
    },
    { requiredKeys: ["conversationId"] },
  );
}
