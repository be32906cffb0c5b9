import { toIdKey } from "./id-key.ts";
import { RECORD_COLUMNS } from "./record-structure.ts";
import { SUMMARY_COLUMNS } from "./summary-columns.ts";

const listColumns = (columns: readonly { readonly name: string; readonly type: string }[]) =>
  columns.map(({ name, type }) => `"${name}" ${type}`).join(",\n  ");

/**
 * How a store came to its present shape, step by step: the number of the last step is the version of its schema. A step that has been
 * released is never changed. Long texts name their compression: left to itself, DuckDB finds one for summaries that takes four times
 * the space. No primary keys: replacing rows through one costs thirty times a DELETE and an INSERT (docs/decisions).
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE conversation (
  conversation_id VARCHAR NOT NULL,
  conversation_start TIMESTAMPTZ,
  conversation_end TIMESTAMPTZ,
  revision INTEGER NOT NULL,
  source VARCHAR NOT NULL,
  finality VARCHAR NOT NULL,
  observed_at TIMESTAMPTZ NOT NULL,
  written_at TIMESTAMPTZ NOT NULL,
  payload_hash VARCHAR NOT NULL,
  attributes_at TIMESTAMPTZ,
  ${listColumns(SUMMARY_COLUMNS)},
  ${listColumns(RECORD_COLUMNS)},
  summary VARCHAR NOT NULL USING COMPRESSION zstd,
  detail VARCHAR NOT NULL USING COMPRESSION zstd
)`,
    `CREATE TABLE metric (
  conversation_id VARCHAR NOT NULL,
  conversation_start TIMESTAMPTZ,
  participant_id VARCHAR,
  purpose VARCHAR,
  session_id VARCHAR,
  queue_id VARCHAR,
  user_id VARCHAR,
  media_type VARCHAR,
  direction VARCHAR,
  wrap_up_codes VARCHAR[],
  name VARCHAR NOT NULL,
  value DOUBLE NOT NULL,
  emit_date TIMESTAMPTZ NOT NULL,
  derived BOOLEAN NOT NULL
)`,
    `CREATE TABLE version (
  conversation_id VARCHAR NOT NULL,
  revision INTEGER NOT NULL,
  source VARCHAR NOT NULL,
  finality VARCHAR NOT NULL,
  observed_at TIMESTAMPTZ NOT NULL,
  superseded_at TIMESTAMPTZ NOT NULL,
  payload_hash VARCHAR NOT NULL,
  detail VARCHAR NOT NULL USING COMPRESSION zstd
)`,
    `CREATE TABLE slice (
  slice_from TIMESTAMPTZ NOT NULL,
  slice_to TIMESTAMPTZ NOT NULL,
  pass VARCHAR NOT NULL,
  settle_day INTEGER NOT NULL,
  source VARCHAR NOT NULL,
  filter VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  reason VARCHAR,
  row_count BIGINT NOT NULL,
  content_hash VARCHAR NOT NULL,
  as_of TIMESTAMPTZ NOT NULL,
  facts_as_of TIMESTAMPTZ NOT NULL,
  changed BIGINT NOT NULL,
  finished_at TIMESTAMPTZ NOT NULL
)`,
    "CREATE TABLE name (kind VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR, fetched_at TIMESTAMPTZ NOT NULL)",
    // A fingerprint, so that what is forgotten is not remembered.
    "CREATE TABLE forgotten (id_hash VARCHAR NOT NULL, forgotten_at TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE property (name VARCHAR NOT NULL, value VARCHAR NOT NULL)",
  ],
  [
    // A number for an id: looking through those of a million takes a tenth of looking through their ids.
    "ALTER TABLE conversation ADD COLUMN id_key INTEGER",
    `UPDATE conversation SET id_key = ${toIdKey("conversation_id")}`,
  ],
];
