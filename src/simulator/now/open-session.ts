import type { SessionPlace } from "../aggregates/emission.ts";
import type { WorldConversation, WorldSegment, WorldSession } from "../world/world-conversation.ts";

/**
 * What is going on in a session: in a queue, at an agent's, or something that no observation counts. What is parked is with its
 * agent and does not occupy him.
 */
export type Activity = "waiting" | "alerting" | "interacting" | "parked" | "acw" | "supervising" | "other";

/** A session with a segment that is under way. */
export interface OpenSession extends SessionPlace {
  readonly segment: WorldSegment;
  readonly activity: Activity;
}

export function listOpenSessions(conversation: WorldConversation, at: number): readonly OpenSession[] {
  return conversation.participants.flatMap((participant, index) =>
    participant.sessions.flatMap((session, sessionIndex) => {
      const segment = session.segments.find(({ start, end }) => start <= at && end > at);
      if (segment === undefined) return [];
      const indexes = [index, sessionIndex] as const;
      return [
        {
          conversation,
          participant,
          session,
          indexes,
          segment,
          activity: toActivity(participant.purpose, session, segment),
        },
      ];
    }),
  );
}

/** An interaction waits in its queue until an agent has taken it, also while one is being alerted. */
function toActivity(purpose: string, { facts }: WorldSession, { type }: WorldSegment): Activity {
  if (purpose === "acd") return type === "interact" ? "waiting" : "other";
  if (purpose !== "agent" && purpose !== "user") return "other";
  if (type === "alert") return "alerting";
  if (type === "wrapup") return "acw";
  if (type === "parked") return "parked";
  return facts.supervised === undefined ? "interacting" : "supervising";
}
