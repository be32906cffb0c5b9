import type { Group } from "./aggregate-groups.ts";
import type { AggregateQuery } from "./aggregate-query.ts";
import { Tally } from "./tally.ts";

/** The groups in the order of their values; of topN and bottomN those with most or least of the metric, best first. */
export function rankGroups(groups: readonly Group[], { queryType, sort, limit }: AggregateQuery): readonly Group[] {
  const inOrder = [...groups].sort((a, b) => compareValues(a.values, b.values));
  if (sort === undefined) return inOrder;
  const ranked = inOrder.flatMap((group) => {
    const rank = toRank(group, sort);
    return rank === undefined ? [] : [{ group, rank }];
  });
  ranked.sort((a, b) => (queryType === "topN" ? b.rank - a.rank : a.rank - b.rank));
  return ranked.slice(0, limit).map(({ group }) => group);
}

function compareValues(a: Group["values"], b: Group["values"]): number {
  for (const [index, value = ""] of a.entries()) {
    const other = b[index] ?? "";
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** Over the whole interval, whatever its buckets are. */
function toRank({ buckets }: Group, { metric, by }: NonNullable<AggregateQuery["sort"]>): number | undefined {
  const total = new Tally();
  for (const { metrics } of buckets.values()) {
    const tally = metrics.get(metric);
    if (tally !== undefined) total.merge(tally);
  }
  if (total.count === 0) return undefined;
  return by === "average" ? total.sum / total.count : total[by];
}
