import type { Command } from "commander";
import type { Answer, AnswerMeta } from "../../ask/answer.ts";
import { history } from "../../ask/questions/history.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import type { Cli } from "../cli.ts";
import { historyColumns } from "../conversation-columns.ts";
import { SUMMARY_CSV_COLUMNS } from "../csv-columns.ts";
import { addOutputFlags, readOutputTarget } from "../export/output-flags.ts";
import { type AskedExport, askForExport, writeExport } from "../export/write-export.ts";
import { type AnswerView, printAnswer } from "../print-answer.ts";
import { type AnsweredContext, addAppCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = addAppCommand(
    program,
    cli,
    history,
    (app, raw, asking, context): Promise<AskedExport | Answer<ConversationSummary>> => {
      const target = readOutputTarget(raw, context);
      return target === null
        ? app.ask(history, raw, asking)
        : askForExport(target, raw, asking, (parameters, resumed) => app.ask(history, parameters, resumed));
    },
    (asked, context) =>
      "answer" in asked ? writeExport(asked, context, toView(context)) : printAnswer(asked, context, toView(context)),
  );
  addOutputFlags(command);
}

function toView({ table, flags }: AnsweredContext): AnswerView<ConversationSummary, AnswerMeta> {
  return {
    columns: historyColumns(table),
    csvColumns: flags["attributes"] === true ? [...SUMMARY_CSV_COLUMNS, "attributes"] : SUMMARY_CSV_COLUMNS,
    empty: "No conversation began in that range.",
    closing: ({ rows }) => [`${rows} ${rows === 1 ? "conversation" : "conversations"}`],
  };
}
