// The front door: what `import … from "nowthen"` gives, by name. Anything else is not public.
export { type Connection, type ConnectOptions, connect } from "./app/connect.ts";
export type { Answer, AnswerMeta, AskContext, SetAside } from "./ask/answer.ts";
export type { Explanation, ExplanationMeta, PlanStep } from "./ask/explanation.ts";
export type { ConversationStep } from "./ask/follow-conversation.ts";
export type { LiveAnswer, LiveMeta } from "./ask/questions/live.ts";
export type { QueueRow } from "./ask/questions/queues.ts";
export type { ReportAnswer, ReportMeta } from "./ask/questions/report.ts";
export type { ShowAnswer } from "./ask/questions/show.ts";
export type { StatsAnswer, StatsMeta } from "./ask/questions/stats.ts";
export type { VerifyAnswer, VerifyMeta, VerifyRow } from "./ask/questions/verify.ts";
export type { Cause } from "./ask/stats/compare-cells.ts";
export type { StatsGroup, StatsRow, TimeStatistics } from "./ask/stats/stats-row.ts";
export type { LiveChange } from "./ask/watch-live.ts";
export { AppError, type ErrorDetails, type ErrorKind, isAppError } from "./base/app-error.ts";
export type { Clock, Effects, Log, LogEvent } from "./base/effects.ts";
export type {
  AgentSummary,
  ConversationState,
  ConversationSummary,
  Finality,
  Provenance,
  QueueReference,
  Source,
  TransferCounts,
} from "./model/conversation-summary.ts";
export type { LiveConversationView, LiveParticipantView, LiveState } from "./model/live-view.ts";
export { MEASURES, type Measure, type MeasureName } from "./model/measures.ts";
export type { Percentiles } from "./model/percentiles.ts";
export { type Observation, type Summarized, summarize } from "./model/summarize.ts";
export type { TimelineEntry } from "./model/timeline.ts";
export type {
  AnalyticsConversation,
  AnalyticsMetric,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "./model/wire.ts";
