import { SECOND_MS } from "../../base/interval.ts";
import { mixText, mixWords, toShare } from "../world/mix.ts";
import type { DetailsQuery } from "./parse-details-query.ts";
import type { Service } from "./service.ts";

/** Up to so many are counted, more are estimated. */
const COUNTED = 100;
/** How often the estimate becomes another. */
const DRIFT_MS = 10 * SECOND_MS;

/** The total that is told: of many an estimate, off by up to a factor and drifting, but never less than what the page shows. */
export function toTotalHits(
  { options }: Service,
  query: DetailsQuery,
  count: number,
  inPage: number,
  now: number,
): number {
  if (options.totalHits === "exact" || options.lags === "off" || count <= COUNTED) return count;
  const { filterKey, interval, pageSize, pageNumber } = query;
  const asked = mixWords(mixText(filterKey), Math.floor(interval.from / SECOND_MS));
  const word = mixWords(mixWords(options.seed, asked), Math.floor(now / DRIFT_MS));
  const estimate = Math.round(count * (1 + options.totalHitsError / 100) ** (2 * toShare(word) - 1));
  return inPage === 0 ? estimate : Math.max(estimate, (pageNumber - 1) * pageSize + inPage);
}
