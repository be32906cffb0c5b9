import type { Command } from "commander";
import { toIso } from "../../base/interval.ts";
import type { Cli } from "../cli.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { addLocalCopyAction } from "../local-copy-command.ts";
import { toHumanInstant } from "../output/instant.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("status")
    .summary("What the local copy holds, how far it reaches and how final it is")
    .description(
      "Asks no organisation. `nowthen gaps` says what is missing, `nowthen sync` brings the copy up to date.",
    );
  addFormatFlag(command);
  addLocalCopyAction(command, cli, async (copy, flags, { timeZone }) => {
    const [status, gaps] = [await copy.status(), await copy.gaps()];
    const when = (instant: number | null) => (instant === null ? null : toIso(instant));
    const object = {
      store: status.path,
      conversations: status.conversations,
      ...status.byFinality,
      supersededVersions: status.versions,
      earliestStart: when(status.earliestStart),
      latestStart: when(status.latestStart),
      since: when(gaps.range.from),
      checkpoint: when(status.checkpoint),
      followedUntil: when(gaps.followedUntil),
      missingStretches: gaps.missing,
      daysToReadAgain: gaps.settleDue,
      megabytes: Number((status.bytes / 1e6).toFixed(1)),
      schemaVersion: status.schemaVersion,
    };
    const format = readFormat(flags);
    if (format !== "table")
      return cli.out.write(`${JSON.stringify(object, null, format === "json" ? 2 : undefined)}\n`);
    const human = (instant: number | null) =>
      instant === null ? "never" : `${toHumanInstant(toIso(instant), timeZone)} ${timeZone}`;
    await cli.out.write(
      [
        `${status.conversations} conversations in ${status.path} (${object.megabytes} MB).`,
        `${status.byFinality.live} live, ${status.byFinality.recent} recent, ${status.byFinality.settled} settled; ${status.versions} superseded versions are kept.`,
        ...(status.conversations === 0
          ? []
          : [`They began between ${human(status.earliestStart)} and ${human(status.latestStart)}.`]),
        ...(gaps.followedUntil === null
          ? ["No sync has come through yet: what is here was imported, or is a beginning. nowthen sync goes on."]
          : [
              `Everything since ${human(gaps.range.from)} is here until ${human(status.checkpoint)}; changes were followed until ${human(gaps.followedUntil)}.`,
              gaps.missing === 0
                ? "Nothing is missing in between."
                : `Missing stretches: ${gaps.missing}; nowthen gaps lists them.`,
            ]),
        ...(gaps.settleDue === 0
          ? []
          : [`Days that are due to be read again: ${gaps.settleDue}; nowthen sync does that.`]),
        "",
      ].join("\n"),
    );
  });
}
