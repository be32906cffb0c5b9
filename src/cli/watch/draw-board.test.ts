import { expect, test } from "vitest";
import { at, CUSTOMER, HANDLING, record, segment, WAITING } from "../../../test/support/record-builder.ts";
import { type LiveConversationView, toLiveView } from "../../model/live-view.ts";
import { summarize } from "../../model/summarize.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { drawBoard } from "./draw-board.ts";

const NOW = Date.parse(at(300));

function view(id: string, one: AnalyticsConversation): LiveConversationView {
  const live = { ...one, conversationId: id };
  return toLiveView(live, summarize(live, { source: "live", observedAt: NOW }).summary);
}

const queued = (id: string, since: number) => {
  const waiting = { ...WAITING, segments: [segment("interact", since, null, { queueId: "q1" })], metrics: [] };
  return view(id, record([{ ...CUSTOMER, segments: [segment("interact", 0, null)], metrics: [] }, waiting], null));
};
const talking = (id: string) => {
  const agent = { ...HANDLING, segments: [segment("interact", 31, null, { queueId: "q1" })], metrics: [] };
  return view(id, record([{ ...CUSTOMER, segments: [segment("interact", 0, null)], metrics: [] }, agent], null));
};

const picture = { now: NOW, width: 150, height: 20, colours: false, title: "Live", footer: ["as of now"] };

test("who waits longest comes first, then the others who wait, then who talks; and how many are what", () => {
  const lines = drawBoard({ ...picture, views: [talking("t"), queued("short", 280), queued("long", 100)] }).split("\n");
  expect(lines[0]).toBe("Live");
  expect(lines[1]).toBe("2 waiting, the longest for 3:20 · 1 connected");
  expect(lines.slice(4, 7).map((line) => line.trim().split(/ {2,}/).at(-1))).toEqual(["long", "short", "t"]);
  expect(lines[4]).toMatch(/^waiting +3:20 +voice/);
  expect(lines.at(-1)).toBe("as of now");
});

test("durations go on with the time", () => {
  const views = [queued("a", 280)];
  const later = drawBoard({ ...picture, views, now: NOW + 61_000 });
  expect(drawBoard({ ...picture, views })).toContain("0:20");
  expect(later).toContain("1:21");
});

test("what does not fit is counted, and no line is longer than the terminal is wide", () => {
  const views = Array.from({ length: 50 }, (_, n) => queued(`c${n}`, 200 - n));
  const lines = drawBoard({ ...picture, views, width: 60, height: 12 }).split("\n");
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(lines.join("\n")).toMatch(/… and 4\d more/);
  expect(drawBoard({ ...picture, views, height: 3 }).split("\n")).toHaveLength(3);
});

test("nothing live is said in words", () => {
  expect(drawBoard({ ...picture, views: [] })).toContain("No conversation is active now.");
});

test("what came over the wire moves no cursor", () => {
  const evil = { ...talking("t"), customer: { name: "\u001b[2JAda", address: null } };
  expect(drawBoard({ ...picture, views: [evil] })).not.toContain("\u001b");
});
