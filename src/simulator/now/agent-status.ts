import { toIso } from "../../base/interval.ts";
import { readSessionDimension, toQueue } from "../aggregates/session-dimensions.ts";
import type { Grant } from "../rest/permissions.ts";
import { toSessionId } from "../world/ids.ts";
import type { AgentState } from "./agent-state.ts";
import type { OpenSession } from "./open-session.ts";
import { toPresenceId } from "./presences.ts";
import type { Present } from "./present.ts";

const NAMES_PERMISSION = "analytics:agentStateNames:view";

export interface AgentSession {
  readonly conversationId: string;
  readonly sessionId: string;
  readonly sessionStart: string;
  readonly segmentStart: string;
  readonly segmentType: string;
  readonly routedQueueId?: string;
  readonly requestedRoutingSkillIds?: readonly string[];
  readonly originatingDirection: string;
  readonly mediaType: string;
}

export interface AgentStatus {
  readonly userId: string;
  readonly divisionId: string;
  readonly userName?: string;
  readonly sessionCount: number;
  readonly sessions: readonly AgentSession[];
  readonly systemPresence: string;
  readonly organizationPresenceId: string;
  readonly presenceDate: string;
  readonly routingStatus: string;
  readonly routingStatusDate: string;
  readonly isOutOfOffice: boolean;
}

/** How an agent is, with what he is in; the name is told to those who may know it. */
export function toAgentStatus(present: Present, state: AgentState, grant: Grant): AgentStatus {
  const { user, presence, presenceSince, routing, routingSince, sessions } = state;
  return {
    userId: user.id,
    divisionId: user.divisionId,
    ...(grant.has(NAMES_PERMISSION) ? { userName: user.name } : {}),
    sessionCount: sessions.length,
    sessions: sessions.map((open) => toAgentSession(present, open)),
    systemPresence: presence,
    organizationPresenceId: toPresenceId(presence),
    presenceDate: toIso(presenceSince),
    routingStatus: routing,
    routingStatusDate: toIso(routingSince),
    isOutOfOffice: false,
  };
}

function toAgentSession({ organisation, at }: Present, open: OpenSession): AgentSession {
  const { conversation, session, segment, indexes } = open;
  const view = { ...open, organisation, at };
  const queueId = organisation.queues[toQueue(view) ?? -1]?.id;
  const skills = readSessionDimension("requestedRoutingSkillId", view);
  return {
    conversationId: conversation.id,
    sessionId: toSessionId(conversation.key, ...indexes),
    sessionStart: toIso(session.segments[0]?.start ?? segment.start),
    segmentStart: toIso(segment.start),
    segmentType: segment.type,
    ...(queueId === undefined ? {} : { routedQueueId: queueId }),
    ...(skills.length === 0 ? {} : { requestedRoutingSkillIds: skills }),
    originatingDirection: conversation.direction,
    mediaType: session.media,
  };
}
