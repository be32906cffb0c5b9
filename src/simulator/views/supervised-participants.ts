import type { SupervisionType, WorldSession } from "../world/world-conversation.ts";
import { begunSegments, participantId, type View } from "./view.ts";

const FIELDS = {
  monitoring: "monitoredParticipantId",
  coaching: "coachedParticipantId",
  barging: "bargedParticipantId",
} as const satisfies Record<SupervisionType, string>;

export const SUPERVISION_TYPES = Object.keys(FIELDS) as readonly SupervisionType[];

/** Whom a supervisor has listened to, coached or broken in on until then; the same person, as there is one agent a session. */
export function toSupervisedParticipants(
  view: View,
  session: WorldSession,
): { [field in (typeof FIELDS)[SupervisionType]]?: string } {
  const { supervised } = session.facts;
  if (supervised === undefined) return {};
  const begun = begunSegments(session, view.at);
  const done = SUPERVISION_TYPES.filter((type) => begun.some((segment) => segment.type === type));
  return Object.fromEntries(done.map((type) => [FIELDS[type], participantId(view, supervised)]));
}
