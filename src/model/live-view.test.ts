import { expect, test } from "vitest";
import { at, CUSTOMER, HANDLING, type Leg, record, segment, WAITING } from "../../test/support/record-builder.ts";
import { toLiveView } from "./live-view.ts";
import { summarize } from "./summarize.ts";

const open = (leg: Leg, type: string, from = 50): Leg => ({
  ...leg,
  segments: [...(leg.segments ?? []).slice(0, 1), segment(type, from, null, { queueId: "q1" })],
});
const here = open(CUSTOMER, "interact", 0);
const view = (legs: readonly Leg[]) => {
  const detail = record(legs, null);
  return toLiveView(detail, summarize(detail, { source: "query", observedAt: Date.parse(at(60)) }).summary);
};

test.each([
  ["waits in a queue", [here, open(WAITING, "interact")], "waiting"],
  ["rings at an agent while it waits", [here, open(WAITING, "interact"), open(HANDLING, "alert")], "alerting"],
  ["is talked on", [here, WAITING, open(HANDLING, "interact")], "connected"],
  ["is held", [here, WAITING, open(HANDLING, "hold")], "held"],
  ["is wrapped up", [CUSTOMER, WAITING, open(HANDLING, "wrapup")], "wrapup"],
  ["is in an IVR", [here, open({ purpose: "ivr" }, "ivr")], "ivr"],
  ["is scheduled", [here, open(WAITING, "scheduled")], "scheduled"],
  ["has only its customer", [here], "connected"],
])("a conversation that %s", (_, legs, state) => expect(view(legs).liveState).toBe(state));

test("participants say who they are, what they do and since when; those who left, when they left", () => {
  expect(view([here, WAITING, open(HANDLING, "hold")]).participants).toMatchObject([
    { purpose: "customer", name: "Ada Example", state: "connected", since: at(0), queueId: null },
    { purpose: "acd", name: "Support", state: "disconnected", since: at(31), queueId: "q1" },
    { purpose: "agent", userId: "u1", state: "held", since: at(50), queueId: "q1" },
  ]);
});
