import type { Effects } from "../base/effects.ts";
import type { SimulatedRequest } from "./request-log.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "./simulator-options.ts";
import type { Truth } from "./truth.ts";

/** A running simulated Genesys Cloud. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: one port for login and API. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What it was asked, oldest first; the latest 10,000. */
  readonly requests: readonly SimulatedRequest[];
  /** What really happened. */
  truth(): Truth;
  /** Ends at once, open keep-alive connections included. */
  close(): Promise<void>;
}

export async function startSimulator(
  options: Partial<SimulatorOptions> = {},
  _effects: Partial<Effects> = {},
): Promise<Simulator> {
  parseSimulatorOptions({ ...options });
  throw new Error("under construction");
}
