import type { Command } from "commander";
import { openWritableCopy } from "../../app/local-copy.ts";
import { AppError } from "../../base/app-error.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags, loadConfigFrom } from "../connection-flags.ts";
import { enterClock } from "../enter-clock.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { openProgress } from "../open-progress.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("forget")
    .argument("<what...>", "Ids of conversations, or addresses: numbers, mailboxes")
    .summary("Remove conversations from the local copy, with all their versions")
    .description(
      "Removes a conversation by its id, or all in which an address stands, from the local copy: current and superseded versions, and " +
        "from what `nowthen export` wrote. They do not come back with the next sync. At Genesys nothing is removed. Says what it would remove unless --yes is given.",
    )
    .option("--yes", "Remove them; without it they are only listed")
    .option("--allow-again", "Let conversations of these ids come back with the next sync");
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(async (asked: string[]) => {
    const flags = command.opts<Flags>();
    const config = loadConfigFrom(cli, flags);
    await enterClock(cli, config);
    await using copy = await openWritableCopy(config, cli.effects);
    using progress = openProgress(cli);
    if (flags["allowAgain"] === true) {
      await copy.store.allowAgain(asked);
      return cli.out.write(`They may come back with the next sync.\n`);
    }
    const isSure = flags["yes"] === true;
    const { conversationIds: found, exports } = await copy.forget(asked, {
      isSure,
      signal: cli.signal,
      progress: progress.update,
    });
    progress.makeRoom();
    for (const { folder, reason } of exports) {
      if (reason !== null) progress.say(`What was exported to ${folder} is left as it is: ${reason}.`);
    }
    if (found.length === 0) throw nothingFound(asked);
    if (readFormat(flags) !== "table")
      return cli.out.write(`${JSON.stringify({ removed: isSure, conversationIds: found, exports })}\n`);
    for (const id of found) await cli.out.write(`${id}\n`);
    await cli.out.write(
      isSure
        ? `\n${count(found)} removed with all versions${describeExports(exports)}.\n`
        : `\n${count(found)} would be removed with all versions. Nothing was done yet: repeat the command with --yes.\n`,
    );
  });
}

function describeExports(exports: readonly { readonly days: readonly string[] }[]): string {
  const rewritten = exports.filter(({ days }) => days.length > 0);
  const days = rewritten.reduce((sum, one) => sum + one.days.length, 0);
  return days === 0 ? "" : `, and from ${days} exported ${days === 1 ? "day" : "days"}`;
}

function count({ length }: readonly string[]): string {
  return `${length} ${length === 1 ? "conversation" : "conversations"}`;
}

function nothingFound(asked: readonly string[]): AppError {
  return new AppError({
    kind: "not-found",
    code: "NOTHING_TO_FORGET",
    message: `The local copy has no conversation with the id or address ${asked.join(", ")}.`,
    hint: "Write a number with its country (+49…), a whole mailbox, or a conversation's id; --store names another copy.",
  });
}
