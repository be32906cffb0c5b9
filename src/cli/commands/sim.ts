import { once } from "node:events";
import { type Command, Option } from "commander";
import { HOUR_MS } from "../../base/interval.ts";
import {
  parseSimulatorOptions,
  SIMULATOR_OPTIONS,
  type SimulatorOption,
  startSimulator,
} from "../../simulator/index.ts";
import type { Cli } from "../cli.ts";
import type { Flags } from "../connection-flags.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("sim")
    .summary("A simulated Genesys Cloud for any client, until Ctrl-C")
    .description(
      "Serves login and API on one port of this machine. It lives in the machine's time and is the same organisation at every start.",
    );
  for (const row of SIMULATOR_OPTIONS) {
    const option = new Option(row.flag, row.description + describeDefault(row));
    command.addOption(row.choices === undefined ? option : option.choices(row.choices));
  }
  command.action(async () => {
    const options = parseSimulatorOptions(command.opts<Flags>());
    await using simulator = await startSimulator(options, { clock: cli.effects.clock });
    await cli.out.write(describeSimulator(simulator));
    if (!cli.signal.aborted) await once(cli.signal, "abort");
  });
}

function describeDefault({ kind, default: byDefault }: SimulatorOption): string {
  if (byDefault === undefined || Array.isArray(byDefault)) return "";
  const isHours = kind === "duration" && typeof byDefault === "number";
  return ` (default: ${isHours ? `${byDefault / HOUR_MS}h` : String(byDefault)})`;
}

function describeSimulator({
  url,
  clientId,
  clientSecret,
}: {
  url: string;
  clientId: string;
  clientSecret: string;
}): string {
  return `url: ${url}
client id: ${clientId}
client secret: ${clientSecret}

Point nowthen at it from another terminal:
  export GENESYS_CLOUD_LOGIN_URL=${url} GENESYS_CLOUD_API_URL=${url}
  export GENESYS_CLOUD_CLIENT_ID=${clientId} GENESYS_CLOUD_CLIENT_SECRET=${clientSecret}
  nowthen report
Official SDKs take it as their gateway: host 127.0.0.1, port ${new URL(url).port}, protocol http.
Ctrl-C ends it.
`;
}
