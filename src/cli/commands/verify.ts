import type { Command } from "commander";
import { type VerifyAnswer, type VerifyRow, verify } from "../../ask/questions/verify.ts";
import { isTimed } from "../../model/measures.ts";
import type { Cli } from "../cli.ts";
import { EXIT_DIFFERENCES } from "../exit-codes.ts";
import { NO_VALUE } from "../output/cell-text.ts";
import { toHumanDuration } from "../output/duration.ts";
import type { TableColumn } from "../output/table.ts";
import { printAnswer, writeAnswerJson } from "../print-answer.ts";
import { type AnsweredContext, addQuestionCommand } from "../question-command.ts";
import { groupColumn, groupCsvColumns, intervalColumn } from "../stats-columns.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, verify, async (answer, context) => {
    await printDifferences(answer, context);
    // Incomplete or not: that something differs is what was asked.
    if (answer.meta.differences > 0) cli.exitWith(EXIT_DIFFERENCES);
  });
}

function printDifferences({ rows, meta }: VerifyAnswer, context: AnsweredContext): Promise<void> {
  const counts = [`${meta.compared} numbers compared`, `${meta.differences} differ`];
  if (context.format === "json") return writeAnswerJson({ rows, meta }, context, counts);
  return printAnswer({ rows, meta }, context, {
    columns: [
      ...(meta.interval === null ? [] : [intervalColumn<VerifyRow>(context.table)]),
      ...meta.by.map((name) => groupColumn<VerifyRow>(name)),
      ...NUMBER_COLUMNS,
    ],
    csvColumns: ["from", "to", ...groupCsvColumns(meta.by), ...CSV_COLUMNS] as (keyof VerifyRow & string)[],
    empty: "Aggregates and details say the same numbers.",
    closing: () => counts,
  });
}

const CSV_COLUMNS = ["metric", "statistic", "aggregates", "details", "difference", "cause", "explanation"] as const;

const NUMBER_COLUMNS: readonly TableColumn<VerifyRow>[] = [
  { header: "Metric", value: ({ metric, statistic }) => `${metric} ${statistic}`, minWidth: 14, priority: 19 },
  number("Aggregates", (row) => row.aggregates),
  number("Details", (row) => row.details),
  number("Difference", (row) => row.difference),
  { header: "Likely cause", value: ({ explanation }) => explanation, minWidth: 20, priority: 10 },
];

function number(header: string, read: (row: VerifyRow) => number | null): TableColumn<VerifyRow> {
  const value = (row: VerifyRow) => {
    const found = read(row);
    if (found === null) return NO_VALUE;
    return isTimed(row.metric) && row.statistic === "sum" ? toHumanDuration(found) : found;
  };
  return { header, value, align: "right", minWidth: 10, priority: 18 };
}
