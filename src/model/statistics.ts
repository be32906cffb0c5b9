/** What is known of one metric in one group and interval. What the API left out is left out: it is unknown, not zero. */
export interface Statistics {
  readonly count?: number;
  /** Milliseconds for what is timed; so are `min` and `max`. */
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  /** Of ratios such as `oServiceLevel`. */
  readonly numerator?: number;
  readonly denominator?: number;
  readonly ratio?: number;
  readonly target?: number;
}

/** Of two parts of the same interval. A bound that only one of them tells is unknown; so is a target that differs. */
export function mergeStatistics(a: Statistics, b: Statistics): Statistics {
  const merged: Statistics = {
    ...both(a, b, "count", (x, y) => x + y),
    ...both(a, b, "sum", (x, y) => x + y),
    ...both(a, b, "min", Math.min),
    ...both(a, b, "max", Math.max),
    ...both(a, b, "numerator", (x, y) => x + y),
    ...both(a, b, "denominator", (x, y) => x + y),
    ...(a.target !== undefined && a.target === b.target ? { target: a.target } : {}),
  };
  // A ratio can't be put together from ratios, only from what they are made of.
  const ratio = toRatio(merged);
  return ratio === null ? merged : { ...merged, ratio };
}

function both(
  a: Statistics,
  b: Statistics,
  key: keyof Statistics,
  join: (x: number, y: number) => number,
): Partial<Statistics> {
  const [x, y] = [a[key], b[key]];
  return x === undefined || y === undefined ? {} : { [key]: join(x, y) };
}

/** `null` when nothing was counted: a mean of nothing is unknown. */
export function toMean({ sum, count }: Statistics): number | null {
  return sum === undefined || count === undefined || count <= 0 ? null : sum / count;
}

export function toRatio({ ratio, numerator, denominator }: Statistics): number | null {
  if (numerator !== undefined && denominator !== undefined && denominator > 0) return numerator / denominator;
  return ratio ?? null;
}
