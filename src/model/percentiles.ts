/** Milliseconds that half, nine in ten and nineteen in twenty of the values don't exceed. */
export interface Percentiles {
  p50: number;
  p90: number;
  p95: number;
}

/** By nearest rank: each percentile is one of the values. `null` of nothing. */
export function toPercentiles(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95) };
}
