import type { Command } from "commander";
import { history } from "../../ask/questions/history.ts";
import type { Cli } from "../cli.ts";
import { historyColumns } from "../conversation-columns.ts";
import { SUMMARY_CSV_COLUMNS } from "../csv-columns.ts";
import { printAnswer } from "../print-answer.ts";
import { addQuestionCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, history, (answer, context) =>
    printAnswer(answer, context, {
      columns: historyColumns(context.table),
      csvColumns: context.flags["attributes"] === true ? [...SUMMARY_CSV_COLUMNS, "attributes"] : SUMMARY_CSV_COLUMNS,
      empty: "No conversation began in that range.",
      closing: ({ rows }) => [`${rows} ${rows === 1 ? "conversation" : "conversations"}`],
    }),
  );
}
