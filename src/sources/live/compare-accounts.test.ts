import { expect, test } from "vitest";
import type { AnalyticsSegment } from "../../model/wire.ts";
import { compareAccounts } from "./compare-accounts.ts";
import { readFacts } from "./session-facts.ts";

const at = (second: number) => `2026-03-10T10:00:${String(second).padStart(2, "0")}.000Z`;

function tell(...segments: AnalyticsSegment[]) {
  const sessions = [{ sessionId: "s", segments }];
  return readFacts({ conversationId: "c", participants: [{ participantId: "p", purpose: "agent", sessions }] });
}

const talked = { segmentType: "interact", segmentStart: at(0), segmentEnd: at(10) };
const held = { segmentType: "hold", segmentStart: at(10) };
const talksAgain = { segmentType: "interact", segmentStart: at(20) };
const isHeld = tell(talked, held);
const wasHeld = tell(talked, { ...held, segmentEnd: at(20) }, talksAgain);
/** As an event tells it: since it was first connected. */
const talks = tell({ segmentType: "interact", segmentStart: at(0) });

test("who knows that a hold is over knows more than who tells of it", () => {
  expect(compareAccounts(isHeld, wasHeld)).toBe("newer");
  expect(compareAccounts(wasHeld, isHeld)).toBe("older");
});

test("a hold of which nothing was known is news; that one has ended leaves no trace", () => {
  expect(compareAccounts(talks, isHeld)).toBe("newer");
  expect(compareAccounts(isHeld, talks)).toBe("unclear");
});

test("what has ended is newer than what goes on, however late it comes", () => {
  const ended = tell({ segmentType: "interact", segmentStart: at(0), segmentEnd: at(5) });
  expect(compareAccounts(talks, ended)).toBe("newer");
  expect(compareAccounts(ended, talks)).toBe("older");
  expect(compareAccounts(ended, ended)).toBe("same");
});
