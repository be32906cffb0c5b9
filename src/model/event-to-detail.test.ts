import { expect, test } from "vitest";
import { toRecordOfEvent } from "./event-to-detail.ts";

const at = "2026-03-10T10:00:00.000Z";

test("a supervisor does not talk but listens, coaches or breaks in", () => {
  const kinds = [{}, { monitoredParticipantId: "a" }, { monitoredParticipantId: "a", coachedParticipantId: "a" }];
  const types = [...kinds, { monitoredParticipantId: "a", bargedParticipantId: "a" }].map((kind) => {
    const calls = [{ id: "s", state: "connected", connectedTime: at }];
    const record = toRecordOfEvent({ id: "c", participants: [{ id: "p", purpose: "user", ...kind, calls }] });
    return record?.participants?.[0]?.sessions?.[0]?.segments;
  });
  expect(types).toEqual(
    ["interact", "monitoring", "coaching", "barging"].map((segmentType) => [{ segmentStart: at, segmentType }]),
  );
});

test("an event without an id or without participants is no conversation", () => {
  for (const body of [null, [], "x", { id: "c" }, { id: "", participants: [] }, { participants: [] }])
    expect(toRecordOfEvent(body)).toBeUndefined();
});
