const words = (text: string) => text.split(/\s+/);

const DIRECTIONS = ["inbound", "outbound"];
const PURPOSES = words(
  "acd agent api botflow campaign customer dialer external fax group inbound ivr manual outbound station user voicemail voicesurveyflow workflow",
);
const ROUTINGS = words("Bullseye Conditional Direct Last Manual Predictive Preferred Standard Vip");
const CALL_STATES = words(
  "alerting dialing contacting offering connected disconnected terminated converting uploading transmitting none",
);
const CALLBACK_STATES = [...CALL_STATES, "scheduled"];
const EMAIL_STATES = words("alerting connected disconnected none parked transmitting");
const MESSAGE_STATES = words("alerting connected parked disconnected");
const LIVE_DISCONNECTS = words(
  "endpoint endpoint.donotdisturb client system timeout transfer transfer.conference transfer.consult transfer.donotdisturb " +
    "transfer.forward transfer.noanswer transfer.notavailable transport.failure error peer other spam uncallable",
);
const MESSAGE_DISCONNECTS = [...LIVE_DISCONNECTS, "inactivity", "session.expired", "takeover"];
/** Topics abbreviate what REST spells out as `donotdisturb`. */
const TOPIC_DISCONNECTS = LIVE_DISCONNECTS.map((type) => type.replace("donotdisturb", "dnd"));
const MESSAGE_TOPIC_DISCONNECTS = [...TOPIC_DISCONNECTS, "inactivity", "session.expired", "takeover"];
const MEDIA_TYPES = words(
  "callback chat cobrowse email internalmessage message screenmonitoring screenshare unknown video voice",
);
const DETAIL_METRICS = words(
  "nBlindTransferred nBotInteractions nCallbackAttempts nCallbackOverSla nCallbackScheduled nCobrowseSessions nConnected nConsult " +
    "nConsultTransferred nConversations nError nFlow nFlowMilestone nFlowOutcome nFlowOutcomeFailed nOffered nOutbound " +
    "nOutboundAbandoned nOutboundAttempted nOutboundConnected nOverSla nStateTransitionError nTakeover nTransferred " +
    "oAudioMessageCount oExternalAudioMessageCount oExternalMediaCount oFlowMilestone oMediaCount oMessageCount " +
    "oMessageSegmentCount oMessageTurn oSkillExpressionApplications tAbandon tAcd tActiveCallback tActiveCallbackComplete tAcw " +
    "tAgentResponseTime tAgentVideoConnected tAlert tAnswered tAverageAgentResponseTime tAverageCustomerResponseTime tBarging " +
    "tCoaching tCoachingComplete tConnected tContacting tConversationDuration tDialing tFirstConnect tFirstDial tFirstEngagement " +
    "tFirstResponse tFlow tFlowDisconnect tFlowExit tFlowOut tFlowOutcome tHandle tHeld tHeldComplete tIvr tMonitoring " +
    "tMonitoringComplete tNotResponding tPark tParkComplete tScreenMonitoring tShortAbandon tSnippetRecord tTalk tTalkComplete " +
    "tTransmitting tUserResponseTime tVoicemail",
);

/**
 * What a field of a published type may hold, by `Type.field`: the declarations say only `string`. From genesys-api.md 2.3
 * and 5, in the spelling of each face: camelCase in analytics, dots in live conversations.
 */
