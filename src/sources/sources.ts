import type { Api } from "../api/api.ts";
import type { Clock } from "../base/effects.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import type { Selection } from "./details-filter.ts";
import { type HistoryRequest, readHistory } from "./read-history.ts";
import { readOne } from "./read-one.ts";
import { readOpen } from "./read-open.ts";

/** The ways to get conversations, bound to one organisation. */
export interface Sources {
  history(request: HistoryRequest, report: ReadingReport, signal?: AbortSignal): AsyncGenerator<DetailPage>;
  open(selection: Selection, report: ReadingReport, signal?: AbortSignal): Promise<DetailPage>;
  one(conversationId: string, signal?: AbortSignal): Promise<DetailPage>;
  /** HTTP requests sent so far. */
  requestsUsed(): number;
}

export function createSources(api: Api, clock: Clock): Sources {
  return {
    history: (request, report, signal) => readHistory(api, clock, request, report, signal),
    open: (selection, report, signal) => readOpen(api, clock, selection, report, signal),
    one: (conversationId, signal) => readOne(api, clock, conversationId, signal),
    requestsUsed: () => api.requestsUsed(),
  };
}
