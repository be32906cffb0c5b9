import { MINUTE_MS, SECOND_MS } from "../base/interval.ts";
import { type BudgetView, estimateMinutes } from "../sources/plan/estimate-minutes.ts";

/** How far the reading of a history has come. */
export interface HistoryProgress {
  /** Conversations read, and how many are expected in all. */
  readonly read: number;
  readonly expected: number;
  readonly elapsedMs: number;
  readonly requests: { readonly used: number; readonly planned: number };
  readonly budget: BudgetView;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Rates of the first moments mean nothing. */
const TELLING_MS = 2 * SECOND_MS;

/** `1200 of about 30000, 400/s, 14 of about 301 requests, budget 20 of 300, about 2 min left`. */
export function describeProgress(progress: HistoryProgress): string {
  const { read, expected, elapsedMs, requests, budget } = progress;
  const isTelling = elapsedMs >= TELLING_MS && read > 0;
  const parts = [
    `${read} of about ${expected}`,
    ...(isTelling ? [`${Math.round((read * SECOND_MS) / elapsedMs)}/s`] : []),
    `${requests.used} of about ${requests.planned} requests`,
    ...(budget.allowed === null ? [] : [`budget ${budget.used} of ${budget.allowed}`]),
    ...(isTelling ? [describeTime(estimateLeftMs(progress))] : []),
  ];
  return parts.join(", ");
}

/** As fast as so far, unless the rest of the requests can't be sent so fast: a minute's budget may be used up at its begin. */
function estimateLeftMs({ read, expected, elapsedMs, requests, budget, now }: HistoryProgress): number {
  const byRate = (Math.max(0, expected - read) * elapsedMs) / read;
  const rest = Math.max(0, requests.planned - requests.used);
  const hasRoom = budget.allowed === null || rest <= budget.allowed - budget.used;
  return hasRoom ? byRate : Math.max(byRate, estimateMinutes(rest, budget, now) * MINUTE_MS);
}

function describeTime(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}
