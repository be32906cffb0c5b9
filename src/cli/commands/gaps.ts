import type { Command } from "commander";
import type { LocalCopy } from "../../app/local-copy.ts";
import { toAsyncIterable } from "../../base/async-iterable.ts";
import { toIso } from "../../base/interval.ts";
import type { Cli } from "../cli.ts";
import { EXIT_DIFFERENCES } from "../exit-codes.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { addLocalCopyAction } from "../local-copy-command.ts";
import { NO_VALUE } from "../output/cell-text.ts";
import { toHumanInstant } from "../output/instant.ts";
import { printRows } from "../print-answer.ts";

type Stretch = Awaited<ReturnType<LocalCopy["gaps"]>>["stretches"][number];

interface GapRow {
  from: string;
  to: string;
  state: Stretch["state"];
  asOf: string | null;
  source: string | null;
  reason: string | null;
}

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("gaps")
    .summary("Proof of what the local copy covers: by which API, as of when, and what is missing")
    .description(
      "Lists the stretches of time whose conversations are all in the copy, and those that are missing, from the ledger that is written in the " +
        "same transaction as the conversations. Ends with exit code 13 when something is missing. Asks no organisation.",
    );
  addFormatFlag(command);
  addLocalCopyAction(command, cli, async (copy, flags, { timeZone }) => {
    const { stretches, missing } = await copy.gaps();
    const format = readFormat(flags);
    const human = (text: string | null) => (text === null ? NO_VALUE : toHumanInstant(text, timeZone));
    await printRows(toAsyncIterable(stretches.map(toRow)), cli, format, {
      columns: [
        { header: "From", value: ({ from }) => human(from), minWidth: 16, priority: 9 },
        { header: "To", value: ({ to }) => human(to), minWidth: 16, priority: 9 },
        { header: "State", value: ({ state }) => state, minWidth: 7, priority: 8 },
        { header: "As of", value: ({ asOf }) => human(asOf), minWidth: 16, priority: 7 },
        { header: "By", value: ({ source }) => source ?? NO_VALUE, minWidth: 5, priority: 6 },
        { header: "Why", value: ({ reason }) => reason ?? "", minWidth: 8, priority: 5 },
      ],
      csvColumns: ["from", "to", "state", "asOf", "source", "reason"],
      empty: "Nothing has been read yet: nowthen sync does that.",
    });
    if (missing > 0) cli.exitWith(EXIT_DIFFERENCES);
    const closing = missing === 0 ? "Nothing is missing." : `Missing stretches: ${missing}; nowthen sync reads them.`;
    if (format === "table") await cli.out.write(`\n${closing}\n`);
    else cli.stderr.write(`${closing}\n`);
  });
}

function toRow({ interval, state, asOf, source, reason }: Stretch): GapRow {
  const { from, to } = interval;
  return { from: toIso(from), to: toIso(to), state, asOf: asOf === null ? null : toIso(asOf), source, reason };
}
