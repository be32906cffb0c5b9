import type { Clock } from "../base/effects.ts";
import { DAY_MS, type Interval } from "../base/interval.ts";
import type { TrueConversation, Truth } from "./truth.ts";
import { hasBegun, hasJoined, toDivisionIds } from "./views/view.ts";
import type { World } from "./world/world.ts";
import type { WorldConversation, WorldParticipant, WorldSegment } from "./world/world-conversation.ts";
import { toWrapUpCode } from "./world/wrap-up-code.ts";

/** The truth about an invented world, until now: told from what happened, not from any record of it. */
export function createWorldTruth(world: World, clock: Clock, days: number): Truth {
  const isKnown = ({ start }: WorldConversation, now: number) =>
    start <= now && Math.floor(start / DAY_MS) >= Math.floor(now / DAY_MS) - days;
  const tell = (conversations: readonly WorldConversation[]) => {
    const now = clock.now();
    return conversations.filter((one) => isKnown(one, now)).map((one) => toTrue(world, one, now));
  };
  return {
    begunIn: (interval) => tell(listBegun(world, interval, clock.now())),
    activeAt: (instant) => tell(instant > clock.now() ? [] : world.activeAt(instant)),
    byId: (conversationId) => {
      const found = world.find(conversationId);
      return found === undefined ? undefined : tell([found])[0];
    },
  };
}

function listBegun(world: World, { from, to }: Interval, now: number): readonly WorldConversation[] {
  const found: WorldConversation[] = [];
  for (let day = Math.floor(from / DAY_MS); day * DAY_MS < Math.min(to, now + 1); day++) {
    found.push(...world.startingOn(day).filter(({ start }) => start >= from && start < to));
  }
  return found;
}

function toTrue(world: World, conversation: WorldConversation, at: number): TrueConversation {
  const { organisation } = world;
  const { id, start, end, activeUntil, direction } = conversation;
  const participants = conversation.participants.filter((participant) => hasJoined(participant, at));
  const begun = participants.flatMap(({ sessions }) => sessions.filter((session) => hasBegun(session, at)));
  const acds = participants.filter(({ purpose }) => purpose === "acd").filter((acd) => isOffered(acd, at));
  const handlers = participants.filter(isHandler);
  const queueIds = acds.flatMap(({ queue }) => organisation.queues[queue ?? -1]?.id ?? []);
  const segments = handlers.flatMap(({ sessions }) =>
    sessions.filter(({ facts }) => facts.legOfCallback !== true).flatMap((session) => session.segments),
  );
  const codes = segments.flatMap(({ wrapUp, end: until }) => (wrapUp === undefined || until > at ? [] : [wrapUp]));
  return {
    conversationId: id,
    startedAt: start,
    endedAt: end <= at ? end : undefined,
    state: end <= at ? "ended" : activeUntil <= at ? "lingering" : "active",
    mediaTypes: [...new Set(begun.map(({ media }) => media))],
    direction,
    queueIds,
    userIds: [...new Set(handlers.flatMap(({ user }) => organisation.users[user ?? -1]?.id ?? []))],
    divisionIds: toDivisionIds({ organisation, conversation, at }),
    wrapUpCodes: codes.map((code) => toWrapUpCode(organisation, code) ?? ""),
    offered: acds.length,
    answered: handlers.filter(
      ({ sessions }) => sessions[0]?.facts.answeredWait !== undefined && (sessions[0].facts.answeredAt ?? at + 1) <= at,
    ).length,
    abandoned: acds.some(
      ({ sessions }) =>
        sessions[0]?.facts.outcome === "abandoned" && (sessions[0].segments.at(-1)?.end ?? at + 1) <= at,
    ),
    talkMs: sumOf(segments, "interact", at),
    heldMs: sumOf(segments, "hold", at),
    acwMs: sumAcw(handlers, at),
  };
}

/** Somebody who was asked to handle the conversation: no supervisor who listens or helps. */
function isHandler({ purpose, sessions }: WorldParticipant): boolean {
  return (purpose === "agent" || purpose === "user") && sessions[0]?.facts.supervised === undefined;
}

function isOffered({ sessions }: WorldParticipant, at: number): boolean {
  return sessions.some(({ segments }) => segments.some(({ type, start }) => type === "interact" && start <= at));
}

/** Only what has ended: a stretch under way has no length yet. */
function sumOf(segments: readonly WorldSegment[], type: WorldSegment["type"], at: number): number {
  return segments.reduce(
    (sum, segment) => (segment.type === type && segment.end <= at ? sum + segment.end - segment.start : sum),
    0,
  );
}

function sumAcw(handlers: readonly WorldParticipant[], at: number): number {
  const sessions = handlers.flatMap((handler) => handler.sessions);
  return sessions.reduce(
    (sum, { facts }) => ((facts.interactionEnd ?? at + 1) + (facts.acw ?? 0) <= at ? sum + (facts.acw ?? 0) : sum),
    0,
  );
}
