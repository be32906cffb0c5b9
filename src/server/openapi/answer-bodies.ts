// The bodies of answers as types, from which their schemas are generated (`npm run docs`). Nothing imports them.

import type { AnswerMeta } from "../../ask/answer.ts";
import type { ExplanationMeta, PlanStep } from "../../ask/explanation.ts";
import type { HistoryMeta } from "../../ask/questions/history.ts";
import type { LiveMeta } from "../../ask/questions/live.ts";
import type { QueueRow } from "../../ask/questions/queues.ts";
import type { ReportMeta } from "../../ask/questions/report.ts";
import type { ShowAnswer } from "../../ask/questions/show.ts";
import type { StatsMeta } from "../../ask/questions/stats.ts";
import type { VerifyMeta, VerifyRow } from "../../ask/questions/verify.ts";
import type { StatsRow } from "../../ask/stats/stats-row.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import type { LiveConversationView } from "../../model/live-view.ts";
import type { TimelineEntry } from "../../model/timeline.ts";

interface Body<Row, Meta> {
  rows: Row[];
  meta: Meta;
}

export type HistoryBody = Body<ConversationSummary, HistoryMeta>;
export type LiveBody = Body<LiveConversationView, LiveMeta>;
export type QueuesBody = Body<QueueRow, AnswerMeta>;
export type StatsBody = Body<StatsRow, StatsMeta>;
export type VerifyBody = Body<VerifyRow, VerifyMeta>;
export type ReportBody = Body<ConversationSummary, ReportMeta> & { active: LiveConversationView[] };
export type ShowBody = Body<TimelineEntry, AnswerMeta> & Pick<ShowAnswer, "conversation" | "metrics">;
export type ExplanationBody = Body<PlanStep, ExplainedMeta>;

/** It has also what the question's own meta data has. */
interface ExplainedMeta extends ExplanationMeta {
  readonly [name: string]: unknown;
}
