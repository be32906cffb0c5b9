import type { Interval } from "../base/interval.ts";
import type { HistoryNeed } from "../sources/plan/history-need.ts";
import { FILTER_PARAMETERS } from "./filter-parameters.ts";
import { choice, type ParameterValues, yes } from "./parameter.ts";
import { RANGE_PARAMETERS } from "./range.ts";
import type { SelectedFilters } from "./select-filters.ts";

/** What a history is made of, and how it is come by. */
export const HISTORY_PARAMETERS = {
  ...FILTER_PARAMETERS,
  ...RANGE_PARAMETERS,
  stillOpen: yes("--still-open", "Also conversations that began before the range and have no end."),
  overlapping: yes("--overlapping", "Also conversations that began before the range and were alive in it."),
  attributes: yes("--attributes", "With participant attributes, which only details jobs have."),
  source: choice(
    "--source <source>",
    "Where to look instead of what fits best: the local copy for what it covers and the API for the rest. store asks the copy alone, without any request.",
    ["auto", "query", "job", "store"],
  ),
};

export function toHistoryNeed(
  interval: Interval,
  { criteria }: SelectedFilters,
  { stillOpen, overlapping, attributes, source }: ParameterValues<typeof HISTORY_PARAMETERS>,
): HistoryNeed {
  return {
    interval,
    criteria,
    reach: overlapping === true ? "overlapping" : stillOpen === true ? "still-open" : "began",
    attributes: attributes === true,
    via: source ?? "auto",
  };
}
