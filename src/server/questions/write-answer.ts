import { toCsvLine } from "../../base/csv-line.ts";
import type { Served } from "./served-questions.ts";

export const FORMATS = {
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8",
} as const;

export type Format = keyof typeof FORMATS;

/** Text is given on in pieces of about so many characters. */
const PIECE = 64 * 1024;

/** An answer as text in pieces, its rows as they come. What fails in the middle breaks it off: half an answer is none. */
export async function* writeAnswer(
  answer: Served,
  format: Format,
  columns: readonly string[],
): AsyncGenerator<string, void, undefined> {
  let piece = "";
  for await (const part of format === "json" ? toJson(answer) : toLines(answer, format, columns)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** The meta data comes last: it is final when the rows have been given. */
async function* toJson({ rows, meta, ...beside }: Served): AsyncGenerator<string> {
  const head = JSON.stringify(beside).slice(0, -1);
  yield head === "{" ? '{"rows":[' : `${head},"rows":[`;
  let separator = "";
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ",";
  }
  yield `],"meta":${JSON.stringify(meta)}}`;
}

async function* toLines(
  { rows }: Served,
  format: "ndjson" | "csv",
  columns: readonly string[],
): AsyncGenerator<string> {
  if (format === "csv") yield toCsvLine(columns);
  for await (const row of rows) {
    const record = row as Readonly<Record<string, unknown>>;
    yield format === "csv" ? toCsvLine(columns.map((column) => record[column])) : `${JSON.stringify(row)}\n`;
  }
}
