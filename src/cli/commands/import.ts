import type { Command } from "commander";
import { openWritableCopy } from "../../app/local-copy.ts";
import { parseMoment } from "../../ask/moment.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags, loadConfigFrom } from "../connection-flags.ts";
import { enterClock } from "../enter-clock.ts";
import { EXIT_INCOMPLETE } from "../exit-codes.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { openProgress } from "../open-progress.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("import")
    .argument("<file...>", "Files to read, - for standard input")
    .summary("Take detail records from files into the local copy")
    .description(
      "Reads what `summarize` reads: a record, a list, a whole response, pages of a job, one record a line, gzip too. Each conversation is " +
        "in the copy once, as its newest account says; importing the same again changes nothing. A record that can't be read is reported with its " +
        "place and reason, the rest goes on, and the exit code is 12. Asks no organisation.",
    )
    .option("--as-of <time>", "When the records were so; the time of each file when absent");
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(async (files: string[]) => {
    const flags = command.opts<Flags>();
    const config = loadConfigFrom(cli, flags);
    await enterClock(cli, config);
    const { clock } = cli.effects;
    const asOf =
      typeof flags["asOf"] === "string" ? parseMoment(flags["asOf"], "--as-of", config.timeZone, clock.now()) : null;
    await using copy = await openWritableCopy(config, cli.effects);
    using progress = openProgress(cli);
    const report = await copy.import(files, asOf, cli.stdin, {
      signal: cli.signal,
      progress: progress.update,
      setAside: (place, reason) => progress.say(`${place}: ${reason}`),
    });
    progress.makeRoom();
    if (report.unreadable > 0) cli.exitWith(EXIT_INCOMPLETE);
    const format = readFormat(flags);
    if (format !== "table") return cli.out.write(`${JSON.stringify(report)}\n`);
    const { added, changed, unchanged, unreadable } = report;
    const nothing = added + changed === 0 ? "Nothing has changed: " : "";
    const aside = unreadable === 0 ? "" : `, ${unreadable} set aside because they can't be read`;
    await cli.out.write(
      `${nothing}${added} conversations new, ${changed} changed, ${unchanged} as they were${aside}.\n`,
    );
  });
}
