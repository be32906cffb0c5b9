import type { AnalyticsConversation, AnalyticsParticipant } from "../../model/wire.ts";
import { attributesOf } from "../world/attributes.ts";
import type { WorldParticipant } from "../world/world-conversation.ts";
import type { DetailContext } from "./detail-segment.ts";
import { toDetailSession } from "./detail-session.ts";
import { toQualityAttachments } from "./quality-attachments.ts";
import { toInstant } from "./to-instant.ts";
import { hasBegun, hasJoined, participantId, toDivisionIds, toSelectedAgent, type View } from "./view.ts";

/** A conversation's detail record as of an instant. Keys are absent rather than null, and empty lists are absent, as the API has it. */
export function toDetailRecord(view: View, withAttributes = false): AnalyticsConversation {
  const { conversation, at } = view;
  const { id, start, end, direction, conferenceStart, mos, participants, activeUntil } = conversation;
  const queued = participants.some((participant) => participant.purpose === "acd" && hasJoined(participant, at));
  const context = {
    ...view,
    queued: queued || direction === "outbound",
    routed: queued,
    selectedAgentId: toSelectedAgent(view),
  };
  const record: AnalyticsConversation = { conversationId: id, conversationStart: toInstant(start) };
  if (conferenceStart !== undefined && conferenceStart <= at) record.conferenceStart = toInstant(conferenceStart);
  if (end <= at) record.conversationEnd = toInstant(end);
  record.conversationInitiator = conversation.initiator;
  record.divisionIds = toDivisionIds(view);
  if (mos !== undefined && activeUntil <= at) {
    record.mediaStatsMinConversationMos = mos;
    record.mediaStatsMinConversationRFactor = mos * 18.93;
  }
  record.originatingDirection = direction;
  Object.assign(record, toQualityAttachments(view));
  record.participants = [];
  participants.forEach((participant, index) => {
    if (hasJoined(participant, at))
      record.participants?.push(toParticipant(context, participant, index, withAttributes));
  });
  return record;
}

function toParticipant(
  context: DetailContext,
  participant: WorldParticipant,
  index: number,
  withAttributes: boolean,
): AnalyticsParticipant {
  const { organisation, at, conversation } = context;
  const { purpose, queue, user } = participant;
  const rendered: AnalyticsParticipant = { participantId: participantId(context, index) };
  const name = toParticipantName(context, participant);
  if (name !== undefined) rendered.participantName = name;
  rendered.purpose = purpose;
  const userId = user === undefined ? undefined : organisation.users[user]?.id;
  if (userId !== undefined) rendered.userId = userId;
  if (purpose === "customer" && queue !== undefined && participant.sessions[0]?.facts.stuck !== true) {
    rendered.externalContactId = contactId(organisation.id, conversation.customer.contact);
  }
  if (withAttributes) rendered.attributes = attributesOf(conversation, participant);
  rendered.sessions = [];
  participant.sessions.forEach((session, sessionIndex) => {
    if (hasBegun(session, at))
      rendered.sessions?.push(toDetailSession(context, participant, session, [index, sessionIndex]));
  });
  return rendered;
}

/** Agents have no name in detail records; that is what the directory is for. */
export function toParticipantName(
  { organisation, conversation }: View,
  { purpose, queue, sessions }: WorldParticipant,
): string | undefined {
  switch (purpose) {
    case "customer":
      return sessions[0]?.facts.stuck === true ? "External party" : conversation.customer.name;
    case "external":
      return conversation.customer.name;
    case "acd":
      return organisation.queues[queue ?? -1]?.name;
    case "ivr":
      return "Main menu";
    case "workflow":
      return "Inbound routing";
    case "voicemail":
      return "Voicemail";
    case "dialer":
      return organisation.campaigns[conversation.campaign ?? -1]?.name;
    case "agent":
    case "user":
      return undefined;
  }
}

/** The external contact of a customer: the organisation's id with another end. */
export function contactId(organisationId: string, contact: number): string {
  return `${organisationId.slice(0, 24)}${String(contact).padStart(12, "0")}`;
}
