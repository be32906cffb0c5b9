import { enterClock as enter } from "../app/enter-clock.ts";
import type { Config } from "../config/config.ts";
import type { Cli } from "./cli.ts";

/** From here on a command lives in the simulator's time, where the settings say so. */
export async function enterClock(cli: Cli, { clockUrl }: Pick<Config, "clockUrl">): Promise<void> {
  if (clockUrl !== null) cli.effects = await enter(cli.effects, clockUrl);
}
