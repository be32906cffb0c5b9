import type { Config } from "../config/config.ts";
import type { Cli } from "./cli.ts";

/** From here on a command lives in the simulator's time, where the settings say so. */
export async function enterClock(cli: Cli, { clockUrl }: Pick<Config, "clockUrl">): Promise<void> {
  if (clockUrl === null) return;
  // Loaded only then: nobody else should pay for it.
  const [{ createAskClock }, { followClock }] = await Promise.all([
    import("../base/ask-clock.ts"),
    import("../base/followed-clock.ts"),
  ]);
  cli.effects = { ...cli.effects, clock: await followClock(createAskClock(clockUrl), cli.effects.clock) };
}
