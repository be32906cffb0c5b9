import { resolve } from "node:path";
import type { Command } from "commander";
import type { ExportReport } from "../../app/export/export-copy.ts";
import { EXPORT_PARAMETERS, type ExportNeed, toExportNeed } from "../../app/export/export-need.ts";
import { type LocalCopy, openOwnCopy } from "../../app/local-copy.ts";
import { parseParameters } from "../../ask/parameter.ts";
import type { Interval } from "../../base/interval.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags, loadConfigFrom } from "../connection-flags.ts";
import { enterClock } from "../enter-clock.ts";
import { EXIT_INCOMPLETE } from "../exit-codes.ts";
import { openProgress } from "../open-progress.ts";
import { addParameter, collectParameters } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("export")
    .summary("Write the local copy to Parquet, CSV or NDJSON files, a UTC day each, and keep them up to date")
    .description(
      "Parquet has the tables of `nowthen sql`, in folders day=2026-11-10 that DuckDB, Spark and pandas take for a column; CSV one summary a line, " +
        "as `history --format csv`; NDJSON whole detail records, which `nowthen import` takes back. Repeated, it writes the days that have " +
        "changed in the copy since and leaves the rest; killed, the same command ends in the same files. Asks no organisation.",
    );
  const { to, ...optional } = EXPORT_PARAMETERS;
  command.requiredOption(to.flag, to.description);
  for (const parameter of Object.values(optional)) addParameter(command, parameter);
  addConnectionFlags(command);
  command.action(async () => {
    const flags = command.opts<Flags>();
    const config = loadConfigFrom(cli, flags);
    await enterClock(cli, config);
    const { to = "", ...options } = parseParameters(EXPORT_PARAMETERS, collectParameters(EXPORT_PARAMETERS, flags, []));
    const need = toExportNeed(resolve(cli.folder, to), options, config.timeZone, cli.effects.clock.now());
    await using copy = await openOwnCopy(config, cli.effects);
    using progress = openProgress(cli);
    const report = await copy.export(need, { signal: cli.signal, progress: progress.update });
    progress.makeRoom();
    await cli.out.write(describeExport(report));
    const missing = await countMissing(copy, need);
    if (missing === 0) return;
    cli.exitWith(EXIT_INCOMPLETE);
    await cli.out.write(
      `INCOMPLETE: the copy lacks ${missing === 1 ? "1 stretch" : `${missing} stretches`} of that time; nowthen gaps says which.\n`,
    );
  });
}

/** Stretches that sync was to read and has not; a copy that was only fed from files lacks nothing. */
async function countMissing(copy: LocalCopy, { interval }: ExportNeed): Promise<number> {
  const { checkpoint } = await copy.status();
  if (checkpoint === null) return 0;
  const { stretches } = await copy.gaps();
  const isAsked = ({ from, to }: Interval) => interval === null || (from < interval.to && to > interval.from);
  return stretches.filter((one) => one.state === "missing" && isAsked(one.interval)).length;
}

function describeExport({ folder, format, tables, written, conversations, unchanged, removed }: ExportReport): string {
  const what = format === "parquet" ? `parquet of ${tables.join(", ")}` : format;
  const into = `${what} in ${folder}.\n`;
  if (written.length + removed.length === 0) return `Nothing has changed: ${days(unchanged)} as before; ${into}`;
  const gone = removed.length === 0 ? "" : `, ${days(removed.length)} removed that hold nothing any more`;
  return `${days(written.length)} written (${conversations} conversations), ${unchanged} as before${gone}; ${into}`;
}

function days(count: number): string {
  return `${count} ${count === 1 ? "day" : "days"}`;
}
