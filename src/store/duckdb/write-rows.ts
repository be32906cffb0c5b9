import { startOfUtcDay } from "../../base/interval.ts";
import type { Row } from "../to-row.ts";
import type { Database } from "./database.ts";
import { toIdKey } from "./id-key.ts";
import { RECORD_COLUMNS, RECORD_STRUCTURE } from "./record-structure.ts";
import type { Staged } from "./staging.ts";
import { SUMMARY_COLUMNS } from "./summary-columns.ts";

/** Puts staged rows into the tables, within the caller's transaction. */
export async function insertStaged(database: Database, staged: readonly Staged[], writtenAt: number): Promise<void> {
  const longest = Math.max(...staged.map((one) => one.longest));
  const rows = readNdjson(
    staged.map(({ rowsFile }) => rowsFile),
    ROW_COLUMNS,
    longest,
  );
  const metrics = readNdjson(
    staged.map(({ metricsFile }) => metricsFile),
    METRIC_COLUMNS,
    longest,
  );
  await database.run(`${INSERT_ROWS} ${selectRows(rows, writtenAt)}`, "writing conversations");
  await database.run(`${INSERT_METRICS} ${selectMetrics(metrics)}`, "writing metrics");
}

/**
 * Removes the current versions of conversations. Day by day of their starts: rows lie in the order of time, so that each statement looks at
 * little, however many days they are scattered over.
 */
export async function deleteCurrent(
  database: Database,
  ids: readonly string[],
  starts: readonly (number | null)[],
): Promise<void> {
  for (const group of groupByDay(ids, starts)) {
    const where = `${amongIds()} ${near(group.starts)}`;
    const values = [JSON.stringify(group.ids)];
    await database.run(`DELETE FROM conversation WHERE ${where}`, "replacing conversations", values);
    await database.run(`DELETE FROM metric WHERE ${where}`, "replacing metrics", values);
  }
}

interface DayGroup {
  readonly ids: string[];
  readonly starts: (number | null)[];
}

function groupByDay(ids: readonly string[], starts: readonly (number | null)[]): readonly DayGroup[] {
  const groups = new Map<number | null, DayGroup>();
  ids.forEach((id, index) => {
    const start = starts[index] ?? null;
    const day = start === null ? null : startOfUtcDay(start);
    const group = groups.get(day) ?? { ids: [], starts: [] };
    groups.set(day, group);
    group.ids.push(id);
    group.starts.push(start);
  });
  return [...groups.values()];
}

/** A version that is as it was, seen later. */
export type Seen = Pick<Row, "conversationId" | "source" | "observedAt" | "startedAt">;

/** Says of versions that are as they were that they have been seen later. */
export async function confirmVersions(database: Database, rows: readonly Seen[]): Promise<void> {
  const seen = rows.map(({ conversationId, source, observedAt }) => ({ id: conversationId, source, observedAt }));
  await database.run(
    `UPDATE conversation SET observed_at = ${instant('seen.one."observedAt"')}, source = seen.one.source
     FROM (SELECT unnest(from_json(?::JSON, '[{"id": "VARCHAR", "source": "VARCHAR", "observedAt": "BIGINT"}]')) AS one) AS seen
     WHERE conversation_id = seen.one.id ${near(rows.map(({ startedAt }) => startedAt))}`,
    "confirming what is known",
    [JSON.stringify(seen)],
  );
}

/** Ids travel as one JSON text: a statement with thousands of parameters takes longer than the work. */
export function amongIds(): string {
  return "conversation_id IN (SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]')))";
}

/** Rows lie in the order of time, so that most of them are skipped when it is known where to look. */
export function near(starts: readonly (number | null)[]): string {
  const known = starts.filter((start) => start !== null);
  if (known.length === 0 || known.length < starts.length) return "";
  const [first, last] = [Math.min(...known), Math.max(...known)];
  return `AND conversation_start BETWEEN ${instant(first)} AND ${instant(last)}`;
}

/** Epoch milliseconds as an instant of SQL. */
export function instant(ms: number | string): string {
  return `make_timestamptz((${ms})::BIGINT * 1000)`;
}

