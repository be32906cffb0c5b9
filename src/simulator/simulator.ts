import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { AppError } from "../base/app-error.ts";
import { createEffects, type Effects } from "../base/effects.ts";
import type { SimulatedClock } from "./clock/simulated-clock.ts";
import { openService } from "./open-service.ts";
import type { SimulatedRequest } from "./request-log.ts";
import { badRequest } from "./rest/api-refusal.ts";
import { createApi } from "./rest/create-api.ts";
import { toRefusalReply } from "./rest/refusal-reply.ts";
import type { Service } from "./rest/service.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "./simulator-options.ts";
import type { Truth } from "./truth.ts";

/** A running simulated Genesys Cloud. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: one port for login and API. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The time that it lives in; `advance(ms)` and `setTo(instant)` move it. Another program's `Effects` may live by it too. */
  readonly clock: SimulatedClock;
  /** What it was asked, oldest first; the latest 10,000. */
  readonly requests: readonly SimulatedRequest[];
  /** What really happened; refused (kind input) when it serves recorded conversations. */
  truth(): Truth;
  /** Ends at once, open keep-alive connections included. */
  close(): Promise<void>;
}

/** Starts a simulated Genesys Cloud in this process. Bad options, plans and records throw an AppError of kind input. */
export async function startSimulator(
  options: Partial<SimulatorOptions> = {},
  overrides: Partial<Effects> = {},
): Promise<Simulator> {
  const parsed = parseSimulatorOptions({ ...options });
  const { service, truth } = await openService(parsed, createEffects(overrides));
  const errorHandler = (error: unknown) => toUnreadable(error, service.effects.uuid());
  const listener = getRequestListener(createApi(service).fetch, { errorHandler });
  // The listener answers errors itself; its promise says nothing more.
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  const url = await listen(server, parsed.host, parsed.port);
  return toSimulator(service, server, url, truth);
}

/** A request whose target or host cannot be read never comes as far as the API. */
function toUnreadable(error: unknown, correlationId: string): Response {
  const { status, body } = toRefusalReply(error instanceof RequestError ? badRequest() : error, correlationId);
  return Response.json(body, { status, headers: { "ININ-Correlation-Id": correlationId } });
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `The simulator cannot listen on ${host}:${port}: ${cause.message}.`;
      reject(new AppError({ kind: "network", code: "SIMULATOR_LISTEN_FAILED", message, cause }));
    });
    server.listen(port, host, () => {
      const { address, port: actual, family } = server.address() as AddressInfo;
      resolve(`http://${family === "IPv6" ? `[${address}]` : address}:${actual}`);
    });
  });
}

function toSimulator(service: Service, server: Server, url: string, truth: Truth): Simulator {
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return {
    url,
    clientId: service.clientId,
    clientSecret: service.clientSecret,
    clock: service.clock,
    requests: service.log.requests,
    truth: () => truth,
    close,
    [Symbol.asyncDispose]: close,
  };
}
