import type {
  AnalyticsConversation,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../model/wire.ts";

/** One segment with all that it stands in. */
export interface SegmentScope {
  readonly conversation: AnalyticsConversation;
  readonly participant: AnalyticsParticipant;
  readonly session: AnalyticsSession;
  readonly segment: AnalyticsSegment;
}

export type DimensionValues = readonly (string | number | boolean)[];

/** Where a dimension's values stand in a record; an address also matches by its part before or after the @. */
interface DimensionPlace {
  readonly level: "conversation" | "participant" | "session" | "segment" | "flow" | "outcome";
  readonly field: string;
  /** The closed set of what may be asked for. */
  readonly values?: readonly string[];
}

const DIRECTIONS = ["inbound", "outbound"];
const ROUTINGS = "Bullseye Conditional Direct Last Manual Predictive Preferred Standard Vip".split(" ");
const MEDIA =
  "callback chat cobrowse email internalmessage message screenmonitoring screenshare unknown video voice".split(" ");
const PURPOSES = (
  "acd agent api botflow campaign customer dialer external fax group inbound ivr manual outbound station user voicemail " +
  "voicesurveyflow workflow"
).split(" ");
const SEGMENT_TYPES = (
  "alert barging callback coaching contacting converting delay dialing hold interact ivr monitoring parked scheduled " +
  "screenmonitoring sharing system transmitting unknown uploading voicemail wrapup"
).split(" ");
const DISCONNECT_TYPES = (
  "client conferenceTransfer consultTransfer dndEndpoint dndTransfer endpoint error forwardTransfer inactivity noAnswerTransfer " +
  "notAvailableTransfer other peer sessionExpired spam system takeover timeout transfer transportFailure uncallable"
).split(" ");

/** What conversation filters can name. */
export const CONVERSATION_DIMENSIONS: Readonly<Record<string, DimensionPlace>> = {
  accessAttribute: { level: "conversation", field: "accessAttributes" },
  conversationEnd: { level: "conversation", field: "conversationEnd" },
  conversationId: { level: "conversation", field: "conversationId" },
  conversationInitiator: { level: "conversation", field: "conversationInitiator", values: PURPOSES },
  conversationStart: { level: "conversation", field: "conversationStart" },
  customerParticipation: { level: "conversation", field: "customerParticipation" },
  divisionId: { level: "conversation", field: "divisionIds" },
  externalTag: { level: "conversation", field: "externalTag" },
  mediaStatsMinConversationMos: { level: "conversation", field: "mediaStatsMinConversationMos" },
  originatingDirection: { level: "conversation", field: "originatingDirection", values: DIRECTIONS },
  originatingSocialMediaPublic: { level: "conversation", field: "originatingSocialMediaPublic" },
};

const SESSION_FIELDS = (
  "addressFrom addressTo agentAssistantId agentOwned ani authenticated bargedParticipantId callbackScheduledTime cleared " +
  "coachedParticipantId deliveryPushed deliveryStatus detectedSpeechEnd detectedSpeechStart dnis edgeId engagementSource " +
  "extendedDeliveryStatus journeyActionId journeyActionMapId journeyCustomerId journeyCustomerIdType journeyCustomerSessionId " +
  "mediaCount messageType monitoredParticipantId outboundCampaignId outboundContactId outboundContactListId protocolCallId provider " +
  "recording remote remoteNameDisplayable screenMonitoredUserId scriptId sessionDnis skillExpressionId snippetRecording"
).split(" ");
const SEGMENT_FIELDS =
  "conference destinationConversationId errorCode groupId queueId requestedLanguageId segmentEnd subject wrapUpCode wrapUpNote".split(
    " ",
  );
const PARTICIPANT_FIELDS =
  "externalContactId externalOrganizationId flaggedReason participantName screenRecording teamId userId".split(" ");
const FLOW_FIELDS =
  "exitReason flowId flowName flowVersion transferTargetAddress transferTargetName transferType".split(" ");

/** What segment filters can name. */
export const SEGMENT_DIMENSIONS: Readonly<Record<string, DimensionPlace>> = {
  ...toPlaces("session", SESSION_FIELDS),
  ...toPlaces("segment", SEGMENT_FIELDS),
  ...toPlaces("participant", PARTICIPANT_FIELDS),
  ...toPlaces("flow", FLOW_FIELDS),
  ...toPlaces("outcome", ["flowOutcome", "flowOutcomeId", "flowOutcomeValue"]),
  callbackNumber: { level: "session", field: "callbackNumbers" },
  canonicalExternalContactId: { level: "participant", field: "externalContactId" },
  destinationAddress: { level: "session", field: "destinationAddresses" },
  direction: { level: "session", field: "direction", values: DIRECTIONS },
  disconnectType: { level: "segment", field: "disconnectType", values: DISCONNECT_TYPES },
  flowOutType: { level: "session", field: "flowOutType" },
  mediaType: { level: "session", field: "mediaType", values: MEDIA },
  purpose: { level: "participant", field: "purpose", values: PURPOSES },
  requestedRouting: { level: "session", field: "requestedRoutings", values: ROUTINGS },
  requestedRoutingSkillId: { level: "segment", field: "requestedRoutingSkillIds" },
  scoredAgentId: { level: "segment", field: "scoredAgents" },
  segmentType: { level: "segment", field: "segmentType", values: SEGMENT_TYPES },
  sipResponseCode: { level: "segment", field: "sipResponseCodes" },
  usedRouting: { level: "session", field: "usedRouting", values: ROUTINGS },
};

function toPlaces(level: DimensionPlace["level"], fields: readonly string[]): Record<string, DimensionPlace> {
  return Object.fromEntries(fields.map((field) => [field, { level, field }]));
}

/** The values that a dimension has at a segment (or, for a conversation's dimension, anywhere); none when it does not exist. */
export function readDimension(
  place: DimensionPlace,
  scope: Pick<SegmentScope, "conversation"> & Partial<SegmentScope>,
): DimensionValues {
  switch (place.level) {
    case "conversation":
      return toValues(scope.conversation, place.field);
    case "participant":
      return toValues(scope.participant, place.field);
    case "session":
      return toValues(scope.session, place.field);
    case "segment":
      return toValues(scope.segment, place.field);
    case "flow":
      return toValues(scope.session?.flow, place.field);
    case "outcome":
      return readOutcomes(scope.session?.flow as { outcomes?: unknown } | undefined, place.field);
  }
}

function readOutcomes(flow: { outcomes?: unknown } | undefined, field: string): DimensionValues {
  return Array.isArray(flow?.outcomes) ? flow.outcomes.flatMap((outcome: object) => toValues(outcome, field)) : [];
}

export function toValues(holder: object | undefined, field: string): DimensionValues {
  const value = (holder as Readonly<Record<string, unknown>> | undefined)?.[field];
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => toScalar(one) ?? []);
}

function toScalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  // The only objects in lists that a dimension names are scored agents.
  const id = (value as { scoredAgentId?: unknown } | null | undefined)?.scoredAgentId;
  return typeof id === "string" ? id : undefined;
}
