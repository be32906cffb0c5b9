import { readSessionDimension, type SessionView, toDivisions, toQueue } from "../aggregates/session-dimensions.ts";
import { toEmissions } from "../aggregates/session-emissions.ts";
import { toParticipantName } from "../views/detail-record.ts";
import { PROVIDERS } from "../views/detail-session.ts";
import { toInstant } from "../views/to-instant.ts";
import { toUuid } from "../world/ids.ts";
import type { Organisation } from "../world/organisation.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import type { LogEntry } from "./conversation-log.ts";

/** Each metric that a conversation emits, when it is there to be told: `v2.analytics.conversation.{id}.metrics`. */
export function toMetricRecords(organisation: Organisation, conversation: WorldConversation): readonly LogEntry[] {
  const entries = toEmissions(organisation, conversation).flatMap((place) =>
    place.emissions.map(({ metric, value, at: date, seenAt }, index) => {
      const at = Math.max(date, seenAt);
      const body = () => ({
        metric,
        metricDate: toInstant(date),
        value,
        recordId: toUuid(conversation.key, ...place.indexes, index, 0x3e),
        ...describe({ ...place, organisation, at }),
      });
      return { at, ending: "metrics", body };
    }),
  );
  return entries.sort((a, b) => a.at - b.at);
}

const SINGLE = [
  "conversationInitiator",
  "direction",
  "edgeId",
  "mediaType",
  "messageType",
  "originatingDirection",
  "peerId",
];
const LISTS = { requestedRouting: "requestedRoutings", requestedRoutingSkillId: "requestedRoutingSkillIds" } as const;

/** The session as it is by then, in the words of analytics. */
function describe(view: SessionView): object {
  const { conversation, participant, session, organisation, at } = view;
  const queue = organisation.queues[toQueue(view) ?? -1];
  const name = toParticipantName({ conversation, organisation, at }, participant);
  const userId = organisation.users[participant.user ?? -1]?.id;
  return {
    conversationId: conversation.id,
    sessionId: readSessionDimension("sessionId", view)[0],
    purpose: participant.purpose,
    divisionIds: toDivisions(view),
    provider: PROVIDERS[session.media],
    ...(queue === undefined ? {} : { queueId: queue.id }),
    ...(userId === undefined ? {} : { userId }),
    ...(name === undefined ? {} : { participantName: name }),
    ...Object.fromEntries(
      [...SINGLE, "disconnectType", "errorCode", "flowInType", "flowOutType", "usedRouting", "wrapUpCode"].flatMap(
        (dimension) => {
          const [value] = readSessionDimension(dimension, view);
          return value === undefined ? [] : [[dimension, value] as const];
        },
      ),
    ),
    ...Object.fromEntries(
      Object.entries(LISTS).flatMap(([dimension, field]) => {
        const values = readSessionDimension(dimension, view);
        return values.length === 0 ? [] : [[field, values] as const];
      }),
    ),
  };
}
