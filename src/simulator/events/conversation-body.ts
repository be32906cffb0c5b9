import { type LiveConversation, type LiveParticipant, toLiveConversation } from "../views/live-conversation.ts";
import type { View } from "../views/view.ts";
import { pick, toFields } from "./fields.ts";
import { COMMUNICATION_FIELDS, toTopicCommunication } from "./topic-communication.ts";

const CONVERSATION_FIELDS = toFields("id maxParticipants address securePause inactivityTimeout recentTransfers");

const PARTICIPANT_FIELDS = toFields(
  "id connectedTime endTime userId externalContactId name queueId purpose consultParticipantId address wrapupRequired " +
    "wrapupPrompt wrapupTimeoutMs wrapup startAcwTime endAcwTime alertingTimeoutMs monitoredParticipantId " +
    "coachedParticipantId bargedParticipantId attributes",
);

/**
 * `v2.users.{id}.conversations` and `v2.routing.queues.{id}.conversations`: the whole conversation as of an instant, as REST
 * tells it but for its own start and end, those of its participants, names of queues, segments, and media that nobody has.
 */
export function toConversationBody(view: View): object {
  const live = toLiveConversation(view);
  return {
    ...pick({ ...live }, CONVERSATION_FIELDS),
    participants: live.participants.map(toTopicParticipant),
    recordingState: live.recordingState.toLowerCase(),
    divisions: toTopicDivisions(live),
  };
}

function toTopicParticipant(live: LiveParticipant): object {
  const participant: Record<string, unknown> = { ...live };
  const told = pick(participant, PARTICIPANT_FIELDS);
  // Also of who is still being alerted; it stands nowhere in REST.
  told["wrapupExpected"] = participant["wrapupPrompt"] !== undefined;
  const routing = toRoutingData(participant);
  if (routing !== undefined) told["conversationRoutingData"] = routing;
  for (const list of Object.keys(COMMUNICATION_FIELDS)) {
    const communications = live[list as "calls"];
    if (communications.length === 0) continue;
    told[list] = communications.map((one) => ({
      ...toTopicCommunication(list, one),
      ...(list === "calls" ? toEnds(participant, one["direction"]) : {}),
    }));
  }
  return told;
}

/** Who talks to whom, which REST tells of the participant. */
function toEnds({ purpose, ani, dnis }: Readonly<Record<string, unknown>>, direction: unknown): object {
  const toAddress = (address: unknown) => ({ addressNormalized: address, addressRaw: address });
  const calling = (purpose === "customer") === (direction === "inbound");
  return { self: toAddress(calling ? ani : dnis), other: toAddress(calling ? dnis : ani) };
}

/** What somebody in a queue, or from it, was routed by. */
export function toRoutingData({ purpose, queueId }: Readonly<Record<string, unknown>>): object | undefined {
  if (purpose !== "acd" && purpose !== "agent") return undefined;
  return { queue: purpose === "acd" && queueId !== undefined ? { id: queueId } : {}, language: {}, priority: 0 };
}

export function toTopicDivisions({ divisions }: LiveConversation): object[] {
  return divisions.map(({ division: { id, selfUri }, entities }) => ({ division: { id, selfUri }, entities }));
}
