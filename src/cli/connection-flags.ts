import { type Command, Option } from "commander";
import type { Config } from "../config/config.ts";
import { type ConfigInput, loadConfig } from "../config/load-config.ts";
import { SETTINGS, type SettingName } from "../config/settings.ts";
import type { Cli } from "./cli.ts";

/** Flags as commander hands them over, by camelCase name. */
export type Flags = Readonly<Record<string, unknown>>;

/** The settings that have a flag, and `--verbose`: on every command that talks to an organisation. */
export function addConnectionFlags(command: Command): Command {
  for (const { flag, description, variables } of SETTINGS) {
    if (flag === undefined) continue;
    command.addOption(
      new Option(flag, `${description} [${variables[0]}]`).helpGroup("Settings (flag, environment, .env or profile):"),
    );
  }
  return command.option("--verbose", "One redacted line on stderr for each request, with its correlation id");
}

export function loadConfigFrom(cli: Cli, flags: Flags): Config {
  return loadConfig(toConfigInput(cli, flags));
}

/** Where settings are looked for: the command line, the environment, the folder's `.env`. */
export function toConfigInput(cli: Cli, flags: Flags): ConfigInput {
  const settings: Partial<Record<SettingName, string>> = {};
  for (const { name, flag } of SETTINGS) {
    const value = flags[toCamelCase(flag)];
    if (typeof value === "string") settings[name] = value;
  }
  return { flags: settings, env: cli.env, folder: cli.folder };
}

function toCamelCase(flag: string | undefined): string {
  const word = flag?.split(" ")[0]?.replace(/^--/, "") ?? "";
  return word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
