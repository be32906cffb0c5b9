import type { Command } from "commander";
import { live } from "../../ask/questions/live.ts";
import type { Cli } from "../cli.ts";
import { liveColumns } from "../conversation-columns.ts";
import { LIVE_CSV_COLUMNS } from "../csv-columns.ts";
import { describeLingering } from "../describe-lingering.ts";
import { printAnswer } from "../print-answer.ts";
import { addQuestionCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, live, (answer, context) => {
    const { meta } = answer;
    const wantsLingering = context.flags["lingering"] === true;
    return printAnswer(answer, context, {
      columns: liveColumns(context.table),
      csvColumns: LIVE_CSV_COLUMNS,
      empty: wantsLingering ? "No conversation is lingering." : "No conversation is active now.",
      closing: () => [
        `${meta.active} active`,
        ...(wantsLingering ? [`${meta.lingering} lingering`] : describeLingering(meta.lingering)),
      ],
    });
  });
}
