import type { ConversationStep } from "../../ask/follow-conversation.ts";
import { wantsColours } from "../cli.ts";
import { timelineColumns } from "../conversation-columns.ts";
import { describeConversation } from "../describe-conversation.ts";
import { layOutTable } from "../output/table.ts";
import type { AnsweredContext } from "../question-command.ts";

/** A conversation's story as it happens: a line for each segment when it begins and when it ends; at its end what came of it. */
export async function writeStory(steps: AsyncIterable<ConversationStep>, context: AnsweredContext): Promise<void> {
  const { cli, format, table, notice } = context;
  const isForPeople = format === "table";
  const width = cli.stdout.isTTY === true ? cli.stdout.columns : undefined;
  const spec = { columns: timelineColumns(table), empty: "", width, colours: wantsColours(cli, cli.stdout) };
  let last: ConversationStep | undefined;
  let layout: ReturnType<typeof layOutTable<ConversationStep["entries"][number]>> | undefined;
  for await (const step of steps) {
    if (cli.out.closed || cli.signal.aborted) return;
    if (isForPeople && layout === undefined) {
      layout = layOutTable(spec, step.entries);
      const heading = describeConversation(step.conversation, table);
      await cli.out.write(`${[notice, heading].filter((text) => text !== null).join("\n\n")}\n\n${layout.header}\n`);
    }
    for (const entry of step.entries)
      await cli.out.write(`${layout === undefined ? JSON.stringify(entry) : layout.line(entry)}\n`);
    last = step;
  }
  if (isForPeople && last?.conversation.state === "ended")
    await cli.out.write(`\nThe conversation has ended.\n\n${describeConversation(last.conversation, table)}\n`);
}
