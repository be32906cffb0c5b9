import type { Command } from "commander";
import { show } from "../../ask/questions/show.ts";
import type { Cli } from "../cli.ts";
import { timelineColumns } from "../conversation-columns.ts";
import { TIMELINE_CSV_COLUMNS } from "../csv-columns.ts";
import { describeConversation } from "../describe-conversation.ts";
import { printAnswer, writeMeta } from "../print-answer.ts";
import { addQuestionCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, show, async (answer, context) => {
    const { conversation, rows, meta } = answer;
    if (context.format === "json") {
      const timeline: unknown[] = [];
      for await (const entry of rows) timeline.push(entry);
      await cli.out.write(`${JSON.stringify({ conversation, timeline, meta }, null, 2)}\n`);
      return writeMeta(meta, context, []);
    }
    await printAnswer(answer, context, {
      heading: conversation === null ? "" : describeConversation(conversation, context.table),
      columns: timelineColumns(context.table),
      csvColumns: TIMELINE_CSV_COLUMNS,
      empty: "The conversation has no segments.",
      closing: () => [`${meta.rows} segments`],
    });
  });
}
