import type { Command } from "commander";
import { summarizeFiles } from "../../ask/summarize-files.ts";
import { loadLocalSettings } from "../../config/load-config.ts";
import { type Cli, isNarrow } from "../cli.ts";
import { addConnectionFlags, type Flags, toConfigInput } from "../connection-flags.ts";
import { historyColumns } from "../conversation-columns.ts";
import { SUMMARY_CSV_COLUMNS } from "../csv-columns.ts";
import { enterClock } from "../enter-clock.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { openProgress } from "../open-progress.ts";
import { printRows, writeMeta } from "../print-answer.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("summarize")
    .argument("[file...]", "Files to read, - for standard input; standard input alone when none is named.")
    .summary("Detail records from files or standard input, one summary each")
    .description(
      "Reads a record, a list of records, a whole response ({conversations: […]}) or one record a line, gzip too, of any size. " +
        "A record that can't be read is reported with its place and reason, the rest goes on, and the exit code is 12.",
    );
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(async (files: string[]) => {
    const flags = command.opts<Flags>();
    const format = readFormat(flags);
    const { timeZone, clockUrl } = loadLocalSettings(toConfigInput(cli, flags));
    await enterClock(cli, { clockUrl });
    const table = { timeZone, now: cli.effects.clock.now(), narrow: isNarrow(cli) };
    using progress = openProgress(cli);
    const world = { clock: cli.effects.clock, stdin: cli.stdin };
    const answer = await summarizeFiles(world, files.length === 0 ? ["-"] : files, {
      signal: cli.signal,
      progress: progress.update,
      setAside: ({ place, reason }) => progress.say(`${place ?? ""}: ${reason}`),
    });
    progress.makeRoom();
    await printRows(answer.rows, cli, format, {
      columns: historyColumns(table),
      csvColumns: SUMMARY_CSV_COLUMNS,
      empty: "There is no record in it.",
    });
    await writeMeta(answer.meta, { cli, format, table, notice: null }, [`${answer.meta.rows} conversations`]);
  });
}
