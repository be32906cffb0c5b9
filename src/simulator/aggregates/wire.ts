/** Statistics as the API sends them; which of them depends on the metric. */
export interface StatisticalSummary {
  readonly max?: number;
  readonly min?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly current?: number;
  readonly ratio?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly target?: number;
}

export interface AggregateData {
  readonly interval: string;
  readonly metrics: readonly { readonly metric: string; readonly stats: StatisticalSummary }[];
  readonly views?: readonly { readonly name: string; readonly stats: StatisticalSummary }[];
}

/** One group of an aggregate answer. */
export interface AggregateResult {
  readonly group: Readonly<Record<string, string>>;
  readonly data: readonly AggregateData[];
}
