import { createCsvFormat } from "./csv.ts";
import { createJsonFormat } from "./json.ts";
import { createNdjsonFormat } from "./ndjson.ts";
import { createTableFormat, type TableSpec } from "./table.ts";
import type { TextSink } from "./writer.ts";

export const FORMAT_NAMES = ["table", "json", "ndjson", "csv"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** A way to write rows as text. */
export interface RowFormat<Row> {
  /** Writes rows as they come and resolves with their number when all of it is written, or nobody reads any more. */
  write(rows: AsyncIterable<Row>, sink: TextSink): Promise<number>;
}

/** What the formats need to know of a kind of row; JSON and NDJSON take the rows as they are. */
export interface RowFormatSpec<Row> {
  table: TableSpec<Row>;
  /** The fields of a row that are columns, in this order, whatever a single row holds. */
  csvColumns: readonly (keyof Row & string)[];
}

/** The format of a name for a kind of row. */
export function createRowFormat<Row extends object>(name: FormatName, spec: RowFormatSpec<Row>): RowFormat<Row> {
  const formats = {
    table: () => createTableFormat(spec.table),
    json: () => createJsonFormat<Row>(),
    ndjson: () => createNdjsonFormat<Row>(),
    csv: () => createCsvFormat(spec.csvColumns),
  } satisfies Record<FormatName, () => RowFormat<Row>>;
  return formats[name]();
}
