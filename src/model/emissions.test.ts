import { expect, test } from "vitest";
import { toEmissions } from "./emissions.ts";
import type { AnalyticsConversation } from "./wire.ts";

const at = (second: number) => `2026-03-01T10:00:${String(second).padStart(2, "0")}.000Z`;
const metric = (name: string, value: number, second: number) => ({ name, value, emitDate: at(second) });

const RECORD: AnalyticsConversation = {
  conversationId: "c",
  originatingDirection: "inbound",
  divisionIds: ["d1", "d2"],
  participants: [
    {
      purpose: "acd",
      sessions: [
        {
          mediaType: "voice",
          segments: [
            { segmentType: "delay", queueId: "q" },
            { segmentType: "interact", queueId: "q" },
          ],
          metrics: [metric("nOffered", 1, 1), metric("tAcd", 9_000, 10)],
        },
      ],
    },
    {
      purpose: "agent",
      userId: "u",
      sessions: [
        {
          mediaType: "voice",
          segments: [
            { segmentType: "interact", queueId: "q" },
            { segmentType: "wrapup", queueId: "q", wrapUpCode: "w" },
          ],
          metrics: [metric("tAnswered", 9_000, 12), { name: "tHandle", value: 5, emitDate: "2026-13-01" }],
        },
      ],
    },
  ],
};

test("what a session emitted stands under its own dimensions, and those of its conversation", () => {
  const [offered, , answered] = toEmissions(RECORD);
  expect(offered).toMatchObject({ metric: "nOffered", value: 1, at: Date.parse(at(1)) });
  expect(offered?.dimensions).toMatchObject({ queueId: ["q"], userId: [], wrapUpCode: [], divisionId: ["d1", "d2"] });
  expect(answered?.dimensions).toMatchObject({
    queueId: ["q"],
    userId: ["u"],
    wrapUpCode: ["w"],
    mediaType: ["voice"],
  });
});

test("the wait is that in the queue, over with the answer where there was one; what has no date is left out", () => {
  const waits = (record: AnalyticsConversation) => toEmissions(record).filter(({ metric }) => metric === "tWait");
  expect(waits(RECORD)).toMatchObject([{ value: 9_000, at: Date.parse(at(12)), dimensions: { userId: [] } }]);
  const [acd, ...others] = RECORD.participants ?? [];
  expect(waits({ ...RECORD, participants: acd ? [acd] : [] })).toMatchObject([
    { value: 9_000, at: Date.parse(at(10)) },
  ]);
  expect(others).toHaveLength(1);
  expect(toEmissions(RECORD).some(({ metric }) => metric === "tHandle")).toBe(false);
});
