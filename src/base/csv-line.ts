import { stringify } from "csv-stringify/sync";

/** What spreadsheets take for the begin of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of CSV. A scalar is a cell, a list of scalars its elements joined by `;`, anything nested JSON, and what is unknown an empty
 * cell. Text that a spreadsheet would run gets an apostrophe in front; numbers don't need one.
 */
export function toCsvLine(values: readonly unknown[]): string {
  return stringify([values.map(toCell)]);
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
