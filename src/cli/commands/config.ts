import type { Command } from "commander";
import { toAsyncIterable } from "../../base/async-iterable.ts";
import { type FoundSetting, findSettings, loadConfig } from "../../config/load-config.ts";
import { SETTINGS, type SettingName } from "../../config/settings.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags, toConfigInput } from "../connection-flags.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { printRows } from "../print-answer.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("config")
    .summary("Every setting, its value and where it comes from")
    .description(
      "Shows what nowthen would use, without asking anybody. Secrets are not shown, only whether they are set.",
    );
  addFormatFlag(command);
  addConnectionFlags(command);
  command.action(async () => {
    const flags = command.opts<Flags>();
    const input = toConfigInput(cli, flags);
    await printRows(toAsyncIterable(findSettings(input).map(toRow)), cli, readFormat(flags), {
      columns: [
        { header: "Setting", value: ({ setting }) => setting, minWidth: 8, priority: 9 },
        { header: "Value", value: ({ value }) => value ?? "not set", minWidth: 8, priority: 8 },
        { header: "From", value: ({ origin }) => origin ?? "", minWidth: 8, priority: 7 },
        { header: "Meaning", value: ({ description }) => description, minWidth: 20, priority: 1 },
      ],
      csvColumns: ["setting", "value", "origin", "description"],
      empty: "",
    });
    // Judged only now: who asks what is set often does so because something is wrong with it.
    loadConfig(input);
  });
}

interface SettingRow {
  setting: SettingName;
  value: string | null;
  origin: string | null;
  description: string;
}

function toRow({ name, text, origin }: FoundSetting): SettingRow {
  const description = SETTINGS.find((setting) => setting.name === name)?.description ?? "";
  return { setting: name, value: text, origin, description };
}
