import type { Command } from "commander";
import { toAsyncIterable } from "../../base/async-iterable.ts";
import type { Config } from "../../config/config.ts";
import { SETTINGS, type SettingName } from "../../config/settings.ts";
import type { Cli } from "../cli.ts";
import { addConnectionFlags, type Flags, loadConfigFrom } from "../connection-flags.ts";
import { addFormatFlag, readFormat } from "../format-flag.ts";
import { printRows } from "../print-answer.ts";

interface SettingRow {
  setting: SettingName;
  value: string | null;
  origin: string | null;
  description: string;
}

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
    const rows = describeSettings(loadConfigFrom(cli, flags));
    await printRows(toAsyncIterable(rows), cli, readFormat(flags), {
      columns: [
        { header: "Setting", value: ({ setting }) => setting, minWidth: 8, priority: 9 },
        { header: "Value", value: ({ value }) => value ?? "not set", minWidth: 8, priority: 8 },
        { header: "From", value: ({ origin }) => origin ?? "", minWidth: 8, priority: 7 },
        { header: "Meaning", value: ({ description }) => description, minWidth: 20, priority: 1 },
      ],
      csvColumns: ["setting", "value", "origin", "description"],
      empty: "",
    });
  });
}

function describeSettings(config: Config): SettingRow[] {
  const { connection } = config;
  const credentials = connection?.credentials;
  const client = credentials?.kind === "client" ? credentials : null;
  const isSet = (value: string | undefined) => (value === undefined ? null : "set, not shown");
  const values: Record<SettingName, string | null> = {
    region: connection?.region ?? null,
    clientId: client?.clientId ?? null,
    clientSecret: isSet(client?.clientSecret),
    accessToken: isSet(credentials?.kind === "token" ? credentials.accessToken : undefined),
    loginUrl: connection?.loginUrl ?? null,
    apiUrl: connection?.apiUrl ?? null,
    profile: config.profile,
    timeZone: config.timeZone,
    timeout: `${config.timeoutMs / 1000} s`,
    maxWait: `${config.maxWaitMs / 1000} s`,
    httpsProxy: config.httpsProxy,
    httpProxy: config.httpProxy,
    noProxy: config.noProxy === "" ? null : config.noProxy,
    caFile: config.caFile,
    clockUrl: config.clockUrl,
  };
  return SETTINGS.map(({ name, description }) => ({
    setting: name,
    value: values[name],
    origin: config.origins[name] ?? (values[name] === null ? null : describeDerived(name)),
    description,
  }));
}

function describeDerived(name: SettingName): string {
  return name === "timeZone" ? "the machine" : name === "profile" ? "default profile" : "the region";
}