const ROW_COLUMNS = {
  id: "VARCHAR",
  start: "BIGINT",
  end: "BIGINT",
  revision: "INTEGER",
  source: "VARCHAR",
  finality: "VARCHAR",
  observed: "BIGINT",
  hash: "VARCHAR",
  attributesAt: "BIGINT",
  summary: "JSON",
  more: `STRUCT(${SUMMARY_COLUMNS.filter(({ more }) => more === true)
    .map(({ from, type }) => `"${from}" ${type}`)
    .join(", ")})`,
  record: "JSON",
  detail: "VARCHAR",
};

const METRIC_COLUMNS = {
  id: "VARCHAR",
  start: "BIGINT",
  direction: "VARCHAR",
  metric: "VARCHAR[]",
  value: "DOUBLE[]",
  emitDate: "BIGINT[]",
  session: "INTEGER[]",
  derived: "BOOLEAN[]",
  participantId: "VARCHAR[]",
  purpose: "VARCHAR[]",
  sessionId: "VARCHAR[]",
  queueId: "VARCHAR[]",
  userId: "VARCHAR[]",
  mediaType: "VARCHAR[]",
  wrapUpCodes: "VARCHAR[][]",
};

const SUMMARY_STRUCTURE = JSON.stringify(
  Object.fromEntries(
    SUMMARY_COLUMNS.filter(({ more }) => more !== true).map(({ from, type }) => [from, toJsonType(type)]),
  ),
);

function toJsonType(type: string): unknown {
  return type.endsWith("[]") ? [type.slice(0, -2)] : type;
}

const INSERT_ROWS = `INSERT INTO conversation (conversation_id, conversation_start, conversation_end, revision, source, finality,
  observed_at, written_at, payload_hash, attributes_at, ${SUMMARY_COLUMNS.map(({ name }) => name).join(", ")},
  ${RECORD_COLUMNS.map(({ name }) => name).join(", ")}, summary, detail, id_key)`;

function selectRows(rows: string, writtenAt: number): string {
  const figures = SUMMARY_COLUMNS.map(({ from, more }) => (more === true ? `more."${from}"` : `f."${from}"`));
  return `SELECT id, ${instant("start")}, ${instant('"end"')}, revision, source, finality, ${instant("observed")},
    ${instant(writtenAt)}, hash, ${instant('"attributesAt"')}, ${figures.join(", ")},
    ${RECORD_COLUMNS.map(({ name }) => `r.${name}`).join(", ")}, summary::VARCHAR, coalesce(detail, record::VARCHAR),
    ${toIdKey("id")}
  FROM (SELECT *, from_json(summary, '${SUMMARY_STRUCTURE}') AS f, from_json(record, '${RECORD_STRUCTURE}') AS r FROM ${rows})`;
}

const INSERT_METRICS = `INSERT INTO metric (conversation_id, conversation_start, participant_id, purpose, session_id, queue_id, user_id,
  media_type, direction, wrap_up_codes, name, value, emit_date, derived)`;

function selectMetrics(metrics: string): string {
  return `SELECT id, ${instant("start")}, "participantId"[s], purpose[s], "sessionId"[s], "queueId"[s], "userId"[s], "mediaType"[s],
    direction, "wrapUpCodes"[s], name, value, ${instant("emitted")}, derived
  FROM (SELECT * EXCLUDE (metric, value, "emitDate", session, derived), unnest(session) AS s, unnest(metric) AS name,
    unnest(value) AS value, unnest("emitDate") AS emitted, unnest(derived) AS derived FROM ${metrics})`;
}

/** DuckDB takes twice the longest line's size as memory at once; its default is meant for larger files than these. */
const SHORTEST_LINE_LIMIT = 1 << 20;

function readNdjson(files: readonly string[], columns: Readonly<Record<string, string>>, longest: number): string {
  const types = Object.entries(columns)
    .map(([name, type]) => `"${name}": '${type}'`)
    .join(", ");
  // A character is at most three bytes in UTF-8 and a half.
  const size = Math.max(SHORTEST_LINE_LIMIT, longest * 3 + 1);
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ");
  return `read_json([${list}], format = 'newline_delimited', maximum_object_size = ${size}, columns = {${types}})`;
}
