import { expect, test } from "vitest";
import { at } from "../../test/support/record-builder.ts";
import { toDetailRecord } from "./live-to-detail.ts";
import type { LiveConversation } from "./live-wire.ts";
import { toAnalyticsDisconnectType } from "./spellings.ts";
import { summarize } from "./summarize.ts";

test.each([
  ["client", "client"],
  ["transfer.consult", "consultTransfer"],
  ["transfer.noanswer", "noAnswerTransfer"],
  ["transfer.donotdisturb", "dndTransfer"],
  ["endpoint.donotdisturb", "dndEndpoint"],
  ["endpoint.dnd", "dndEndpoint"],
  ["transport.failure", "transportFailure"],
  ["session.expired", "sessionExpired"],
  ["CONFERENCE_TRANSFER", "conferenceTransfer"],
  ["PEER", "peer"],
])("%s is %s in analytics", (spelling, analytics) => expect(toAnalyticsDisconnectType(spelling)).toBe(analytics));

const LIVE: LiveConversation = {
  id: "22222222-2222-4222-8222-222222222222",
  startTime: at(0),
  divisions: [{ division: { id: "d1" } }],
  participants: [
    {
      purpose: "customer",
      name: "Ada Example",
      ani: "tel:+15550100001",
      calls: [{ id: "s1", direction: "inbound", segments: [{ startTime: at(0), type: "Interact" }] }],
      emails: [],
    },
    {
      purpose: "acd",
      name: "acd",
      queueName: "Support",
      queueId: "q1",
      calls: [{ segments: [{ startTime: at(1), endTime: at(21), type: "Interact", disconnectType: "transfer" }] }],
    },
    {
      purpose: "agent",
      userId: "u1",
      queueId: "q1",
      startAcwTime: at(200),
      wrapup: { code: "w1" },
      calls: [
        {
          segments: [
            { startTime: at(15), endTime: at(21), type: "Alert" },
            { startTime: at(21), endTime: at(200), type: "Interact", disconnectType: "client" },
          ],
        },
      ],
    },
  ],
};

test("a live conversation is summarised by the same rules: call is voice, wrap-up in progress is active", () => {
  const { summary } = summarize(toDetailRecord(LIVE), { source: "live", observedAt: Date.parse(at(210)) });
  expect(summary).toMatchObject({
    mediaTypes: ["voice"],
    direction: "inbound",
    state: "active",
    talkMs: 179_000,
    acdMs: 20_000,
    queues: [{ id: "q1", name: "Support" }],
    agents: [{ userId: "u1", answered: true, wrapUpCodes: ["w1"] }],
    customer: { name: "Ada Example", address: "tel:+15550100001" },
    divisionIds: ["d1"],
    provenance: { source: "live", finality: "live" },
  });
});

test("what goes on now is told by the state: segments are listed once they have ended", () => {
  const agent = (call: object) => ({
    ...LIVE,
    participants: [{ purpose: "agent", userId: "u1", queueId: "q1", startTime: at(15), calls: [call] }],
  });
  const ended = [{ startTime: at(15), endTime: at(21), type: "Alert" }];
  const openOf = (call: object) =>
    toDetailRecord(agent(call)).participants?.[0]?.sessions?.[0]?.segments?.filter(
      ({ segmentEnd }) => segmentEnd === undefined,
    );
  expect(openOf({ state: "alerting", startAlertingTime: at(15), segments: [] })).toEqual([
    { segmentStart: at(15), segmentType: "alert", queueId: "q1" },
  ]);
  expect(openOf({ state: "connected", connectedTime: at(21), segments: ended })).toEqual([
    { segmentStart: at(21), segmentType: "interact", queueId: "q1" },
  ]);
  expect(openOf({ state: "connected", held: true, startHoldTime: at(40), segments: ended })).toEqual([
    { segmentStart: at(40), segmentType: "hold", queueId: "q1" },
  ]);
  expect(openOf({ state: "terminated", segments: ended })).toEqual([]);
  expect(openOf({ state: "connected", segments: [{ startTime: at(21), type: "Interact" }] })).toHaveLength(1);
});

test("keys that are absent stay absent", () => {
  expect(Object.values(toDetailRecord({ id: "c" }))).not.toContain(undefined);
});
