import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type App, openApp } from "../../src/app/app.ts";
import { createEffects } from "../../src/base/effects.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { openServer } from "../../src/server/open-server.ts";
import { type ServerOptions, USUAL_ALLOWANCE } from "../../src/server/server-options.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { pointAt } from "./run-nowthen.ts";

export interface ServerRig extends AsyncDisposable {
  readonly app: App;
  readonly simulator: Simulator;
  /** Another server of the same organisation; closed with the rig. */
  serve(options?: Partial<ServerOptions>): Promise<string>;
}

const ASSETS = fileURLToPath(new URL("../../dist/web/", import.meta.url));
const OPTIONS: ServerOptions = {
  host: "127.0.0.1",
  port: 0,
  token: null,
  proxyHeader: null,
  tls: null,
  assets: ASSETS,
  allowance: USUAL_ALLOWANCE,
};

/** A simulated organisation, and servers of it in this process. */
export async function openServerRig(options: Partial<SimulatorOptions> = {}): Promise<ServerRig> {
  const folder = mkdtempSync(join(tmpdir(), "nowthen-server-"));
  const simulator = await startSimulator({ perDay: 60, days: 20, requestsPerMinute: 1_000_000, ...options });
  const effects = createEffects({ clock: simulator.clock });
  const app = openApp(loadConfig({ env: pointAt(simulator, folder) }), effects);
  const servers: AsyncDisposable[] = [];
  return {
    app,
    simulator,
    async serve(special = {}) {
      const organisation = { app, effects, sync: null, notice: null, timeZone: "UTC", say: () => {} };
      const server = await openServer(organisation, { ...OPTIONS, ...special });
      servers.push(server);
      return server.url;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
      await app.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface StreamedEvent {
  readonly id: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the wire says, as a client reads it.
  readonly data: any;
}

/** Events of a server as they come. */
export async function* readEvents(
  url: string,
  headers: Record<string, string> = {},
): AsyncGenerator<StreamedEvent, void> {
  const stop = new AbortController();
  try {
    const response = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal });
    if (response.body === null || response.status !== 200)
      throw new Error(`the stream was refused: ${response.status}`);
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields["event"] !== undefined)
          yield { id: fields["id"], name: fields["event"], data: JSON.parse(fields["data"]) };
      }
    }
  } finally {
    stop.abort();
  }
}
