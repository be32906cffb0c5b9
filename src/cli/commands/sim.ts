import { once } from "node:events";
import { type Command, Option } from "commander";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import {
  parseSimulatorOptions,
  SIMULATOR_OPTIONS,
  type SimulatorOption,
  startSimulator,
} from "../../simulator/index.ts";
import type { Cli } from "../cli.ts";
import type { Flags } from "../connection-flags.ts";
import { describeSimulator } from "../describe-simulator.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("sim")
    .summary("A simulated Genesys Cloud for any client, until Ctrl-C")
    .description(
      "Serves login and API on one port of this machine. It is the same organisation at every start, and lives in the machine's time unless told otherwise.",
    );
  for (const row of SIMULATOR_OPTIONS) {
    const option = new Option(row.flag, row.description + describeDefault(row));
    command.addOption(row.choices === undefined ? option : option.choices(row.choices));
  }
  command.action(async () => {
    const options = parseSimulatorOptions(command.opts<Flags>());
    await using simulator = await startSimulator(options, { clock: cli.effects.clock });
    await cli.out.write(describeSimulator(simulator, options.caFile));
    if (!cli.signal.aborted) await once(cli.signal, "abort");
  });
}

function describeDefault({ kind, default: byDefault }: SimulatorOption): string {
  if (byDefault === undefined || Array.isArray(byDefault)) return "";
  const isDuration = kind === "duration" && typeof byDefault === "number";
  return ` (default: ${isDuration ? describeDuration(byDefault) : String(byDefault)})`;
}

const UNITS = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
  ["s", SECOND_MS],
] as const;

/** In the largest unit that leaves a whole number; a day is 24h, as people say it. */
function describeDuration(ms: number): string {
  const [unit, size] = UNITS.find(([, whole]) => ms % whole === 0 && ms > whole) ?? UNITS[3];
  return `${ms / size}${unit}`;
}
