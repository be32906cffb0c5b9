import type { Interval } from "../../base/interval.ts";
import type { Span } from "../../store/store.ts";

/** How many conversations were at work at once in an interval. */
export interface Concurrency {
  max: number;
  /** Over all of the interval, in which there may have been none. */
  mean: number;
}

/** What began and ended in a group, and how many there were in each of some buckets next to each other; buckets without any are absent. */
export function toConcurrency(
  spans: readonly Omit<Span, "group">[],
  buckets: readonly Interval[],
): (Concurrency | null)[] {
  const steps = spans
    .filter(({ from, to }) => to > from)
    .flatMap(({ from, to }) => [
      { at: from, change: 1 },
      { at: to, change: -1 },
    ])
    // Who goes makes room before somebody comes: a span does not hold its end.
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let place = 0;
  let active = 0;
  return buckets.map(({ from, to }) => {
    for (let step = steps[place]; step !== undefined && step.at <= from; step = steps[++place]) active += step.change;
    let [max, weight, since] = [active, 0, from];
    for (let step = steps[place]; step !== undefined && step.at < to; step = steps[++place]) {
      weight += active * (step.at - since);
      since = step.at;
      active += step.change;
      max = Math.max(max, active);
    }
    weight += active * (to - since);
    return max === 0 ? null : { max, mean: weight / (to - from) };
  });
}
