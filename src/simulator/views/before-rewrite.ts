import type { WorldConversation, WorldParticipant, WorldSegment, WorldSession } from "../world/world-conversation.ts";

/**
 * A conversation as analytics has it until the nightly rewrite of data older than 48 hours, if it is one of those that were not
 * recorded whole: of an outbound one the work after the call is missing, of another the wrap-up codes. What is there is right.
 */
export function toBeforeRewrite(conversation: WorldConversation): WorldConversation {
  const { id, key, site, start, end, activeUntil, direction, initiator, campaign, customer, conferenceStart, mos } =
    conversation;
  const withLess = direction === "outbound" ? withoutWork : withoutCodes;
  const participants = conversation.participants.map((participant) => toIncomplete(participant, withLess));
  return {
    ...{ id, key, site, start, end, activeUntil, direction, initiator, campaign, customer, conferenceStart, mos },
    participants,
  };
}

function toIncomplete(
  participant: WorldParticipant,
  withLess: (session: WorldSession) => WorldSession,
): WorldParticipant {
  return { ...participant, sessions: participant.sessions.map((one) => (hasWrapUp(one) ? withLess(one) : one)) };
}

function hasWrapUp({ segments }: WorldSession): boolean {
  return segments.some(({ type }) => type === "wrapup");
}

function withoutWork(session: WorldSession): WorldSession {
  const { acw: _, ...facts } = session.facts;
  return { ...session, facts, segments: session.segments.filter(({ type }) => type !== "wrapup") };
}

function withoutCodes(session: WorldSession): WorldSession {
  return { ...session, segments: session.segments.map(withoutCode) };
}

function withoutCode(segment: WorldSegment): WorldSegment {
  const { wrapUp: _, ...rest } = segment;
  return rest;
}
