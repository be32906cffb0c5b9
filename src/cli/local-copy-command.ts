import type { Command } from "commander";
import { type LocalCopy, openLocalCopy } from "../app/local-copy.ts";
import type { Config } from "../config/config.ts";
import type { Cli } from "./cli.ts";
import { addConnectionFlags, type Flags, loadConfigFrom } from "./connection-flags.ts";
import { enterClock } from "./enter-clock.ts";

/** A command that reads the local copy and asks no organisation; the settings say which copy that is. */
export function addLocalCopyAction(
  command: Command,
  cli: Cli,
  act: (copy: LocalCopy, flags: Flags, config: Config, given: readonly unknown[]) => Promise<void>,
): void {
  addConnectionFlags(command);
  command.action(async (...given: unknown[]) => {
    const flags = command.opts<Flags>();
    const config = loadConfigFrom(cli, flags);
    await enterClock(cli, config);
    await using copy = await openLocalCopy(config, cli.effects);
    await act(copy, flags, config, given);
  });
}
