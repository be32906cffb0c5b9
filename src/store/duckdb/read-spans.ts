import type { Span, SpanNeed } from "../store.ts";
import type { Database } from "./database.ts";
import { instant } from "./write-rows.ts";

/** Columns of segments, and of their conversation. */
const COLUMNS = {
  queueId: "queue_id",
  userId: "user_id",
  mediaType: "media_type",
  originatingDirection: "direction",
} as const;

/** Whoever is outside may forget to hang up. */
const OUTSIDE = "('customer', 'external')";

interface SpanRow {
  from: string;
  to: string;
  [group: `g${number}`]: string | null;
}

export async function* readSpans(
  database: Database,
  { interval, groupBy, filters, now }: SpanNeed,
): AsyncGenerator<Span[], void, undefined> {
  const groups = groupBy.map((dimension, index) => `${COLUMNS[dimension]} AS g${index}`);
  const names = groups.map((_, index) => `g${index}`);
  const conditions = filters.flatMap(({ dimension }) => {
    const column = dimension in COLUMNS ? COLUMNS[dimension as keyof typeof COLUMNS] : null;
    return column === null ? [] : [`${column} IN (SELECT unnest(from_json(?::JSON, '["VARCHAR"]')))`];
  });
  const known = groupBy.map((dimension) => `${COLUMNS[dimension]} IS NOT NULL`);
  const found = database.stream<SpanRow>(
    `SELECT epoch_ms(min(segment_start)) AS "from", epoch_ms(max(until)) AS "to"${names.map((name) => `, ${name}`).join("")}
     FROM (SELECT s.conversation_id, segment_start, coalesce(segment_end, ${instant(now)}) AS until${groups.map((group) => `, ${group}`).join("")}
       FROM (SELECT * EXCLUDE (direction) FROM segments) s
       JOIN (SELECT conversation_id AS id, direction FROM conversation) c ON c.id = s.conversation_id
       WHERE purpose NOT IN ${OUTSIDE} AND segment_start IS NOT NULL AND conversation_start < ${instant(interval.to)}
         ${[...known, ...conditions].map((condition) => `AND ${condition}`).join(" ")})
     GROUP BY conversation_id${names.map((name) => `, ${name}`).join("")}
     HAVING max(until) > ${instant(interval.from)} AND min(segment_start) < ${instant(interval.to)}`,
    "reading who was at work",
    filters.map(({ values }) => JSON.stringify(values)),
  );
  for await (const rows of found)
    yield rows.map((row) => ({
      group: names.map((_, index) => row[`g${index}`] ?? null),
      from: Number(row.from),
      to: Number(row.to),
    }));
}
