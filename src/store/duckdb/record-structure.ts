// The parts of a record that can be asked by SQL, as DuckDB's `from_json` takes a structure. What is not named here stands in `detail`;
// what is of another type than here becomes NULL instead of failing.

const TEXT = "VARCHAR";
const INSTANT = "TIMESTAMPTZ";

const SEGMENT = {
  segmentStart: INSTANT,
  segmentEnd: INSTANT,
  segmentType: TEXT,
  queueId: TEXT,
  groupId: TEXT,
  wrapUpCode: TEXT,
  wrapUpNote: TEXT,
  wrapUpTags: [TEXT],
  disconnectType: TEXT,
  errorCode: TEXT,
  conference: "BOOLEAN",
  requestedRoutingSkillIds: [TEXT],
  requestedLanguageId: TEXT,
  sourceConversationId: TEXT,
  destinationConversationId: TEXT,
  subject: TEXT,
} as const;

const SESSION = {
  sessionId: TEXT,
  mediaType: TEXT,
  messageType: TEXT,
  direction: TEXT,
  provider: TEXT,
  peerId: TEXT,
  ani: TEXT,
  dnis: TEXT,
  sessionDnis: TEXT,
  addressFrom: TEXT,
  addressTo: TEXT,
  addressOther: TEXT,
  addressSelf: TEXT,
  remote: TEXT,
  acwSkipped: "BOOLEAN",
  recording: "BOOLEAN",
  usedRouting: TEXT,
  requestedRoutings: [TEXT],
  selectedAgentId: TEXT,
  flowInType: TEXT,
  flowOutType: TEXT,
  flow: { flowId: TEXT, flowName: TEXT, flowType: TEXT, flowVersion: TEXT, exitReason: TEXT },
  outboundCampaignId: TEXT,
  outboundContactListId: TEXT,
  dispositionName: TEXT,
  callbackScheduledTime: INSTANT,
  monitoredParticipantId: TEXT,
  coachedParticipantId: TEXT,
  bargedParticipantId: TEXT,
  segments: [SEGMENT],
} as const;

const PARTICIPANT = {
  participantId: TEXT,
  participantName: TEXT,
  purpose: TEXT,
  userId: TEXT,
  teamId: TEXT,
  externalContactId: TEXT,
  externalOrganizationId: TEXT,
  flaggedReason: TEXT,
  attributes: `MAP(${TEXT}, ${TEXT})`,
  sessions: [SESSION],
} as const;

const EVALUATION = {
  evaluationId: TEXT,
  evaluationStatus: TEXT,
  evaluatorId: TEXT,
  userId: TEXT,
  queueId: TEXT,
  formId: TEXT,
  formName: TEXT,
  eventTime: INSTANT,
  released: "BOOLEAN",
  rescored: "BOOLEAN",
  oTotalScore: "DOUBLE",
  oTotalCriticalScore: "DOUBLE",
} as const;

const SURVEY = {
  surveyId: TEXT,
  surveyStatus: TEXT,
  surveyFormId: TEXT,
  surveyFormName: TEXT,
  surveyCompletedDate: INSTANT,
  eventTime: INSTANT,
  userId: TEXT,
  queueId: TEXT,
  surveyPromoterScore: "DOUBLE",
  oSurveyTotalScore: "DOUBLE",
} as const;

const RECORD = { participants: [PARTICIPANT], evaluations: [EVALUATION], surveys: [SURVEY] } as const;

/** The structure as `from_json` takes it. */
export const RECORD_STRUCTURE = JSON.stringify(RECORD);

type Structure = string | readonly Structure[] | { readonly [name: string]: Structure };

/** The same as a column's type. */
export function toColumnType(structure: Structure): string {
  if (typeof structure === "string") return structure;
  if (isList(structure)) return `${toColumnType(structure[0] ?? TEXT)}[]`;
  return `STRUCT(${Object.entries(structure)
    .map(([name, type]) => `"${name}" ${toColumnType(type)}`)
    .join(", ")})`;
}

/** Columns of the table that hold these parts. */
export const RECORD_COLUMNS: readonly { readonly name: string; readonly type: string }[] = Object.entries(RECORD).map(
  ([name, structure]) => ({ name, type: toColumnType(structure) }),
);

/** What views show of one list, field by field. */
export const SHOWN = { PARTICIPANT, SESSION, SEGMENT, EVALUATION, SURVEY };

function isList(structure: Structure): structure is readonly Structure[] {
  return Array.isArray(structure);
}
