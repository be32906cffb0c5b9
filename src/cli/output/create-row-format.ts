import { createCsvFormat } from "./csv.ts";
import { createJsonFormat } from "./json.ts";
import { createNdjsonFormat } from "./ndjson.ts";
import type { FormatName, RowFormat } from "./row-format.ts";
import { createTableFormat, type TableSpec } from "./table.ts";

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
