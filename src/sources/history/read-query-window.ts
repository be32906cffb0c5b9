import { DETAILS_PAGE_SIZE, queryConversationDetails } from "../../api/endpoints/analytics-conversation-details.ts";
import { readPages } from "../../api/pages.ts";
import { DAY_MS, type Interval, toIso, toIsoInterval } from "../../base/interval.ts";
import type { ConversationDetailsQueryResponse } from "../../model/wire.ts";
import type { DetailPage } from "../detail-page.ts";
import { toWindowFilters } from "../filter/every-conversation.ts";
import type { IdSet } from "../id-set.ts";
import { isRefusedPastEnd, readDaysLimit, readDepthLimit } from "../limit-refusals.ts";
import type { PlanPart } from "../plan/plan.ts";
import { halveWindow, sliceInterval } from "../plan/slice-interval.ts";
import { keepNew, type Reading } from "./reading.ts";

export interface WindowReading {
  readonly reading: Reading;
  readonly part: PlanPart;
  /** Ids given so far, halves included: one that had to be cut half-way is read again from its start. */
  readonly seen: IdSet;
  /** The window's first page, where planning has read it. */
  readonly first: ConversationDetailsQueryResponse | undefined;
}

/**
 * Every conversation that began in a window, each once, oldest first, through the details query; halved where there is more than
 * it pages through. Oldest first also keeps the pages still while new conversations arrive, because those come after
 * the last page.
 */
export async function* readQueryWindow(
  reading: Reading,
  part: PlanPart,
  window: Interval,
  { seen, first }: { readonly seen: IdSet; readonly first?: WindowReading["first"] },
): AsyncGenerator<DetailPage, void, undefined> {
  const own: WindowReading = { reading, part, seen, first };
  try {
    yield* readPiece(own, window, Number.POSITIVE_INFINITY);
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days * DAY_MS >= window.to - window.from) throw error;
    // Refused as a whole, so nothing of it has been given yet.
    for (const slice of sliceInterval(window, days))
      yield* readPiece({ ...own, first: undefined }, slice, Number.POSITIVE_INFINITY);
  }
}

async function* readPiece(
  own: WindowReading,
  window: Interval,
  totalOfParent: number,
): AsyncGenerator<DetailPage, void, undefined> {
  const { reading } = own;
  let total = 0;
  try {
    let isFirst = true;
    for await (const page of queryPages(own, window)) {
      total = page.totalHits ?? total;
      // What can be known from the first page need not be read up to the refusal.
      if (isFirst && total > reading.depth && canHelp(window, total, totalOfParent))
        return yield* readHalves(own, window, total);
      isFirst = false;
      const records = keepNew(reading, own.part, window, own.seen, page.conversations ?? []);
      yield { records, source: "query", observedAt: reading.clock.now() };
    }
  } catch (error) {
    const depth = readDepthLimit(error);
    if (depth === null) throw error;
    reading.depth = depth;
    total = Math.max(total, depth + 1);
    if (canHelp(window, total, totalOfParent)) return yield* readHalves(own, window, total);
    reading.report.incomplete?.(
      `${toIsoInterval(window)} holds more conversations (about ${total}) than the details query pages through (${depth})`,
    );
  }
}

/** Halving helps unless the window can't be cut, or cutting it did not lessen what it finds (whole days match). */
function canHelp(window: Interval, total: number, totalOfParent: number): boolean {
  return halveWindow(window) !== null && total < totalOfParent;
}

async function* readHalves(
  own: WindowReading,
  window: Interval,
  total: number,
): AsyncGenerator<DetailPage, void, undefined> {
  // Below a day a half may find as much as the whole, so only there the comparison means anything.
  const totalToBeat = window.to - window.from <= DAY_MS ? total : Number.POSITIVE_INFINITY;
  for (const half of halveWindow(window) ?? []) yield* readPiece({ ...own, first: undefined }, half, totalToBeat);
}

function queryPages(
  { reading, first }: WindowReading,
  window: Interval,
): AsyncGenerator<ConversationDetailsQueryResponse> {
  const { api, signal } = reading;
  const filters = toWindowFilters(reading.plan.filters, window);
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
        before = pageNumber === 1 && first !== undefined ? first : await query(pageNumber);
        return before;
      } catch (error) {
        if (isRefusedPastEnd(error, before)) return {};
        throw error;
      }
    },
    isPastEnd: ({ conversations }) => conversations === undefined || conversations.length === 0,
  });
}
