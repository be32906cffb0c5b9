import type { Service } from "../rest/service.ts";
import { toServiceLevel } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { AggregateQuery } from "./aggregate-query.ts";
import type { SessionEmissions } from "./emission.ts";
import type { EmissionDays } from "./emission-days.ts";
import { readSessionDimension, type SessionView, toDivisions, toQueue } from "./session-dimensions.ts";
import { Tally } from "./tally.ts";

/** What was emitted in one bucket, by metric, and by the name of a view. */
export interface Bucket {
  readonly metrics: Map<string, Tally>;
  readonly views: Map<string, Tally>;
  /** Share to be answered in time, as the queues and media that emitted something here have it. */
  readonly targets: Set<number>;
}

export interface Group {
  readonly values: readonly (string | undefined)[];
  readonly buckets: Map<number, Bucket>;
}

/** The metrics that derived ones are made of. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  oServiceLevel: ["tAnswered", "nOverSla", "tAbandon", "tShortAbandon", "tFlowOut"],
};

/** Adds up what a query asks for, by group and bucket: what its grant may see, dated within its interval, known by then. */
export function collectGroups(
  { grant, options, lateness }: Service,
  days: EmissionDays,
  query: AggregateQuery,
  { world, now }: { readonly world: World; readonly now: number },
): Group[] {
  const groups = new Map<string, Group>();
  const add = toAdder(query);
  for (const emissions of days.emittingIn(query.interval, now)) {
    if (now < emissions.keptFrom || now >= emissions.keptUntil) continue;
    const at = now - lateness.aggregateLagOf(emissions.conversation.key);
    const view: SessionView = { ...emissions, organisation: world.organisation, at };
    if (!grant.coversAll && !grant.covers(toDivisions(view))) continue;
    if (query.matches !== undefined && !query.matches(view, at)) continue;
    const target = toTarget(view);
    for (const values of listValues(query, view, options.missingDimensions === "no-group"))
      add(groupOf(groups, values), emissions, { target, at });
  }
  return [...groups.values()].filter(({ buckets }) => buckets.size > 0);
}

interface Known {
  readonly target: number | undefined;
  readonly at: number;
}

/** Adds what a session emitted as far as it is known, with the target of its queue and the instant as of which it is known. */
function toAdder(query: AggregateQuery) {
  const wanted = new Set(query.metrics.flatMap((metric) => PARTS[metric] ?? [metric]).concat(query.sort?.metric ?? []));
  const anything = wanted.has("oServiceTarget");
  const { interval, buckets, views, time } = query;
  return (group: Group, { emissions }: SessionEmissions, { target, at }: Known): void => {
    for (const emission of emissions) {
      const { metric, value, seenAt, [time]: instant } = emission;
      if (seenAt > at || instant < interval.from || instant >= interval.to) continue;
      const seenBy = views.filter((view) => view.target === metric && view.accepts(value));
      if (!anything && !wanted.has(metric) && seenBy.length === 0) continue;
      const bucket = bucketOf(group, buckets.indexOf(instant));
      tallyOf(bucket.metrics, metric).add(value);
      for (const { name } of seenBy) tallyOf(bucket.views, name).add(value);
      if (target !== undefined) bucket.targets.add(target);
    }
  };
}

/** Every combination of the values of the dimensions that are grouped by; flattened, several values are one. */
function listValues(
  { groupBy, flatten }: AggregateQuery,
  view: SessionView,
  complete: boolean,
): readonly (string | undefined)[][] {
  let found: (string | undefined)[][] = [[]];
  for (const dimension of groupBy) {
    const read = readSessionDimension(dimension, view);
    if (read.length === 0 && complete) return [];
    const values = read.length === 0 ? [undefined] : flatten ? [[...read].sort().join(",")] : [...new Set(read)];
    found = found.flatMap((before) => values.map((value) => [...before, value]));
  }
  return found;
}

function toTarget(view: SessionView): number | undefined {
  const queue = view.organisation.queues[toQueue(view) ?? -1];
  return queue === undefined ? undefined : toServiceLevel(queue, view.session.media).percentage;
}

function groupOf(groups: Map<string, Group>, values: Group["values"]): Group {
  const key = values.map((value) => value ?? "\u0001").join("\u0000");
  let group = groups.get(key);
  if (group === undefined) {
    group = { values, buckets: new Map() };
    groups.set(key, group);
  }
  return group;
}

function bucketOf({ buckets }: Group, index: number): Bucket {
  let bucket = buckets.get(index);
  if (bucket === undefined) {
    bucket = { metrics: new Map(), views: new Map(), targets: new Set() };
    buckets.set(index, bucket);
  }
  return bucket;
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = new Tally();
    tallies.set(name, tally);
  }
  return tally;
}
