import type { Api } from "../api/api.ts";
import { DETAILS_PAGE_SIZE, queryConversationDetails } from "../api/endpoints/analytics-conversation-details.ts";
import type { Clock } from "../base/effects.ts";
import { DAY_MS, HOUR_MS, type Interval, startOfUtcDay, toIso, toIsoInterval } from "../base/interval.ts";
import type { ConversationDetailsQueryResponse } from "../model/wire.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import { OPEN_CONVERSATIONS, type Selection, toSegmentFilters } from "./details-filter.ts";
import { readDaysLimit } from "./limit-refusals.ts";
import { MAX_DAYS_WITH_FILTER, sliceInterval } from "./plan/slice-interval.ts";

/** Callbacks and stuck legs stay open for some 60 days; what began before this is not looked for. */
export const OPEN_LOOKBACK_DAYS = 93;

/** Where open conversations are looked for: whole UTC days until today, and an hour ahead, as the official sample does. */
function toOpenInterval(now: number): Interval {
  return { from: startOfUtcDay(now) - (OPEN_LOOKBACK_DAYS - 1) * DAY_MS, to: now + HOUR_MS };
}

/**
 * Every conversation without an end, each once. No endpoint lists live conversations for client credentials; the
 * details query with `conversationEnd notExists` does, whatever media they are of, with all participants.
 */
export async function readOpen(
  api: Api,
  clock: Clock,
  selection: Selection,
  report: ReadingReport = {},
  signal?: AbortSignal,
): Promise<DetailPage> {
  const records = new Map<unknown, unknown>();
  const keep = (page: ConversationDetailsQueryResponse) => {
    for (const record of page.conversations ?? []) records.set(record?.conversationId ?? record, record);
    report.progress?.(records.size, records.size);
  };
  const read = (maxDays: number) => readWindows(api, clock.now(), maxDays, selection, keep, signal);
  try {
    await read(MAX_DAYS_WITH_FILTER);
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days >= MAX_DAYS_WITH_FILTER) throw error;
    await read(days);
  }
  return { records: [...records.values()], source: "query", observedAt: clock.now() };
}

/** Newest days first: most open conversations began today. */
async function readWindows(
  api: Api,
  now: number,
  maxDays: number,
  ...rest: [Selection, (page: ConversationDetailsQueryResponse) => void, AbortSignal | undefined]
): Promise<void> {
  for (const window of sliceInterval(toOpenInterval(now), maxDays).reverse()) await readWindow(api, window, ...rest);
}

/**
 * The pages of one window from the last to the first. A conversation that ends while we page leaves the result, and all
 * later ones move one place forward: read forwards, one of them would be skipped at a page's edge; read backwards, it
 * can only be met twice.
 */
async function readWindow(
  api: Api,
  window: Interval,
  selection: Selection,
  keep: (page: ConversationDetailsQueryResponse) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const read = async (pageNumber: number) => {
    const page = await queryConversationDetails(
      api,
      {
        interval: toIsoInterval(window),
        order: "asc",
        orderBy: "conversationStart",
        paging: { pageSize: DETAILS_PAGE_SIZE, pageNumber },
        ...OPEN_CONVERSATIONS,
        ...toSegmentFilters(selection),
      },
      `reading page ${pageNumber} of the open conversations since ${toIso(window.from).slice(0, 10)}`,
      signal,
    );
    keep(page);
    return (page.conversations?.length ?? 0) ? page : null;
  };
  const first = await read(1);
  if (first === null) return;
  const isFull = (first.conversations?.length ?? 0) >= DETAILS_PAGE_SIZE;
  const pages = Math.max(Math.ceil((first.totalHits ?? 0) / DETAILS_PAGE_SIZE), isFull ? 2 : 1);
  // The total is approximate: go on upwards until a page is past the end, and from there down over all of them.
  let top = pages + 1;
  while ((await read(top)) !== null) top += 1;
  if (top === 2) return;
  for (let pageNumber = top - 1; pageNumber >= 1; pageNumber--) await read(pageNumber);
}
