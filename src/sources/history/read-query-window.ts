import { DETAILS_PAGE_SIZE, queryConversationDetails } from "../../api/endpoints/analytics-conversation-details.ts";
import { readPages } from "../../api/pages.ts";
import { DAY_MS, type Interval, startOfUtcDay, toIso, toIsoInterval } from "../../base/interval.ts";
import type { ConversationDetailsQueryResponse } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { DetailPage } from "../detail-page.ts";
import { toWindowFilters } from "../filter/every-conversation.ts";
import type { IdSet } from "../id-set.ts";
import { isRefusedPastEnd, readDaysLimit, readDepthLimit } from "../limit-refusals.ts";
import type { PlanPart } from "../plan/plan.ts";
import { costOfQuery } from "../plan/request-costs.ts";
import { halveWindow, sliceInterval } from "../plan/slice-interval.ts";
import { keepNew, type Reading } from "./reading.ts";
import { correctEstimate, tellRevision, type WindowEstimate } from "./window-estimate.ts";

export interface WindowReading {
  readonly reading: Reading;
  readonly part: PlanPart;
  /** Ids given so far, halves included: one that had to be cut half-way is read again from its start. */
  readonly seen: IdSet;
  /** Whether nobody else needs those ids: what was given of one half is then forgotten before the other, which can't hold it. */
  readonly ownsSeen?: boolean | undefined;
  /** The window's first page, where planning has read it. */
  readonly first?: ConversationDetailsQueryResponse | undefined;
  /** What the plan expects of the window; of a piece of one, and of what takes the place of a job, it expects nothing. */
  readonly estimate?: WindowEstimate | undefined;
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
  start: Omit<WindowReading, "reading" | "part">,
): AsyncGenerator<DetailPage, void, undefined> {
  const own: WindowReading = { reading, part, ...start };
  try {
    yield* readPiece(own, window);
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days * DAY_MS >= window.to - window.from) throw error;
    reading.report.revised?.(`The organisation answers for ${days} days at a time: the plan was cut to that.`);
    // Refused as a whole, so nothing of it has been given yet.
    for (const slice of sliceInterval(window, days)) yield* readPiece(toPiece(own), slice);
  }
}

function toPiece({ reading, part, seen, ownsSeen }: WindowReading): WindowReading {
  return { reading, part, seen, ownsSeen };
}

/** How the reading of a window has ended. */
interface Ending {
  /**
   * `all`: at its last page. `too-much`: at the first page, which says that halves are better. `refused`: at the depth of the API.
   * `whole-day`: because a part of a day was asked for, and the whole day is what comes.
   */
  readonly at: "all" | "too-much" | "refused" | "whole-day";
  readonly total: number;
}

/** A window, or its halves where it holds more than can be paged through. */
async function* readPiece(
  own: WindowReading,
  window: Interval,
  isPartOfDay = false,
): AsyncGenerator<DetailPage, void, undefined> {
  const { reading } = own;
  let ending: Ending = yield* readToDepth(own, window, isPartOfDay);
  if (ending.at === "all" || ending.at === "whole-day") return;
  const halves = toHalves(reading, window);
  if (halves !== null) {
    const areParts = isWithinDay(window);
    // After a refusal the halves give again what the whole has given, and parts of a day may all be read again.
    const ownsSeen = own.ownsSeen === true && ending.at === "too-much" && !areParts;
    for (const half of halves) {
      yield* readPiece({ ...toPiece(own), ownsSeen }, half, areParts);
      if (ownsSeen) own.seen.clear();
      if (areParts && reading.matchesDays) break;
    }
    // Parts of a day found the whole of it: that is read once, as far as it goes, by whoever asked for the largest part.
    if (!areParts || !reading.matchesDays || isPartOfDay) return;
    ending = yield* readToDepth(toPiece(own), window, false);
    if (ending.at === "all") return;
  }
  reading.report.incomplete?.(
    `${toIsoInterval(window)} holds more conversations (about ${ending.total}) than the details query pages through (${reading.depth})`,
  );
}

/** The halves of a window; `null` where they would find no less than the whole. */
function toHalves({ matchesDays }: Reading, window: Interval): [Interval, Interval] | null {
  return matchesDays && isWithinDay(window) ? null : halveWindow(window);
}

function isWithinDay({ from, to }: Interval): boolean {
  return startOfUtcDay(from) === startOfUtcDay(to - 1);
}

async function* readToDepth(
  own: WindowReading,
  window: Interval,
  isPartOfDay: boolean,
): AsyncGenerator<DetailPage, Ending, undefined> {
  const { reading } = own;
  let total = 0;
  let received = 0;
  try {
    for await (const page of queryPages(own, window)) {
      const isFirst = received === 0;
      const conversations = page.conversations ?? [];
      received += conversations.length;
      total = Math.max(page.totalHits ?? total, received);
      // Of the last page, which is empty, the total says nothing that has not been counted.
      if (conversations.length > 0) correct(own, window, total, isFirst);
      reading.matchesDays ||= conversations.some((record) => isOutside(window, record));
      if (isPartOfDay && reading.matchesDays) return { at: "whole-day", total };
      // What can be known from the first page need not be read up to the refusal.
      if (isFirst && total > reading.depth && toHalves(reading, window) !== null) return { at: "too-much", total };
      const records = keepNew(reading, own.part, window, own.seen, conversations);
      yield { records, source: "query", observedAt: reading.clock.now() };
    }
    correct(own, window, received, true);
    return { at: "all", total };
  } catch (error) {
    const depth = readDepthLimit(error);
    if (depth === null) throw error;
    reading.depth = depth;
    total = Math.max(total, depth + 1);
    correct(own, window, total, true);
    return { at: "refused", total };
  }
}

/** Whether a conversation was not alive in a window for which the API gave it: then it matches whole days. */
function isOutside({ from, to }: Interval, record: unknown): boolean {
  const { conversationStart, conversationEnd } = (record ?? {}) as Record<string, unknown>;
  const start = parseWireInstant(conversationStart);
  const end = parseWireInstant(conversationEnd);
  return (start !== undefined && start > to) || (end !== undefined && end < from);
}

/** What is planned for the rest follows from what the window holds. */
function correct({ reading, estimate }: WindowReading, window: Interval, expected: number, isTold: boolean): void {
  if (estimate === undefined) return;
  correctEstimate(reading, estimate, { expected, requests: costOfQuery({ expected }, reading.depth) });
  if (isTold) tellRevision(reading, window, estimate);
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