export const DOCUMENTED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  "AnalyticsConversation.conversationInitiator": PURPOSES,
  "AnalyticsConversation.originatingDirection": DIRECTIONS,
  "AnalyticsConversationWithoutAttributes.conversationInitiator": PURPOSES,
  "AnalyticsConversationWithoutAttributes.originatingDirection": DIRECTIONS,
  "AnalyticsParticipant.purpose": PURPOSES,
  "AnalyticsParticipantWithoutAttributes.purpose": PURPOSES,
  "AnalyticsSession.direction": DIRECTIONS,
  "AnalyticsSession.mediaType": MEDIA_TYPES,
  "AnalyticsSession.requestedRoutings": ROUTINGS,
  "AnalyticsSession.usedRouting": ROUTINGS,
  "AnalyticsSessionMetric.name": DETAIL_METRICS,
  "AnalyticsConversationSegment.segmentType": words(
    "alert barging callback coaching contacting converting delay dialing hold interact ivr monitoring parked scheduled " +
      "screenmonitoring sharing system transmitting unknown uploading voicemail wrapup",
  ),
  "AnalyticsConversationSegment.disconnectType": words(
    "client conferenceTransfer consultTransfer dndEndpoint dndTransfer endpoint error forwardTransfer inactivity " +
      "noAnswerTransfer notAvailableTransfer other peer sessionExpired spam system takeover timeout transfer " +
      "transportFailure uncallable",
  ),
  "AnalyticsEvaluation.evaluationStatus": words("Finished InProgress InReview Pending Retracted"),
  "AnalyticsSurvey.surveyStatus": words("Pending Sent InProgress Finished OptOut Error Expired"),
  "AnalyticsSurvey.surveyType": ["Web", "Voice"],
  "Evaluation.status": words("PENDING INPROGRESS FINISHED INREVIEW RETRACTED"),
  "AnalyticsFlow.entryType": words("agent direct dnis flow outbound"),
  "AnalyticsFlow.flowType": words(
    "BOT COMMONMODULE DIGITALBOT EMAILSEND INBOUNDCALL INBOUNDCHAT INBOUNDEMAIL INBOUNDSHORTMESSAGE INQUEUECALL INQUEUEEMAIL " +
      "INQUEUESHORTMESSAGE OUTBOUNDCALL SECURECALL SPEECH SURVEYINVITE VOICE VOICEMAIL VOICESURVEY WORKFLOW WORKITEM",
  ),
  "Conversation.recordingState": ["ACTIVE", "PAUSED", "NONE"],
  "Participant.purpose": PURPOSES,
  "Participant.wrapupPrompt": words("mandatory optional agentRequested timeout forcedTimeout"),
  "AfterCallWork.state": words("unknown notApplicable skipped pending complete"),
  "Segment.disconnectType": MESSAGE_DISCONNECTS,
  "Call.recordingState": ["none", "active", "paused"],
  "ChannelTopic.state": ["Permitted", "Rejected"],
  "AvailableTopic.visibility": ["Public", "Preview"],
  "AvailableTopic.transports": ["All", "Websocket", "EventBridge", "ProcessAutomation"],
  "PermissionDetails.type": words(
    "requiresCurrentUser requiresPermissions requiresDivisionPermissions requiresAnyDivisionPermissions " +
      "requiresUserBeConversationParticipant",
  ),
  "CallConversation.recordingState": ["ACTIVE", "PAUSED", "NONE"],
  "CallMediaParticipant.recordingState": ["none", "active", "paused"],
  ...forMediaParticipant("CallMediaParticipant", CALL_STATES, LIVE_DISCONNECTS),
  ...forMediaParticipant("CallbackMediaParticipant", CALLBACK_STATES, LIVE_DISCONNECTS),
  ...forMediaParticipant("EmailMediaParticipant", EMAIL_STATES, LIVE_DISCONNECTS),
  ...forMediaParticipant("MessageMediaParticipant", MESSAGE_STATES, MESSAGE_DISCONNECTS),
  "User.state": ["active", "inactive", "deleted"],
  ...forCommunication("Call", CALL_STATES, LIVE_DISCONNECTS),
  ...forCommunication("Callback", CALLBACK_STATES, LIVE_DISCONNECTS),
  ...forCommunication("ConversationChat", CALL_STATES, LIVE_DISCONNECTS),
  ...forCommunication("Email", EMAIL_STATES, LIVE_DISCONNECTS),
  ...forCommunication("Message", MESSAGE_STATES, MESSAGE_DISCONNECTS),
  ...forConversationTopic("ConversationEventTopic"),
  ...forConversationTopic("QueueConversationEventTopic"),
  ...forMediaTopic("ConversationCallEventTopicCall", CALL_STATES, TOPIC_DISCONNECTS),
  ...forMediaTopic("ConversationCallbackEventTopicCallback", CALLBACK_STATES, TOPIC_DISCONNECTS),
  ...forMediaTopic("ConversationChatEventTopicChat", CALL_STATES, TOPIC_DISCONNECTS),
  ...forMediaTopic("ConversationEmailEventTopicEmail", EMAIL_STATES, TOPIC_DISCONNECTS),
  ...forMediaTopic("ConversationMessageEventTopicMessage", MESSAGE_STATES, MESSAGE_TOPIC_DISCONNECTS),
};

function forMediaParticipant(type: string, states: readonly string[], disconnects: readonly string[]) {
  return {
    [`${type}.purpose`]: PURPOSES,
    [`${type}.state`]: states,
    [`${type}.direction`]: DIRECTIONS,
    [`${type}.disconnectType`]: disconnects,
  };
}

