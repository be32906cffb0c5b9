import { once } from "node:events";
import { type Command, Option } from "commander";
import { parseSimulatorOptions, SIMULATOR_OPTIONS, startSimulator } from "../../simulator/index.ts";
import type { Cli } from "../cli.ts";
import type { Flags } from "../connection-flags.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("sim")
    .summary("A simulated Genesys Cloud for any client, until Ctrl-C")
    .description(
      "Serves login and API on one port of this machine. It lives in the machine's time and is the same organisation at every start.",
    );
  for (const { flag, description, choices, default: byDefault } of SIMULATOR_OPTIONS) {
    const shown = byDefault === undefined || Array.isArray(byDefault) ? "" : ` (default: ${String(byDefault)})`;
    const option = new Option(flag, description + shown);
    command.addOption(choices === undefined ? option : option.choices(choices));
  }
  command.action(async () => {
    const options = parseSimulatorOptions(command.opts<Flags>());
    await using simulator = await startSimulator(options, { clock: cli.effects.clock });
    await cli.out.write(describeSimulator(simulator));
    if (!cli.signal.aborted) await once(cli.signal, "abort");
  });
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
