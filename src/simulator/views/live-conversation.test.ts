import { expect, test } from "vitest";
import { DAY_MS } from "../../base/interval.ts";
import { World } from "../world/world.ts";
import { toLiveConversation } from "./live-conversation.ts";

const FIRST = Date.UTC(2026, 3, 8) / DAY_MS;
const world = new World(1, 400);
const { organisation } = world;
const conversations = [0, 1, 2].flatMap((day) => world.startingOn(FIRST + day));

function find(test: (conversation: (typeof conversations)[number]) => boolean) {
  const found = conversations.find(test);
  if (found === undefined) throw new RangeError("no such conversation in these days");
  return found;
}

const call = find(
  ({ participants }) =>
    participants.filter(({ purpose }) => purpose === "agent").length === 1 &&
    participants[1]?.purpose === "ivr" &&
    participants[3]?.sessions[0]?.segments.at(-1)?.type === "wrapup" &&
    participants[3].sessions[0].segments.at(-1)?.wrapUp !== undefined,
);

test("a caller in the menu is connected, and nobody else is there", () => {
  const at = (call.participants[1]?.sessions[0]?.segments[1]?.start ?? 0) + 1_000;
  const live = toLiveConversation({ organisation, conversation: call, at });
  expect(live.endTime).toBeUndefined();
  expect(live.participants.map(({ purpose }) => purpose)).toEqual(["customer", "ivr"]);
  expect(live.participants[0]?.calls[0]).toMatchObject({ state: "connected", direction: "inbound", held: false });
  expect(live.participants[0]).not.toHaveProperty("queueId");
});

test("every participant carries all media lists, unused ones empty", () => {
  const live = toLiveConversation({ organisation, conversation: call, at: call.end });
  for (const participant of live.participants) {
    expect(participant).toMatchObject({
      chats: [],
      emails: [],
      messages: [],
      callbacks: [],
      videos: [],
      screenshares: [],
      socialExpressions: [],
    });
    expect(participant.calls).toHaveLength(1);
  }
});

test("during after-call work the agent has left the call but the conversation goes on", () => {
  const agent = call.participants[3]?.sessions[0];
  const wrapup = agent?.segments.at(-1);
  const live = toLiveConversation({ organisation, conversation: call, at: (wrapup?.start ?? 0) + 1 });
  expect(live.endTime).toBeUndefined();
  expect(live.participants[3]).toHaveProperty("endTime");
  expect(live.participants[3]).toHaveProperty("startAcwTime");
  expect(live.participants[3]).not.toHaveProperty("endAcwTime");
  expect(live.participants[3]?.calls[0]).toMatchObject({ state: "terminated", afterCallWork: { state: "pending" } });
});

test("after the end it tells the wrap-up and capitalised segments", () => {
  const live = toLiveConversation({ organisation, conversation: call, at: call.end });
  expect(live.endTime).toBe(new Date(call.end).toISOString());
  expect(live.participants[3]).toMatchObject({ wrapup: { notes: "", tags: [] }, wrapupRequired: true });
  const segments = live.participants[3]?.calls[0]?.["segments"] as { type: string; howEnded: string }[];
  expect(segments[0]).toMatchObject({ type: "Alert", howEnded: "Interact" });
  expect(segments.at(-1)).toMatchObject({ type: "Interact", howEnded: "Disconnect" });
});

test("an e-mail on hold says since when", () => {
  const mail = find(({ participants }) =>
    participants.some(
      ({ sessions: [session] }) => session?.media === "email" && session.segments.some(({ type }) => type === "hold"),
    ),
  );
  const index = mail.participants.findIndex(({ sessions: [session] }) =>
    session?.segments.some(({ type }) => type === "hold"),
  );
  const hold = mail.participants[index]?.sessions[0]?.segments.find(({ type }) => type === "hold");
  const live = toLiveConversation({ organisation, conversation: mail, at: hold?.start ?? 0 });
  expect(live.participants[index]?.emails[0]).toMatchObject({
    held: true,
    startHoldTime: new Date(hold?.start ?? 0).toISOString(),
  });
});

test("a parked e-mail says since when it is, until its agent turns to it again", () => {
  const mail = find(({ participants }) =>
    participants.some(({ sessions }) => sessions[0]?.segments.some(({ type }) => type === "parked")),
  );
  const index = mail.participants.findIndex(({ sessions }) =>
    sessions[0]?.segments.some(({ type }) => type === "parked"),
  );
  const parked = mail.participants[index]?.sessions[0]?.segments.find(({ type }) => type === "parked");
  const at = (instant: number) =>
    toLiveConversation({ organisation, conversation: mail, at: instant }).participants[index]?.emails[0];
  const [start, end] = [parked?.start ?? 0, parked?.end ?? 0];
  expect(at(start + 1)).toMatchObject({ state: "parked", held: false, parkTime: new Date(start).toISOString() });
  for (const instant of [start - 1, end]) {
    expect(at(instant)).toMatchObject({ state: "connected" });
    expect(at(instant)).not.toHaveProperty("parkTime");
  }
});
