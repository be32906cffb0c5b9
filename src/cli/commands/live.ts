import type { Command } from "commander";
import { type LiveAnswer, live } from "../../ask/questions/live.ts";
import type { LiveWatch } from "../../ask/watch-live.ts";
import type { Cli } from "../cli.ts";
import { liveColumns } from "../conversation-columns.ts";
import { LIVE_CSV_COLUMNS } from "../csv-columns.ts";
import { describeLingering } from "../describe-lingering.ts";
import { printAnswer } from "../print-answer.ts";
import { type AnsweredContext, addAppCommand } from "../question-command.ts";
import { refuseFormat } from "../watch/refuse-format.ts";
import { showInPlace } from "../watch/show-in-place.ts";
import { describeChange, writeChanges } from "../watch/write-changes.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = addAppCommand<typeof live.parameters, LiveAnswer, LiveAnswer | LiveWatch>(
    program,
    cli,
    live,
    (app, raw, context, { flags }) => {
      if (flags["watch"] !== true) return app.ask(live, raw, context);
      refuseFormat("--watch", flags["format"]);
      return app.watch(raw, context);
    },
    async (result, context) => {
      if ("meta" in result) return printList(result, context);
      const wasAsked = command.getOptionValueSource("format") !== "default";
      await watchUntilTheEnd(result, context, wasAsked);
    },
  );
  command.option(
    "--watch",
    "Go on until Ctrl-C: in a terminal a table that changes in place, the longest waiting first; elsewhere a line of JSON for each change.",
  );
}

function printList(answer: LiveAnswer, context: AnsweredContext): Promise<void> {
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
}

async function watchUntilTheEnd(watch: LiveWatch, context: AnsweredContext, wasFormatAsked: boolean): Promise<void> {
  const { cli, format, table, notice, flags } = context;
  await using _closing = watch;
  if (format === "table" && cli.stdout.isTTY === true) {
    await showInPlace(watch, cli, toTitle(flags, notice), table.timeZone);
    return;
  }
  const isForPeople = format === "table" && wasFormatAsked;
  await writeChanges(watch, cli, isForPeople ? (change) => describeChange(change, table.timeZone) : JSON.stringify);
}

function toTitle(flags: AnsweredContext["flags"], notice: string | null): string {
  const chosen = ["user", "queue", "media"].flatMap((name) => {
    const value = flags[name];
    return value === undefined ? [] : [`${name} ${[value].flat().join(" or ")}`];
  });
  const whose = chosen.length === 0 ? "everyone" : chosen.join(", ");
  return `Live: ${whose}${notice === null ? "" : " (the built-in simulated organisation)"}`;
}
