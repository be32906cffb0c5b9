import type { Api } from "../../api/api.ts";
import { DETAILS_PAGE_SIZE, queryConversationDetails } from "../../api/endpoints/analytics-conversation-details.ts";
import { readPages } from "../../api/pages.ts";
import type { Clock } from "../../base/effects.ts";
import { type Interval, toIso, toIsoInterval } from "../../base/interval.ts";
import type { AnalyticsConversation, ConversationDetailsQueryResponse } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";
import type { ReadingReport } from "../detail-page.ts";
import { ENDED_CONVERSATIONS } from "../filter/every-conversation.ts";
import { type ApiFilters, joinFilters } from "../filter/push-down.ts";
import { readDaysLimit, readDepthLimit } from "../limit-refusals.ts";
import { halveWindow, MAX_DAYS_WITH_FILTER, sliceInterval } from "../plan/slice-interval.ts";
import { readOpen } from "../read-open.ts";

export interface ChangesReading {
  readonly api: Api;
  readonly clock: Clock;
  readonly filters: ApiFilters;
  readonly report: ReadingReport;
  readonly signal: AbortSignal | undefined;
}

/**
 * What began in an interval and has changed since an instant, as it is now, by id: what is open, and what has ended since.
 * No filter says "ended since", but the order by end does: latest first, until one ended earlier. What is open is read
 * first: a conversation that ends meanwhile is then in both, never in neither.
 */
export async function readChanged(
  reading: ChangesReading,
  interval: Interval,
  since: number,
): Promise<Map<string, AnalyticsConversation>> {
  const { api, clock, filters, report, signal } = reading;
  const changed = new Map<string, AnalyticsConversation>();
  const keep = (records: readonly unknown[]) => {
    for (const record of records) {
      const { conversationId } = (record ?? {}) as Partial<AnalyticsConversation>;
      if (typeof conversationId === "string") changed.set(conversationId, record as AnalyticsConversation);
    }
  };
  const open = await readOpen(api, clock, { interval, filters }, { incomplete: report.incomplete }, signal);
  keep(open.records);
  await readAllEnded(reading, interval, since, keep);
  return changed;
}

async function readAllEnded(
  reading: ChangesReading,
  interval: Interval,
  since: number,
  keep: (records: readonly unknown[]) => void,
  maxDays = MAX_DAYS_WITH_FILTER,
): Promise<void> {
  try {
    for (const window of sliceInterval(interval, maxDays)) await readEnded(reading, window, since, keep);
  } catch (error) {
    const days = readDaysLimit(error);
    if (days === null || days >= maxDays) throw error;
    // The organisation's own limit is shorter than the documented one.
    await readAllEnded(reading, interval, since, keep, days);
  }
}

async function readEnded(
  reading: ChangesReading,
  window: Interval,
  since: number,
  keep: (records: readonly unknown[]) => void,
): Promise<void> {
  try {
    for await (const { conversations = [] } of queryEnded(reading, window)) {
      keep(conversations);
      const earliest = parseWireInstant(conversations.at(-1)?.conversationEnd);
      if (earliest !== undefined && earliest < since) return;
    }
  } catch (error) {
    const halves = readDepthLimit(error) === null ? null : halveWindow(window);
    if (halves === null) throw error;
    for (const half of halves) await readEnded(reading, half, since, keep);
  }
}

function queryEnded(
  { api, filters: wanted, signal }: ChangesReading,
  window: Interval,
): AsyncGenerator<ConversationDetailsQueryResponse> {
  const filters = joinFilters(wanted, ENDED_CONVERSATIONS);
  const days = `${toIso(window.from).slice(0, 10)} to ${toIso(window.to).slice(0, 10)}`;
  return readPages<ConversationDetailsQueryResponse>({
    read: (pageNumber) =>
      queryConversationDetails(
        api,
        {
          interval: toIsoInterval(window),
          order: "desc",
          orderBy: "conversationEnd",
          paging: { pageSize: DETAILS_PAGE_SIZE, pageNumber },
          ...filters,
        },
        `reading page ${pageNumber} of the conversations of ${days} that ended last`,
        signal,
      ),
    isPastEnd: ({ conversations }) => conversations === undefined || conversations.length === 0,
  });
}
