import type { Api } from "../api/api.ts";
import { DETAILS_PAGE_SIZE, queryConversationDetails } from "../api/endpoints/analytics-conversation-details.ts";
import type { Clock } from "../base/effects.ts";
import { DAY_MS, HOUR_MS, type Interval, startOfUtcDay, toIso, toIsoInterval } from "../base/interval.ts";
import type { ConversationDetailsQueryResponse } from "../model/wire.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import { OPEN_CONVERSATIONS } from "./filter/every-conversation.ts";
import { type ApiFilters, joinFilters } from "./filter/push-down.ts";
import { isRefusedPastEnd, readDaysLimit, readDepthLimit } from "./limit-refusals.ts";
import { OPEN_LOOKBACK_DAYS } from "./plan/history-need.ts";
import { halveWindow, MAX_DAYS_WITH_FILTER, sliceInterval } from "./plan/slice-interval.ts";

/** Where open conversations are looked for: whole UTC days until today, and an hour ahead, as the official sample does. */
export function toOpenInterval(now: number): Interval {
  return { from: startOfUtcDay(now) - (OPEN_LOOKBACK_DAYS - 1) * DAY_MS, to: now + HOUR_MS };
}

export interface OpenRequest {
  /** When they began. */
  interval: Interval;
  filters: ApiFilters;
}

/**
 * Every conversation without an end, each once. No endpoint lists live conversations for client credentials; the
 * details query with `conversationEnd notExists` does, whatever media they are of, with all participants.
 */
export async function readOpen(
  api: Api,
  clock: Clock,
  { interval, filters }: OpenRequest,
  report: ReadingReport = {},
  signal?: AbortSignal,
): Promise<DetailPage> {
  const records = new Map<unknown, unknown>();
  const reading: Reading = {
    api,
    filters: joinFilters(filters, OPEN_CONVERSATIONS),
    signal,
    incomplete: (reason) => report.incomplete?.(reason),
    keep(page) {
      // A record without an id can't be told from its repetition on another page but by what it says.
      for (const record of page.conversations ?? [])
        records.set(record?.conversationId ?? JSON.stringify(record), record);
      report.progress?.(records.size, records.size);
    },
  };
  try {
    await readWindows(reading, interval, MAX_DAYS_WITH_FILTER);
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days >= MAX_DAYS_WITH_FILTER) throw error;
    await readWindows(reading, interval, days);
  }
  return { records: [...records.values()], source: "query", observedAt: clock.now() };
}

interface Reading {
  api: Api;
  filters: ApiFilters;
  signal: AbortSignal | undefined;
  keep(page: ConversationDetailsQueryResponse): void;
  incomplete(reason: string): void;
}

/** Newest days first: most open conversations began today. */
async function readWindows(reading: Reading, interval: Interval, maxDays: number): Promise<void> {
  for (const window of sliceInterval(interval, maxDays).reverse()) {
    await readDeepWindow(reading, window, Number.POSITIVE_INFINITY);
  }
}

/** A window, or its halves where more is open than the details query pages through. */
async function readDeepWindow(reading: Reading, window: Interval, totalOfParent: number): Promise<void> {
  const found = { total: 0 };
  try {
    await readWindow(reading, window, found);
  } catch (error) {
    const depth = readDepthLimit(error);
    if (depth === null) throw error;
    const halves = found.total < totalOfParent ? halveWindow(window) : null;
    if (halves === null) {
      reading.incomplete(
        `more conversations are open in ${toIsoInterval(window)} (about ${found.total}) than the details query pages through (${depth})`,
      );
      return;
    }
    // Below a day a half may find as much as the whole; then cutting on would never end.
    const totalToBeat = window.to - window.from <= DAY_MS ? found.total : Number.POSITIVE_INFINITY;
    for (const half of [...halves].reverse()) await readDeepWindow(reading, half, totalToBeat);
  }
}

/**
 * The pages of one window from the last to the first. A conversation that ends while we page leaves the result, and all
 * later ones move one place forward: read forwards, one of them would be skipped at a page's edge; read backwards, it
 * can only be met twice.
 */
async function readWindow(reading: Reading, window: Interval, found: { total: number }): Promise<void> {
  let before: ConversationDetailsQueryResponse | null = null;
  const read = async (pageNumber: number): Promise<ConversationDetailsQueryResponse | null> => {
    try {
      before = await queryOpen(reading, window, pageNumber);
    } catch (error) {
      if (isRefusedPastEnd(error, before)) return null;
      throw error;
    }
    reading.keep(before);
    found.total = Math.max(found.total, before.totalHits ?? 0);
    return (before.conversations?.length ?? 0) > 0 ? before : null;
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

function queryOpen(
  { api, filters, signal }: Reading,
  window: Interval,
  pageNumber: number,
): Promise<ConversationDetailsQueryResponse> {
  return queryConversationDetails(
    api,
    {
      interval: toIsoInterval(window),
      order: "asc",
      orderBy: "conversationStart",
      paging: { pageSize: DETAILS_PAGE_SIZE, pageNumber },
      ...filters,
    },
    `reading page ${pageNumber} of the open conversations since ${toIso(window.from).slice(0, 10)}`,
    signal,
  );
}
