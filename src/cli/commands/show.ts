import type { Command } from "commander";
import type { ConversationStep } from "../../ask/follow-conversation.ts";
import { type ShowAnswer, show } from "../../ask/questions/show.ts";
import type { Cli } from "../cli.ts";
import { timelineColumns } from "../conversation-columns.ts";
import { TIMELINE_CSV_COLUMNS } from "../csv-columns.ts";
import { describeConversation } from "../describe-conversation.ts";
import { printAnswer, writeMeta } from "../print-answer.ts";
import { type AnsweredContext, addAppCommand } from "../question-command.ts";
import { refuseFormat } from "../watch/refuse-format.ts";
import { writeStory } from "../watch/write-story.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = addAppCommand<typeof show.parameters, ShowAnswer, ShowAnswer | AsyncIterable<ConversationStep>>(
    program,
    cli,
    show,
    async (app, raw, context, { flags }) => {
      if (flags["follow"] !== true) return app.ask(show, raw, context);
      refuseFormat("--follow", flags["format"]);
      return app.follow(String(raw["conversationId"]), context);
    },
    (result, context) => ("meta" in result ? printStory(result, context) : writeStory(result, context)),
  );
  command.option("--follow", "Go on with each segment as it begins and ends, until the conversation has ended.");
}

async function printStory(answer: ShowAnswer, context: AnsweredContext): Promise<void> {
  const { conversation, rows, meta } = answer;
  if (context.format === "json") {
    const timeline: unknown[] = [];
    for await (const entry of rows) timeline.push(entry);
    await context.cli.out.write(`${JSON.stringify({ conversation, timeline, meta }, null, 2)}\n`);
    return writeMeta(meta, context, []);
  }
  await printAnswer(answer, context, {
    heading: conversation === null ? "" : describeConversation(conversation, context.table),
    columns: timelineColumns(context.table),
    csvColumns: TIMELINE_CSV_COLUMNS,
    empty: "The conversation has no segments.",
    closing: () => [`${meta.rows} segments`],
  });
}
