import { isAppError } from "../base/app-error.ts";

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

function readNumber(error: unknown, pattern: RegExp): number | null {
  if (!isAppError(error) || error.kind !== "input") return null;
  const number = pattern.exec(error.message)?.[1];
  return number === undefined ? null : Number(number);
}
