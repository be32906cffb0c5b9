import type { Api } from "../api/api.ts";
import { asBulk } from "../api/as-bulk.ts";
import type { Effects } from "../base/effects.ts";
import { parseWireInstant } from "../model/wire-instant.ts";
import { type AggregateCell, type AggregateNeed, readAggregates } from "./aggregates/read-aggregates.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import type { Criterion } from "./filter/criterion.ts";
import { OPEN_CONVERSATIONS } from "./filter/every-conversation.ts";
import { joinFilters, pushDown } from "./filter/push-down.ts";
import { readChanged } from "./history/read-changed.ts";
import { runHistoryPlan } from "./history/run-history-plan.ts";
import { followOne } from "./live/follow-one.ts";
import { type LiveNeed, type LiveSource, openLive } from "./live/open-live.ts";
import { shareLive } from "./live/share-live.ts";
import { observeQueues, type QueueNow } from "./now/observe-queues.ts";
import type { BudgetView } from "./plan/estimate-minutes.ts";
import type { HistoryNeed } from "./plan/history-need.ts";
import { makeHistoryPlan, type Planned } from "./plan/make-history-plan.ts";
import type { PlannedWindow } from "./plan/plan.ts";
import { MAX_DAYS_WITH_FILTER } from "./plan/slice-interval.ts";
import { countHistory, surveyAvailability } from "./plan/survey.ts";
import { readByIds } from "./read-by-ids.ts";
import { readOne } from "./read-one.ts";
import { readOpen, toOpenInterval } from "./read-open.ts";
import { readRetention } from "./read-retention.ts";

/** The ways to get conversations, bound to one organisation. */
export interface Sources {
  /** How a question about the past is best answered; costs a request or a few. */
  planHistory(need: HistoryNeed, signal?: AbortSignal): Promise<Planned>;
  runHistory(planned: Planned, report: ReadingReport, signal?: AbortSignal): AsyncGenerator<DetailPage>;
  /** Conversations without an end; only criteria that the API can say itself. */
  open(criteria: readonly Criterion[], report: ReadingReport, signal?: AbortSignal): Promise<DetailPage>;
  /** How many are open, by the windows in which they are looked for. */
  countOpen(criteria: readonly Criterion[], signal?: AbortSignal): Promise<readonly PlannedWindow[]>;
  /** What is live, kept up to date by notifications. */
  openLive(need: LiveNeed, report: ReadingReport, signal?: AbortSignal): Promise<LiveSource>;
  /** Numbers alone, counted by the API by when each thing happened. */
  aggregates(need: AggregateNeed, signal?: AbortSignal): Promise<AggregateCell[]>;
  /** What is going on in queues now, counted by the API; `null` queues: all of them. */
  observeQueues(
    queueIds: readonly string[] | null,
    mediaTypes: readonly string[],
    signal?: AbortSignal,
  ): Promise<QueueNow[]>;
  /** Up to when the data lake has everything, epoch milliseconds; `null` when jobs can't be used. */
  lakeUntil(signal?: AbortSignal): Promise<number | null>;
  /** What is open, and what has ended since an instant, of all that began within the time in which conversations stay open. */
  changedSince(since: number, report: ReadingReport, signal?: AbortSignal): Promise<DetailPage>;
  one(conversationId: string, signal?: AbortSignal): Promise<DetailPage>;
  /** Those of some conversations that analytics knows; the others are absent. */
  byIds(conversationIds: readonly string[], signal?: AbortSignal): Promise<DetailPage>;
  /** One conversation, again each time something has happened in it, until it has ended. */
  followOne(conversationId: string, signal?: AbortSignal): AsyncGenerator<DetailPage, void, undefined>;
  /** For how many days conversations are kept, asked once; `null` where that is not to be known. */
  retentionDays(signal?: AbortSignal): Promise<number | null>;
  /** HTTP requests sent so far. */
  requestsUsed(): number;
  budget(): BudgetView;
}

export function createSources(api: Api, effects: Effects): Sources {
  const { clock } = effects;
  let retention: number | null | undefined;
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
    countOpen: async (criteria, signal) => {
      const filters = joinFilters(pushDown(criteria).filters, OPEN_CONVERSATIONS);
      return (await countHistory(api, toOpenInterval(clock.now()), filters, MAX_DAYS_WITH_FILTER, signal)).windows;
    },
    openLive: shareLive((need, report, signal) => openLive(api, effects, need, report, signal)),
    aggregates: (need, signal) => readAggregates(api, need, signal),
    observeQueues: (queueIds, mediaTypes, signal) => observeQueues(api, queueIds, mediaTypes, signal),
    lakeUntil: async (signal) => (await surveyAvailability(api, signal)).until,
    changedSince: async (since, report, signal) => {
      const observedAt = clock.now();
      const changed = await readChanged(
        { api: asBulk(api), clock, filters: {}, report, signal },
        toOpenInterval(clock.now()),
        since,
      );
      // The last page reaches further back than was asked for.
      const records = [...changed.values()].filter(({ conversationEnd }) => {
        const end = parseWireInstant(conversationEnd);
        return end === undefined || end >= since;
      });
      return { records, source: "query", observedAt };
    },
    byIds: (conversationIds, signal) => readByIds(api, clock, conversationIds, signal),
    one: (conversationId, signal) => readOne(api, clock, conversationId, signal),
    followOne: (conversationId, signal) => followOne(api, effects, conversationId, signal),
    retentionDays: async (signal) => {
      if (retention === undefined) retention = await readRetention(api, signal);
      return retention;
    },
    requestsUsed: () => api.requestsUsed(),
    budget: () => api.budget(),
  };
}
