import type { Interval } from "../../base/interval.ts";
import type { EmissionCell, EmissionDimension, EmissionNeed } from "../store.ts";
import type { Database } from "./database.ts";
import { instant } from "./write-rows.ts";

/** The column of `metric` that holds a dimension; lists are taken apart. */
const DIMENSIONS: Readonly<Record<EmissionDimension, { readonly value: string; readonly list: string | null }>> = {
  queueId: { value: "queue_id", list: null },
  userId: { value: "user_id", list: null },
  mediaType: { value: "media_type", list: null },
  originatingDirection: { value: "direction", list: null },
  wrapUpCode: { value: "wrap_up_code", list: "wrap_up_codes" },
  divisionId: { value: "division_id", list: "division_ids" },
};

interface CellRow {
  bucket: string;
  name: string;
  count: string;
  sum: number;
  min: number;
  max: number;
  ranks: number[] | null;
  [group: `g${number}`]: string | null;
}

/** Counts what conversations have emitted, by groups and buckets, as the aggregate query would. */
export async function countEmissions(database: Database, need: EmissionNeed): Promise<EmissionCell[]> {
  const { buckets, groupBy, metrics, quantiles } = need;
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined || metrics.length === 0) return [];
  const groups = groupBy.map((dimension, index) => `${DIMENSIONS[dimension].value} AS g${index}`);
  const ranks = quantiles.length === 0 ? "NULL" : `quantile_disc(value, [${quantiles.join(", ")}])`;
  const rows = await database.rows<CellRow>(
    `SELECT bucket, name, count(*) AS count, sum(value) AS sum, min(value) AS min, max(value) AS max, ${ranks} AS ranks
       ${groups.map((_, index) => `, g${index}`).join("")}
     FROM (SELECT ${toBucket(buckets)} AS bucket, name, value${groups.map((group) => `, ${group}`).join("")}
       FROM (${selectEmissions(need, { from: first.from, to: last.to })}) ${joinBuckets(buckets)})
     GROUP BY bucket, name${groups.map((_, index) => `, g${index}`).join("")}`,
    "counting what was emitted",
    toValues(need),
  );
  return rows.map((row) => ({
    bucket: Number(row.bucket),
    metric: row.name,
    group: groupBy.map((_, index) => row[`g${index}`] ?? null),
    count: Number(row.count),
    sum: row.sum,
    min: row.min,
    max: row.max,
    quantiles: row.ranks ?? [],
  }));
}

function selectEmissions({ groupBy, filters }: EmissionNeed, { from, to }: Interval): string {
  const needsDivisions = groupBy.includes("divisionId") || filters.some(({ dimension }) => dimension === "divisionId");
  const source = needsDivisions
    ? "metric m JOIN (SELECT conversation_id AS id, division_ids FROM conversation) c ON m.conversation_id = c.id"
    : "metric m";
  const unnested = groupBy.flatMap((dimension) => {
    const { value, list } = DIMENSIONS[dimension];
    // Each list by itself: every combination of their values counts.
    return list === null
      ? []
      : [`(SELECT unnest(CASE WHEN coalesce(len(${list}), 0) = 0 THEN [NULL] ELSE ${list} END) AS ${value})`];
  });
  const conditions = filters.map(({ dimension }) => {
    const { value, list } = DIMENSIONS[dimension];
    const asked = "from_json(?::JSON, '[\"VARCHAR\"]')";
    return list === null ? `${value} IN (SELECT unnest(${asked}))` : `list_has_any(${list}, ${asked})`;
  });
  return `SELECT * FROM ${[source, ...unnested].join(", ")}
    WHERE ${[
      `emit_date >= ${instant(from)} AND emit_date < ${instant(to)}`,
      "name IN (SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]')))",
      ...conditions,
    ].join(" AND ")}`;
}

function toValues({ metrics, filters }: EmissionNeed): string[] {
  return [JSON.stringify(metrics), ...filters.map(({ values }) => JSON.stringify(values))];
}

/** Buckets of one length are told by arithmetic; others, such as days in which clocks change, by a join. */
function toBucket(buckets: readonly Interval[]): string {
  const length = toLength(buckets);
  const second = buckets[1];
  if (second === undefined) return "0";
  if (length === null) return "b.place";
  return `CASE WHEN emit_date < ${instant(second.from)} THEN 0 ELSE 1 + (epoch_ms(emit_date) - ${second.from}) // ${length} END`;
}

function joinBuckets(buckets: readonly Interval[]): string {
  if (buckets.length === 1 || toLength(buckets) !== null) return "";
  const rows = buckets.map(({ from }, place) => `(${place}, ${instant(from)})`);
  return `e ASOF JOIN (SELECT * FROM (VALUES ${rows.join(", ")}) AS t(place, since)) b ON e.emit_date >= b.since`;
}

/** Of all buckets but the first and the last, which a range may cut; `null` where it is not one. */
function toLength(buckets: readonly Interval[]): number | null {
  const inner = buckets.slice(1, -1);
  const [first] = inner;
  if (first === undefined) return Number.MAX_SAFE_INTEGER;
  const length = first.to - first.from;
  return inner.every(({ from, to }) => to - from === length) ? length : null;
}
