import { DETAILS_PAGE_SIZE } from "../api/endpoints/analytics-conversation-details.ts";
import { isAppError } from "../base/app-error.ts";
import type { ConversationDetailsQueryResponse } from "../model/wire.ts";

/**
 * Limits that the details query names only in the text of a refusal (400). They are an organisation's own and have
 * changed over the years (the depth was 400,000 once), so what it says wins over what is documented.
 */

/** "Pagination may not exceed 100000 results." */
export function readDepthLimit(error: unknown): number | null {
  return readNumber(error, /Pagination may not exceed (\d+) results/);
}

/** "You must specify a search interval as part of your query that does not exceed 7 days" */
export function readDaysLimit(error: unknown): number | null {
  return readNumber(error, /interval .*does not exceed (\d+) days/);
}

/**
 * Whether a page that is refused for its depth lies past the end anyway: the one before it was not full, and the total says
 * that all there is lies within the depth. Asking for the page that proves an end must not fail a result that was read whole.
 */
export function isRefusedPastEnd(error: unknown, before: ConversationDetailsQueryResponse | null): boolean {
  const depth = readDepthLimit(error);
  if (depth === null || before === null) return false;
  return (
    (before.conversations?.length ?? 0) < DETAILS_PAGE_SIZE && (before.totalHits ?? Number.POSITIVE_INFINITY) <= depth
  );
}

function readNumber(error: unknown, pattern: RegExp): number | null {
  if (!isAppError(error) || error.kind !== "input") return null;
  const number = pattern.exec(error.message)?.[1];
  return number === undefined ? null : Number(number);
}
