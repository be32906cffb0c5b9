import type { Api } from "../../api/api.ts";
import {
  type ConversationQuery,
  DETAILS_PAGE_SIZE,
  queryConversationDetails,
} from "../../api/endpoints/analytics-conversation-details.ts";
import { getJobAvailability } from "../../api/endpoints/analytics-details-jobs.ts";
import { isAppError } from "../../base/app-error.ts";
import { type Interval, toIso, toIsoInterval } from "../../base/interval.ts";
import { mapConcurrently } from "../../base/map-concurrently.ts";
import type { ConversationDetailsQueryResponse } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { ApiFilters } from "../filter/push-down.ts";
import { readDaysLimit } from "../limit-refusals.ts";
import type { PlannedWindow } from "./plan.ts";
import { sliceInterval } from "./slice-interval.ts";

/** Windows that are counted side by side. */
const PROBES_AT_ONCE = 4;

/** A first page that was read to count, and is not to be read again. */
export interface FirstPage {
  readonly interval: Interval;
  readonly page: ConversationDetailsQueryResponse;
}

export interface Count {
  readonly windows: readonly PlannedWindow[];
  readonly first: FirstPage | null;
  readonly requests: number;
}

/**
 * How many conversations began in an interval, by windows that one query can answer: a cheap page each, of which the
 * first is a whole one, because its rows are wanted at once.
 */
export async function countHistory(
  api: Api,
  interval: Interval,
  filters: ApiFilters,
  maxDays: number,
  signal?: AbortSignal,
): Promise<Count> {
  const [head, ...rest] = sliceInterval(interval, maxDays);
  if (head === undefined) return { windows: [], first: null, requests: 0 };
  try {
    const page = await probe(api, head, filters, DETAILS_PAGE_SIZE, signal);
    const counted = await mapConcurrently(rest, PROBES_AT_ONCE, async (window) => {
      const { totalHits, conversations } = await probe(api, window, filters, 1, signal);
      return { interval: window, expected: totalHits ?? conversations?.length ?? 0 };
    });
    const expected = page.totalHits ?? page.conversations?.length ?? 0;
    return {
      windows: [{ interval: head, expected }, ...counted],
      first: { interval: head, page },
      requests: 1 + rest.length,
    };
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days >= maxDays) throw error;
    // The organisation's own limit is shorter than the documented one.
    const again = await countHistory(api, interval, filters, days, signal);
    return { ...again, requests: again.requests + 1 };
  }
}

function probe(
  api: Api,
  window: Interval,
  filters: ApiFilters,
  pageSize: number,
  signal?: AbortSignal,
): Promise<ConversationDetailsQueryResponse> {
  const query: ConversationQuery = {
    interval: toIsoInterval(window),
    order: "asc",
    orderBy: "conversationStart",
    paging: { pageSize, pageNumber: 1 },
    ...filters,
  };
  const what = pageSize === DETAILS_PAGE_SIZE ? "reading page 1 of" : "counting";
  const doing = `${what} the conversations of ${toIso(window.from).slice(0, 16)}Z to ${toIso(window.to).slice(0, 16)}Z`;
  return queryConversationDetails(api, query, doing, signal);
}

export interface Availability {
  /** Up to when the data lake has everything; `null` when jobs can't be used. */
  readonly until: number | null;
  /** Why they can't. */
  readonly reason: string | null;
}

/** Up to when details jobs can be relied on. Whoever may not ask does without jobs. */
export async function surveyAvailability(api: Api, signal?: AbortSignal): Promise<Availability> {
  try {
    const { dataAvailabilityDate } = await getJobAvailability(api, signal);
    const until = parseWireInstant(dataAvailabilityDate);
    return until === undefined
      ? { until: null, reason: "the API does not say up to when details jobs have data" }
      : { until, reason: null };
  } catch (error) {
    if (!isAppError(error) || (error.kind !== "denied" && error.kind !== "not-found")) throw error;
    return { until: null, reason: "details jobs are not open to this client (analytics:conversationDetail:view)" };
  }
}
