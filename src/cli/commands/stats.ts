import type { Command } from "commander";
import { type StatsAnswer, stats } from "../../ask/questions/stats.ts";
import { mapAsync } from "../../base/async-iterable.ts";
import { MEASURE_NAMES, MEASURES } from "../../model/measures.ts";
import type { Cli } from "../cli.ts";
import { printAnswer, writeAnswerJson } from "../print-answer.ts";
import { type AnsweredContext, addQuestionCommand } from "../question-command.ts";
import { statsColumns, statsCsvColumns, toCsvRow } from "../stats-columns.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, stats, printStats).addHelpText("after", describeMeasures);
}

function printStats({ rows, meta }: StatsAnswer, context: AnsweredContext): Promise<void> {
  const counts = [`${meta.rows} ${meta.rows === 1 ? "row" : "rows"}`];
  if (context.format === "json") return writeAnswerJson({ rows, meta }, context, counts);
  if (context.format === "csv") {
    const flat = { rows: mapAsync(rows, toCsvRow), meta };
    return printAnswer(flat, context, {
      columns: [],
      csvColumns: statsCsvColumns(meta),
      empty: "",
      closing: () => counts,
    });
  }
  return printAnswer({ rows, meta }, context, {
    columns: statsColumns(meta, context.table),
    csvColumns: [],
    empty: "Nothing was counted in that range.",
    closing: () => counts,
  });
}

function describeMeasures(): string {
  const width = Math.max(...MEASURE_NAMES.map((name) => name.length));
  const lines = MEASURE_NAMES.map((name) => {
    const { metric, statistic, meaning } = MEASURES[name];
    return `  ${name.padEnd(width)}  ${metric} (${statistic}). ${meaning}`;
  });
  return `\nMetrics:\n${lines.join("\n")}\n`;
}
