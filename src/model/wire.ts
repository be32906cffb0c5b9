/**
 * Conversation records as Genesys Cloud sends them, field for field (`AnalyticsConversation…` of Platform API v2).
 * Only the fields that somebody here reads or writes are named; unknown ones pass through untouched.
 * Enums are open: Genesys adds members every few months, so they are strings.
 */
export interface AnalyticsConversation {
  conversationId: string;
  /** Some milliseconds to minutes away from the first segment, either way. */
  conversationStart?: string;
  /** Absent while the conversation is open; includes after-call work. */
  conversationEnd?: string;
  conferenceStart?: string;
  conversationInitiator?: string;
  customerParticipation?: boolean;
  originatingDirection?: string;
  divisionIds?: string[];
  externalTag?: string;
  mediaStatsMinConversationMos?: number;
  mediaStatsMinConversationRFactor?: number;
  /** These three come late, hours to days after the end, and change for a while. */
  evaluations?: AnalyticsEvaluation[];
  resolutions?: AnalyticsResolution[];
  surveys?: AnalyticsSurvey[];
  participants?: AnalyticsParticipant[];
}

/** How good somebody's part in a conversation was, by a supervisor. */
export interface AnalyticsEvaluation {
  assigneeApplicable?: boolean;
  assigneeId?: string;
  calibrationId?: string;
  /** The form, whatever its version. */
  contextId?: string;
  deleted?: boolean;
  evaluationId?: string;
  /** Pending, InProgress, Finished, InReview, Retracted, … */
  evaluationStatus?: string;
  evaluatorId?: string;
  eventTime?: string;
  formId?: string;
  formName?: string;
  queueId?: string;
  released?: boolean;
  rescored?: boolean;
  systemSubmitted?: boolean;
  /** Who is evaluated. */
  userId?: string;
  oTotalCriticalScore?: number;
  oTotalScore?: number;
}

/** How a customer found it. */
export interface AnalyticsSurvey {
  eventTime?: string;
  queueId?: string;
  /** Absent until it was answered. */
  surveyCompletedDate?: string;
  surveyFormContextId?: string;
  surveyFormId?: string;
  surveyFormName?: string;
  surveyId?: string;
  /** Required questions were left out. */
  surveyPartialResponse?: boolean;
  surveyPromoterScore?: number;
  /** Pending, Sent, InProgress, Finished, OptOut, Error, Expired, … */
  surveyStatus?: string;
  /** Web or Voice. */
  surveyType?: string;
  userId?: string;
  oSurveyTotalScore?: number;
}

/** Whether the customer came again about the same. */
export interface AnalyticsResolution {
  eventTime?: string;
  /** The last queue and the last user who handled the conversation. */
  queueId?: string;
  userId?: string;
  nNextContactAvoided?: number;
}

export interface AnalyticsParticipant {
  participantId?: string;
  participantName?: string;
  /** customer, ivr, acd, agent, user, … */
  purpose?: string;
  userId?: string;
  teamId?: string;
  externalContactId?: string;
  externalOrganizationId?: string;
  flaggedReason?: string;
  /** Only in details job results. */
  attributes?: Record<string, string>;
  sessions?: AnalyticsSession[];
}

export interface AnalyticsSession {
  sessionId?: string;
  mediaType?: string;
  messageType?: string;
  direction?: string;
  provider?: string;
  peerId?: string;
  acwSkipped?: boolean;
  ani?: string;
  dnis?: string;
  sessionDnis?: string;
  addressFrom?: string;
  addressTo?: string;
  addressOther?: string;
  addressSelf?: string;
  activeSkillIds?: string[];
  callbackNumbers?: string[];
  callbackScheduledTime?: string;
  callbackUserName?: string;
  destinationAddresses?: string[];
  /** Of a dialer's call: what it was found to be, e.g. disposition.classification.callable.machine, and by what. */
  dispositionAnalyzer?: string;
  dispositionName?: string;
  edgeId?: string;
  flowInType?: string;
  flowOutType?: string;
  outboundCampaignId?: string;
  outboundContactId?: string;
  outboundContactListId?: string;
  protocolCallId?: string;
  recording?: boolean;
  remote?: string;
  remoteNameDisplayable?: string;
  requestedRoutings?: string[];
  usedRouting?: string;
  selectedAgentId?: string;
  skipEnabled?: boolean;
  timeoutSeconds?: number;
  /** Set on a supervisor's session, which is not a handling of the conversation. */
  monitoredParticipantId?: string;
  coachedParticipantId?: string;
  bargedParticipantId?: string;
  flow?: AnalyticsFlow;
  metrics?: AnalyticsMetric[];
  segments?: AnalyticsSegment[];
}

export interface AnalyticsFlow {
  flowId?: string;
  flowName?: string;
  flowType?: string;
  flowVersion?: string;
  entryType?: string;
  entryReason?: string;
  exitReason?: string;
  transferType?: string;
  transferTargetAddress?: string;
  transferTargetName?: string;
}

export interface AnalyticsSegment {
  segmentStart?: string;
  /** Absent while the segment is open. */
  segmentEnd?: string;
  /** alert, interact, hold, wrapup, … */
  segmentType?: string;
  queueId?: string;
  disconnectType?: string;
  errorCode?: string;
  wrapUpCode?: string;
  wrapUpNote?: string;
  wrapUpTags?: string[];
  conference?: boolean;
  requestedRoutingSkillIds?: string[];
  requestedLanguageId?: string;
  sourceConversationId?: string;
  destinationConversationId?: string;
  sipResponseCodes?: number[];
  q850ResponseCodes?: number[];
}

/** One emission: counters (`n…`) have small values, times (`t…`) are milliseconds. */
export interface AnalyticsMetric {
  name?: string;
  value?: number;
  /** When it was emitted: the instant by which aggregates attribute it. */
  emitDate?: string;
}

/** `POST /api/v2/analytics/conversations/details/query`. The list is absent, not empty, past the last page. */
export interface ConversationDetailsQueryResponse {
  conversations?: AnalyticsConversation[];
  /** Approximate while data arrives. */
  totalHits?: number;
}
