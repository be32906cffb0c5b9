import type { Api } from "../api/api.ts";
import { DETAILS_IDS_MAX, getConversationsDetails } from "../api/endpoints/analytics-conversation-details.ts";
import type { Clock } from "../base/effects.ts";
import type { DetailPage } from "./detail-page.ts";

/** Conversations of one request. */
export const DETAILS_IDS_MAX_ROWS = DETAILS_IDS_MAX;

/** Conversations by id, a hundred a request; those that analytics does not know are absent. */
export async function readByIds(
  api: Api,
  clock: Clock,
  conversationIds: readonly string[],
  signal?: AbortSignal,
): Promise<DetailPage> {
  const records: unknown[] = [];
  const observedAt = clock.now();
  for (let start = 0; start < conversationIds.length; start += DETAILS_IDS_MAX) {
    const ids = conversationIds.slice(start, start + DETAILS_IDS_MAX);
    records.push(...(await getConversationsDetails(api, ids, signal)));
  }
  return { records, source: "query", observedAt };
}
