/** The metrics that an aggregate query can name. */
export const AGGREGATE_METRICS: readonly string[] = (
  "nBlindTransferred nBotInteractions nCallbackAttempts nCallbackOverSla nCallbackScheduled nCfcOffered nCobrowseSessions nConnected " +
  "nConsult nConsultTransferred nConversations nError nOffered nOutbound nOutboundAbandoned nOutboundAttempted nOutboundConnected " +
  "nOverSla nStateTransitionError nTakeover nTransferred oAudioMessageCount oCallbackServiceLevel oExternalAudioMessageCount " +
  "oExternalMediaCount oMediaCount oMessageCount oMessageSegmentCount oMessageTurn oServiceLevel oServiceTarget " +
  "oSkillExpressionApplications tAbandon tAcd tActiveCallback tActiveCallbackComplete tAcw tAgentResponseTime tAgentVideoConnected " +
  "tAlert tAnswered tAverageAgentResponseTime tAverageCustomerResponseTime tBarging tCallbackAbandon tCallbackConnect " +
  "tCallbackNotReached tCallbackVirtualWait tCfcAbandon tCfcAcd tCfcAnswered tCfcFlowOut tCoaching tCoachingComplete tConnected " +
  "tContacting tDialing tFirstConnect tFirstDial tFirstEngagement tFirstResponse tFlowOut tHandle tHeld tHeldComplete tIvr tMonitoring " +
  "tMonitoringComplete tNotResponding tPark tParkComplete tScreenMonitoring tShortAbandon tSnippetRecord tTalk tTalkComplete " +
  "tTransmitting tUserResponseTime tVoicemail tWait"
).split(" ");

/** Counters tell their count only; what is timed or observed also its sum and its bounds. */
export function isCounter(metric: string): boolean {
  return metric.startsWith("n");
}

export function isTimer(metric: string): boolean {
  return metric.startsWith("t");
}
