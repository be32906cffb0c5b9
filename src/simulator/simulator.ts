import { createEffects, type Effects } from "../base/effects.ts";
import type { SimulatedClock } from "./clock/simulated-clock.ts";
import { openService } from "./open-service.ts";
import type { SimulatorProxy } from "./proxy/start-proxy.ts";
import type { SimulatedRequest } from "./request-log.ts";
import { serve } from "./serve.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "./simulator-options.ts";
import type { Truth } from "./truth.ts";

/** A running simulated Genesys Cloud. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: one port for login, API and WebSockets. */
  readonly url: string;
  /** Behind it every Genesys host is this simulator; undefined unless the option `proxyPort` asked for it. */
  readonly proxy: SimulatorProxy | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The time that it lives in; `advance(ms)` and `setTo(instant)` move it. Another program's `Effects` may live by it too. */
  readonly clock: SimulatedClock;
  /** What it was asked, oldest first; the latest 10,000. */
  readonly requests: readonly SimulatedRequest[];
  /** What really happened; refused (kind input) when it serves recorded conversations. */
  truth(): Truth;
  /** Ends at once, open keep-alive connections and WebSockets included. */
  close(): Promise<void>;
}

/** Starts a simulated Genesys Cloud in this process. Bad options, plans and records throw an AppError of kind input. */
export async function startSimulator(
  options: Partial<SimulatorOptions> = {},
  overrides: Partial<Effects> = {},
): Promise<Simulator> {
  const parsed = parseSimulatorOptions({ ...options });
  const { service, truth } = await openService(parsed, createEffects(overrides));
  const { url, proxy, close } = await serve(service);
  return {
    url,
    proxy,
    clientId: service.clientId,
    clientSecret: service.clientSecret,
    clock: service.clock,
    requests: service.log.requests,
    truth: () => truth,
    close,
    [Symbol.asyncDispose]: close,
  };
}
