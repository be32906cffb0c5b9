import type { Api } from "../api/api.ts";
import type { Clock } from "../base/effects.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import type { Criterion } from "./filter/criterion.ts";
import { pushDown } from "./filter/push-down.ts";
import { runHistoryPlan } from "./history/run-history-plan.ts";
import type { HistoryNeed } from "./plan/history-need.ts";
import { makeHistoryPlan, type Planned } from "./plan/make-history-plan.ts";
import { readOne } from "./read-one.ts";
import { readOpen, toOpenInterval } from "./read-open.ts";

/** The ways to get conversations, bound to one organisation. */
export interface Sources {
  /** How a question about the past is best answered; costs a request or a few. */
  planHistory(need: HistoryNeed, signal?: AbortSignal): Promise<Planned>;
  runHistory(planned: Planned, report: ReadingReport, signal?: AbortSignal): AsyncGenerator<DetailPage>;
  /** Conversations without an end; only criteria that the API can say itself. */
  open(criteria: readonly Criterion[], report: ReadingReport, signal?: AbortSignal): Promise<DetailPage>;
  one(conversationId: string, signal?: AbortSignal): Promise<DetailPage>;
  /** HTTP requests sent so far. */
  requestsUsed(): number;
}

export function createSources(api: Api, clock: Clock): Sources {
  return {
    planHistory: (need, signal) => makeHistoryPlan(api, clock, need, signal),
    runHistory: (planned, report, signal) => runHistoryPlan(api, clock, planned, report, signal),
    open: (criteria, report, signal) =>
      readOpen(
        api,
        clock,
        { interval: toOpenInterval(clock.now()), filters: pushDown(criteria).filters },
        report,
        signal,
      ),
    one: (conversationId, signal) => readOne(api, clock, conversationId, signal),
    requestsUsed: () => api.requestsUsed(),
  };
}
