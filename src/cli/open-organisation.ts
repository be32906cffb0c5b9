import { type App, openApp } from "../app/app.ts";
import type { Config } from "../config/config.ts";
import type { Cli } from "./cli.ts";
import { type Flags, loadConfigFrom } from "./connection-flags.ts";
import { enterClock } from "./enter-clock.ts";

export interface Organisation extends AsyncDisposable {
  app: App;
  config: Config;
  /** One line that says so when it is the simulated one. */
  notice: string | null;
}

/** The organisation that the settings name; without any, the simulated one that ships inside. */
export async function openOrganisation(cli: Cli, flags: Flags): Promise<Organisation> {
  const config = loadConfigFrom(cli, flags);
  await enterClock(cli, config);
  if (config.connection === null) return openSimulated(cli, config);
  const app = openApp(config, cli.effects);
  return { app, config, notice: null, [Symbol.asyncDispose]: () => app.close() };
}

/** A simulator that nobody closes would keep the process alive after the error. */
async function openAppOrClose(config: Config, cli: Cli, simulator: AsyncDisposable): Promise<App> {
  try {
    return openApp(config, cli.effects);
  } catch (error) {
    await simulator[Symbol.asyncDispose]();
    throw error;
  }
}

async function openSimulated(cli: Cli, config: Config): Promise<Organisation> {
  const { startSimulator } = await import("../simulator/index.ts");
  const simulator = await startSimulator({}, { clock: cli.effects.clock });
  const credentials = { kind: "client", clientId: simulator.clientId, clientSecret: simulator.clientSecret } as const;
  // Its token is worth nothing to the next run, which meets another simulator.
  const simulated: Config = {
    ...config,
    connection: { region: null, loginUrl: simulator.url, apiUrl: simulator.url, credentials },
    cacheFolder: null,
  };
  const app = await openAppOrClose(simulated, cli, simulator);
  return {
    app,
    config: simulated,
    notice:
      "This is the built-in simulated organisation. For your own, set GENESYS_CLOUD_REGION, GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET (.env will do).",
    async [Symbol.asyncDispose]() {
      await app.close();
      await simulator.close();
    },
  };
}
