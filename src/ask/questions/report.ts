import type { Interval } from "../../base/interval.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import type { LiveConversationView } from "../../model/live-view.ts";
import type { Criterion } from "../../sources/filter/criterion.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import type { AnswerMeta } from "../answer.ts";
import { countRows } from "../count-rows.ts";
import { explainLive } from "../explain-live.ts";
import { explain, toSteps } from "../explanation.ts";
import { LIVE_FILTER_PARAMETERS } from "../filter-parameters.ts";
import { openMeta } from "../open-meta.ts";
import type { Question } from "../question.ts";
import { RANGE_PARAMETERS, toRange } from "../range.ts";
import { readSummaries } from "../read-summaries.ts";
import { orRefuseQueue } from "../refuse-unknown-queue.ts";
import { requireKept } from "../require-kept.ts";
import { selectFilters } from "../select-filters.ts";
import { readLive } from "./live.ts";

const PARAMETERS = { ...LIVE_FILTER_PARAMETERS, ...RANGE_PARAMETERS };

export interface ReportMeta extends AnswerMeta {
  active: number;
  lingering: number;
}

export interface ReportAnswer {
  active: LiveConversationView[];
  /** Oldest first, without those that stand under active. */
  history: AsyncIterable<ConversationSummary>;
  /** Its `rows` counts the history. */
  meta: ReportMeta;
}

export const report: Question<typeof PARAMETERS, ReportAnswer> = {
  name: "report",
  summary: "The active conversations and the history of the last days, together",
  description:
    "What `live` and `history` say, in one report in which no conversation stands twice: an active one stands only under active.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    // The range ends where the report began, so that what begins while it is read belongs to neither part.
    const range = toRange(parameters, world.timeZone, world.clock.now());
    const notes = await requireKept(world, range, context);
    const filters = await selectFilters(world, parameters, context);
    const { criteria, parties } = filters;
    const opened = openMeta("report", world, filters, range);
    const meta: ReportMeta = { ...opened, notes, active: 0, lingering: 0 };
    const { active, lingering } = await readLive(world, filters, meta, context);
    meta.active = active.length;
    meta.lingering = lingering.length;
    const standsAbove = new Set(active.map(({ conversationId }) => conversationId));
    const planned = await world.sources.planHistory(toNeed(range, criteria), context.signal);
    const summaries = readSummaries(world, planned, meta, context);
    const began =
      standsAbove.size + lingering.length > 0 ? summaries : orRefuseQueue(summaries, world, parties, context);
    const rows = withoutIds(began, standsAbove);
    return { active, history: countRows(rows, meta), meta };
  },
  async explain(world, parameters, context) {
    const range = toRange(parameters, world.timeZone, world.clock.now());
    const filters = await selectFilters(world, parameters, context);
    const step = await explainLive(world, filters, context);
    const { plan } = await world.sources.planHistory(toNeed(range, filters.criteria), context.signal);
    const meta = openMeta("report", world, filters, range);
    return explain(world, meta, [step, ...toSteps(plan)], plan);
  },
};

function toNeed(interval: Interval, criteria: readonly Criterion[]): HistoryNeed {
  return { interval, criteria, reach: "began", attributes: false, via: "auto" };
}

async function* withoutIds(rows: AsyncIterable<ConversationSummary>, ids: ReadonlySet<string>) {
  for await (const row of rows) if (!ids.has(row.conversationId)) yield row;
}
