import { stringify } from "csv-stringify/sync";
import type { RowFormat } from "./row-format.ts";
import { writeEach } from "./writer.ts";

/** What spreadsheets take for the begin of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * CSV with a header, also above no rows. A scalar is a cell, a list of scalars its elements joined by `;`, anything
 * nested JSON, and what is unknown an empty cell. Text that a spreadsheet would run gets an apostrophe in front;
 * numbers don't need one.
 */
export function createCsvFormat<Row extends object>(columns: readonly (keyof Row & string)[]): RowFormat<Row> {
  return {
    async write(rows, sink, before = 0) {
      if (before === 0) await sink.write(stringify([columns]));
      const count = await writeEach(rows, sink, (row) => stringify([columns.map((column) => toCell(row[column]))]));
      await sink.flush();
      return count;
    },
  };
}

function toCell(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  const text = toText(value);
  return FORMULA.test(text) ? `'${text}` : text;
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && !value.some(isNested)) return value.map(toText).join(";");
  return isNested(value) ? JSON.stringify(value) : String(value);
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
