import type { Interval } from "../../base/interval.ts";
import type { Test } from "../filters/compile-filters.ts";
import type { Buckets } from "./buckets.ts";
import type { SessionView } from "./session-dimensions.ts";

export const QUERY_TYPES = ["groupBy", "topN", "bottomN"] as const;
export const SORT_FUNCTIONS = ["average", "count", "max", "min", "sum"] as const;

/** A derived metric: those emissions of a timer whose value lies in a range. */
export interface AggregateView {
  readonly name: string;
  readonly target: string;
  accepts(value: number): boolean;
}

/** An aggregate query, checked. */
export interface AggregateQuery {
  readonly interval: Interval;
  readonly buckets: Buckets;
  readonly groupBy: readonly string[];
  /** Undefined without a filter. */
  readonly matches: Test<SessionView> | undefined;
  readonly metrics: readonly string[];
  readonly views: readonly AggregateView[];
  readonly flatten: boolean;
  /** By which instant of an emission it falls into the interval. */
  readonly time: "at" | "eventAt";
  readonly queryType: (typeof QUERY_TYPES)[number];
  readonly sort: { readonly metric: string; readonly by: (typeof SORT_FUNCTIONS)[number] } | undefined;
  readonly limit: number | undefined;
}
