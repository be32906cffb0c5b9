/** The metrics that a conversation filter can name. */
export const DETAIL_METRICS: readonly string[] = (
  "nBlindTransferred nBotInteractions nCallbackAttempts nCallbackOverSla nCallbackScheduled nCobrowseSessions nConnected nConsult " +
  "nConsultTransferred nConversations nError nFlow nFlowMilestone nFlowOutcome nFlowOutcomeFailed nOffered nOutbound " +
  "nOutboundAbandoned nOutboundAttempted nOutboundConnected nOverSla nStateTransitionError nTakeover nTransferred " +
  "oAudioMessageCount oCallbackServiceLevel oExternalAudioMessageCount oExternalMediaCount oFlowMilestone oMediaCount " +
  "oMessageCount oMessageSegmentCount oMessageTurn oSkillExpressionApplications tAbandon tAcd tActiveCallback " +
  "tActiveCallbackComplete tAcw tAgentResponseTime tAgentVideoConnected tAlert tAnswered tAverageAgentResponseTime " +
  "tAverageCustomerResponseTime tBarging tCfcAbandon tCfcAcd tCfcAnswered tCfcFlowOut tCoaching tCoachingComplete tConnected " +
  "tContacting tConversationDuration tDialing tFirstConnect tFirstDial tFirstEngagement tFirstResponse tFlow tFlowDisconnect " +
  "tFlowExit tFlowOut tFlowOutcome tHandle tHeld tHeldComplete tIvr tMonitoring tMonitoringComplete tNotResponding tPark " +
  "tParkComplete tScreenMonitoring tShortAbandon tSnippetRecord tTalk tTalkComplete tTransmitting tUserResponseTime tVoicemail"
).split(" ");