/** The general form, told to users and, of the same shape, to queues. */
function forConversationTopic(prefix: string) {
  return {
    [`${prefix}Conversation.recordingState`]: ["none", "active", "paused"],
    [`${prefix}Participant.purpose`]: PURPOSES,
    [`${prefix}Participant.wrapupPrompt`]: words("mandatory optional agentRequested timeout forcedTimeout"),
    [`${prefix}AfterCallWork.state`]: words("unknown notApplicable skipped pending complete"),
    ...forState(`${prefix}Call`, CALL_STATES, TOPIC_DISCONNECTS),
    ...forState(`${prefix}Callback`, CALLBACK_STATES, TOPIC_DISCONNECTS),
    ...forState(`${prefix}Chat`, CALL_STATES, TOPIC_DISCONNECTS),
    ...forState(`${prefix}Email`, EMAIL_STATES, TOPIC_DISCONNECTS),
    ...forState(`${prefix}Message`, MESSAGE_STATES, MESSAGE_TOPIC_DISCONNECTS),
  };
}

/** The form of one medium, told to users and to queues. */
function forMediaTopic(type: string, states: readonly string[], disconnects: readonly string[]) {
  const participants = [`${type}MediaParticipant`, `Queue${type}MediaParticipant`];
  return Object.assign(
    {},
    ...participants.map((participant) => ({
      [`${participant}.purpose`]: PURPOSES,
      [`${participant}.direction`]: DIRECTIONS,
      ...forState(participant, states, disconnects),
    })),
  ) as Record<string, readonly string[]>;
}

function forState(type: string, states: readonly string[], disconnects: readonly string[]) {
  return {
    [`${type}.state`]: states,
    [`${type}.initialState`]: states,
    [`${type}.disconnectType`]: disconnects,
  };
}

function forCommunication(type: string, states: readonly string[], disconnects: readonly string[]) {
  return { ...forState(type, states, disconnects), [`${type}.direction`]: DIRECTIONS };
}

/** Fields that nothing is readable without, though the declarations make nearly all optional: an empty object is no answer. */
export const EXPECTED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  AnalyticsConversation: words("conversationId conversationStart divisionIds originatingDirection participants"),
  AnalyticsConversationWithoutAttributes: words(
    "conversationId conversationStart divisionIds originatingDirection participants",
  ),
  AnalyticsParticipant: words("participantId purpose sessions"),
  AnalyticsParticipantWithoutAttributes: words("participantId purpose sessions"),
  AnalyticsSession: words("sessionId mediaType direction segments"),
  AnalyticsConversationSegment: words("segmentStart segmentType conference"),
  AnalyticsSessionMetric: words("name value emitDate"),
  AnalyticsEvaluation: words("evaluationId evaluationStatus evaluatorId eventTime formId userId"),
  AnalyticsSurvey: words("surveyId surveyStatus eventTime surveyFormId"),
  AnalyticsResolution: words("eventTime nNextContactAvoided"),
  Evaluation: words("id conversation agent evaluator status"),
  Conversation: words("id startTime participants divisions selfUri"),
  Participant: words("id startTime purpose calls callbacks chats emails messages attributes"),
  Call: words("id state direction segments provider"),
  Callback: words("id state direction segments provider callbackNumbers"),
  ConversationChat: words("id state direction segments provider"),
  Email: words("id state direction segments provider"),
  Message: words("id state direction segments provider"),
  CallConversation: words("id participants otherMediaUris divisions selfUri"),
  CallbackConversation: words("id participants otherMediaUris divisions selfUri"),
  EmailConversation: words("id participants otherMediaUris divisions selfUri"),
  MessageConversation: words("id participants otherMediaUris divisions selfUri"),
  CallMediaParticipant: words("id startTime purpose state direction provider attributes"),
  CallbackMediaParticipant: words("id startTime purpose state direction provider attributes callbackNumbers"),
  EmailMediaParticipant: words("id startTime purpose state direction provider attributes"),
  MessageMediaParticipant: words("id startTime purpose state direction provider attributes"),
  ConversationEventTopicConversation: words("id participants recordingState divisions"),
  QueueConversationEventTopicConversation: words("id participants recordingState divisions"),
  ConversationEventTopicParticipant: words("id purpose wrapupRequired wrapupExpected attributes"),
  QueueConversationEventTopicParticipant: words("id purpose wrapupRequired wrapupExpected attributes"),
  ErrorBody: words("message code status contextId details errors"),
  Channel: words("connectUri id expires"),
  ChannelTopic: words("id state selfUri"),
  AvailableTopic: ["id"],
  DataAvailabilityResponse: ["dataAvailabilityDate"],
};

/** Fields that were seen in answers of the real API and that its published types lack. */
export const UNPUBLISHED_FIELDS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  TokenInfo: { authenticatedUser: { type: "null" } },
};
