import type { AnswerMeta } from "../ask/answer.ts";
import type { ReportAnswer } from "../ask/questions/report.ts";
import { toAsyncIterable } from "../base/async-iterable.ts";
import type { Cli } from "./cli.ts";
import { wantsColours } from "./cli.ts";
import type { TableContext } from "./conversation-columns.ts";
import { EXIT_INCOMPLETE } from "./exit-codes.ts";
import { createRowFormat } from "./output/create-row-format.ts";
import { toHumanInstant } from "./output/instant.ts";
import { writeJsonObject } from "./output/json.ts";
import type { FormatName } from "./output/row-format.ts";
import type { TableColumn } from "./output/table.ts";

/** How rows are shown in each format. */
export interface RowView<Row> {
  columns: readonly TableColumn<Row>[];
  csvColumns: readonly (keyof Row & string)[];
  /** What a table says instead of nothing. */
  empty: string;
}

export interface PrintContext {
  cli: Cli;
  format: FormatName;
  table: TableContext;
  /** Says so when the organisation is the simulated one. */
  notice: string | null;
}

export interface AnswerView<Row, Meta> extends RowView<Row> {
  /** Above the table. */
  heading?: string;
  /** What the closing line counts. */
  closing(meta: Meta): string[];
}

/** Prints an answer: rows on stdout; what there is to know about them below a table, or on stderr for programs. */
export async function printAnswer<Row extends object, Meta extends AnswerMeta>(
  answer: { rows: AsyncIterable<Row>; meta: Meta },
  context: PrintContext,
  view: AnswerView<Row, Meta>,
): Promise<void> {
  const { cli, format, notice } = context;
  if (format === "table") {
    const above = [notice, view.heading].filter((text) => text !== null && text !== undefined && text !== "");
    if (above.length > 0) await cli.out.write(`${above.join("\n\n")}\n\n`);
  }
  await printRows(answer.rows, cli, format, view);
  await writeMeta(answer.meta, context, view.closing(answer.meta));
}

export async function printRows<Row extends object>(
  rows: AsyncIterable<Row>,
  cli: Cli,
  format: FormatName,
  view: RowView<Row>,
): Promise<void> {
  // A pipe is read by programs and by people who search: nothing is cut there.
  const width = cli.stdout.isTTY === true ? cli.stdout.columns : undefined;
  const table = { columns: view.columns, empty: view.empty, width, colours: wantsColours(cli, cli.stdout) };
  await createRowFormat(format, { table, csvColumns: view.csvColumns }).write(rows, cli.out);
}

/** Completeness, freshness and requests used; and the exit code of an answer that is not whole. */
export async function writeMeta(meta: AnswerMeta, context: PrintContext, counts: readonly string[]): Promise<void> {
  const { cli, format, notice, table } = context;
  if (!meta.complete) cli.exitWith(EXIT_INCOMPLETE);
  const requests =
    meta.requestsUsed === 0
      ? []
      : [`${meta.requestsUsed} requests`, `as of ${toHumanInstant(meta.asOf, table.timeZone)} ${table.timeZone}`];
  const completeness = meta.complete ? "complete" : `INCOMPLETE: ${meta.reason ?? "no reason known"}`;
  const closing = [...counts, ...requests, completeness].join("; ");
  const lines = [...(notice === null || format === "table" ? [] : [notice]), ...meta.notes, `${capitalize(closing)}.`];
  const text = lines.map((line) => `${line}\n`).join("");
  if (format === "table") await cli.out.write(meta.notes.length > 0 || counts.length > 0 ? `\n${text}` : text);
  else cli.stderr.write(text);
}

/** The report as one object; the history is written as it arrives, so the meta data comes last. */
export async function writeReportJson({ active, history, meta }: ReportAnswer, context: PrintContext): Promise<void> {
  const { notice } = context;
  if (notice !== null) meta.notes.push(notice);
  const members = [
    { key: "active", rows: toAsyncIterable(active) },
    { key: "history", rows: history },
    { key: "meta", value: () => meta },
  ];
  await writeJsonObject(members, context.cli.out);
  await writeMeta({ ...meta, notes: [] }, { ...context, notice: null }, [
    `${meta.active} active, ${meta.rows} in the history`,
  ]);
}

/** Rows and what there is to know about them as one object. */
export async function writeAnswerJson(
  { rows, meta }: { rows: AsyncIterable<unknown>; meta: AnswerMeta },
  context: PrintContext,
  counts: readonly string[],
): Promise<void> {
  const { notice } = context;
  if (notice !== null) meta.notes.push(notice);
  await writeJsonObject(
    [
      { key: "rows", rows },
      { key: "meta", value: () => meta },
    ],
    context.cli.out,
  );
  await writeMeta({ ...meta, notes: [] }, { ...context, notice: null }, counts);
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
