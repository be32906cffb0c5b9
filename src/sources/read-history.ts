import type { Api } from "../api/api.ts";
import {
  type ConversationQuery,
  DETAILS_PAGE_SIZE,
  queryConversationDetails,
} from "../api/endpoints/analytics-conversation-details.ts";
import { readPages } from "../api/pages.ts";
import type { Clock } from "../base/effects.ts";
import { contains, DAY_MS, type Interval, toIso, toIsoInterval } from "../base/interval.ts";
import type { ConversationDetailsQueryResponse } from "../model/wire.ts";
import { parseWireInstant } from "../model/wire-instant.ts";
import type { DetailPage, ReadingReport } from "./detail-page.ts";
import { EVERY_CONVERSATION, type Selection, toSegmentFilters } from "./details-filter.ts";
import { createIdSet, type IdSet } from "./id-set.ts";
import { isRefusedPastEnd, readDaysLimit, readDepthLimit } from "./limit-refusals.ts";
import {
  halveWindow,
  MAX_DAYS_WITH_FILTER,
  MAX_DAYS_WITHOUT_FILTER,
  MAX_DEPTH,
  sliceInterval,
} from "./plan/slice-interval.ts";

export interface HistoryRequest {
  interval: Interval;
  selection: Selection;
}

interface Reading {
  api: Api;
  clock: Clock;
  filters: Filters;
  report: ReadingReport;
  signal: AbortSignal | undefined;
  /** The organisation's own limit, once it has refused to page deeper. */
  depth: number;
  read: number;
  expected: number;
  /** Ids given so far of the window, halves included: one that had to be cut half-way is read again from its start. */
  seen: IdSet;
}

type Filters = Pick<ConversationQuery, "segmentFilters" | "conversationFilters">;

const NO_FILTERS: Filters = {};

function toFilters({ interval, selection }: HistoryRequest): Filters {
  const filters = toSegmentFilters(selection);
  if (filters.segmentFilters !== undefined) return filters;
  return interval.to - interval.from > MAX_DAYS_WITHOUT_FILTER * DAY_MS ? EVERY_CONVERSATION : NO_FILTERS;
}

/**
 * Every conversation that began in `[from, to)`, each once, oldest first, through the details query: windows within its
 * 7 or 31 days, halved where there is more than it pages through. Oldest first also keeps the pages still while new
 * conversations arrive, because those come after the last page.
 */
export async function* readHistory(
  api: Api,
  clock: Clock,
  request: HistoryRequest,
  report: ReadingReport = {},
  signal?: AbortSignal,
): AsyncGenerator<DetailPage, void, undefined> {
  const filters = toFilters(request);
  const maxDays = filters === NO_FILTERS ? MAX_DAYS_WITHOUT_FILTER : MAX_DAYS_WITH_FILTER;
  const reading: Reading = {
    api,
    clock,
    filters,
    report,
    signal,
    depth: MAX_DEPTH,
    read: 0,
    expected: 0,
    seen: createIdSet(),
  };
  yield* readSlices(reading, request.interval, maxDays);
}

async function* readSlices(
  reading: Reading,
  interval: Interval,
  maxDays: number,
): AsyncGenerator<DetailPage, void, undefined> {
  for (const window of sliceInterval(interval, maxDays)) {
    reading.seen.clear();
    try {
      yield* readWindow(reading, window, Number.POSITIVE_INFINITY);
    } catch (error) {
      const days = readDaysLimit(error);
      if (days === null || days >= maxDays) throw error;
      // Refused as a whole, so nothing of it has been given yet.
      yield* readSlices(reading, { from: window.from, to: interval.to }, days);
      return;
    }
  }
}

async function* readWindow(
  reading: Reading,
  window: Interval,
  totalOfParent: number,
): AsyncGenerator<DetailPage, void, undefined> {
  let total = 0;
  let tooDeep = false;
  let isFirst = true;
  const expectedBefore = reading.expected;
  try {
    for await (const page of queryWindow(reading, window)) {
      total = page.totalHits ?? total;
      reading.expected = expectedBefore + total;
      tooDeep = isFirst && total > reading.depth && canHelp(window, total, totalOfParent);
      if (tooDeep) break;
      isFirst = false;
      yield keepNew(reading, window, page);
    }
  } catch (error) {
    const depth = readDepthLimit(error);
    if (depth === null) throw error;
    reading.depth = depth;
    total = Math.max(total, depth + 1);
    if (!canHelp(window, total, totalOfParent)) {
      reading.report.incomplete?.(
        `${toIsoInterval(window)} holds more conversations (about ${total}) than the details query pages through (${depth})`,
      );
      return;
    }
    yield* readHalves(reading, window, total);
    return;
  }
  if (tooDeep) yield* readHalves(reading, window, total);
}

/** Halving helps unless the window can't be cut, or cutting it did not lessen what it finds (whole days match). */
function canHelp(window: Interval, total: number, totalOfParent: number): boolean {
  return halveWindow(window) !== null && total < totalOfParent;
}

async function* readHalves(
  reading: Reading,
  window: Interval,
  total: number,
): AsyncGenerator<DetailPage, void, undefined> {
  const halves = halveWindow(window) ?? [];
  // Each half finds its own number; the sum of both replaces that of the whole.
  reading.expected = reading.read;
  // Below a day a half may find as much as the whole, so only there the comparison means anything.
  const totalToBeat = window.to - window.from <= DAY_MS ? total : Number.POSITIVE_INFINITY;
  for (const half of halves) yield* readWindow(reading, half, totalToBeat);
}

function queryWindow(reading: Reading, window: Interval): AsyncGenerator<ConversationDetailsQueryResponse> {
  const { api, filters, signal } = reading;
  const days = `${toIso(window.from).slice(0, 16)}Z to ${toIso(window.to).slice(0, 16)}Z`;
  let before: ConversationDetailsQueryResponse | null = null;
  const query = (pageNumber: number) =>
    queryConversationDetails(
      api,
      {
        interval: toIsoInterval(window),
        order: "asc",
        orderBy: "conversationStart",
        paging: { pageSize: DETAILS_PAGE_SIZE, pageNumber },
        ...filters,
      },
      `reading page ${pageNumber} of the conversations of ${days}`,
      signal,
    );
  return readPages<ConversationDetailsQueryResponse>({
    async read(pageNumber) {
      try {
        before = await query(pageNumber);
        return before;
      } catch (error) {
        if (isRefusedPastEnd(error, before)) return {};
        throw error;
      }
    },
    isPastEnd: ({ conversations }) => conversations === undefined || conversations.length === 0,
  });
}

/** The API matches whole UTC days and may give a conversation on two pages: the exact window and the ids decide. */
function keepNew(reading: Reading, window: Interval, page: ConversationDetailsQueryResponse): DetailPage {
  const records = (page.conversations ?? []).filter((record: unknown) => {
    const { conversationId, conversationStart } = (record ?? {}) as Record<string, unknown>;
    const start = parseWireInstant(conversationStart);
    if (start !== undefined && !contains(window, start)) return false;
    return typeof conversationId !== "string" || reading.seen.add(conversationId);
  });
  reading.read += records.length;
  reading.report.progress?.(reading.read, Math.max(reading.read, reading.expected));
  return { records, source: "query", observedAt: reading.clock.now() };
}
