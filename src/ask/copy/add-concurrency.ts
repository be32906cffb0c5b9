import { toBuckets } from "../../sources/aggregates/buckets.ts";
import type { AggregateCell, AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import { FIELDS } from "../../sources/filter/criterion.ts";
import type { Span, SpanNeed, Store } from "../../store/store.ts";
import { type Concurrency, toConcurrency } from "../stats/concurrency.ts";
import { isDimension } from "./count-from-copy.ts";
import { copyNotUsable } from "./plan-from-copy.ts";

/** A group and bucket in which conversations were at work. */
export interface ConcurrencyCell extends Pick<AggregateCell, "group" | "bucket"> {
  readonly concurrent: Concurrency;
}

/** How many conversations were at work at once, by the groups and buckets of a need. Throws `COPY_NOT_USABLE` (input) for groups that have no times. */
export async function readConcurrency(store: Store, need: AggregateNeed, now: number): Promise<ConcurrencyCell[]> {
  const buckets = toBuckets(need.interval, need.period, need.timeZone);
  const byGroup = new Map<string, { group: Span["group"]; spans: Span[] }>();
  for await (const spans of store.spans(toSpanNeed(need, now))) {
    for (const span of spans) {
      const key = JSON.stringify(span.group);
      const known = byGroup.get(key) ?? { group: span.group, spans: [] };
      byGroup.set(key, known);
      known.spans.push(span);
    }
  }
  return [...byGroup.values()].flatMap(({ group, spans }) =>
    toConcurrency(spans, buckets).flatMap((concurrent, index) => {
      const bucket = buckets[index];
      return concurrent === null || bucket === undefined ? [] : [{ group, bucket, concurrent }];
    }),
  );
}

function toSpanNeed({ interval, groupBy, criteria }: AggregateNeed, now: number): SpanNeed {
  const asked = [...groupBy, ...criteria.map(({ field }) => FIELDS[field].dimension)];
  const timeless = asked.find((name) => !TIMED.has(name));
  if (timeless !== undefined)
    throw copyNotUsable(`${timeless} has no time of its own in which conversations could be at work`);
  return {
    interval,
    now,
    groupBy: groupBy.filter((name): name is SpanNeed["groupBy"][number] => TIMED.has(name)),
    filters: criteria.flatMap(({ field, values }) => {
      const { dimension } = FIELDS[field];
      return isDimension(dimension) ? [{ dimension, values }] : [];
    }),
  };
}

const TIMED: ReadonlySet<string> = new Set(["queueId", "userId", "mediaType", "originatingDirection"]);
