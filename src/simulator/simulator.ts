import { createServer, type Server } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import { AppError } from "../base/app-error.ts";
import { createEffects, type Effects } from "../base/effects.ts";
import type { SimulatedClock } from "./clock/simulated-clock.ts";
import { listen } from "./listen.ts";
import { openService } from "./open-service.ts";
import { openAuthority } from "./proxy/open-authority.ts";
import { openProxy } from "./proxy/open-proxy.ts";
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
  /** Ends at once, open keep-alive connections included. */
  close(): Promise<void>;
}

export interface SimulatorProxy {
  /** `http://127.0.0.1:PORT`, for HTTPS_PROXY and HTTP_PROXY. */
  readonly url: string;
  /** PEM: the certificate of its authority, which clients have to trust. */
  readonly caCertificate: string;
}

/** Starts a simulated Genesys Cloud in this process. Bad options, plans and records throw an AppError of kind input. */
export async function startSimulator(
  options: Partial<SimulatorOptions> = {},
  overrides: Partial<Effects> = {},
): Promise<Simulator> {
  const parsed = parseSimulatorOptions({ ...options });
  const { service, truth } = await openService(parsed, createEffects(overrides));
  const attach = createFace(service);
  const server = createServer();
  attach(server);
  const url = await listen(server, parsed.host, parsed.port);
  const close = () => closeServer(server);
  try {
    const proxy = await startProxy(parsed, attach);
    return toSimulator(service, { url, close }, proxy, truth);
  } catch (error) {
    await close();
    throw error;
  }
}

/** What makes a server answer as Genesys Cloud; the proxy's servers do it too. */
function createFace(service: Service): (server: Server) => void {
  const errorHandler = (error: unknown) => toUnreadable(error, service.effects.uuid());
  const listener = getRequestListener(createApi(service).fetch, { errorHandler });
  // The listener answers errors itself; its promise says nothing more.
  return (server) => void server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
}

interface OpenedProxy extends SimulatorProxy {
  close(): Promise<void>;
}

async function startProxy(
  { proxyPort, caFile, caFolder, host }: SimulatorOptions,
  attach: (server: Server) => void,
): Promise<OpenedProxy | undefined> {
  if (proxyPort === undefined) {
    const needless = caFile === undefined ? caFolder && "caFolder" : "caFile";
    if (needless !== undefined) throw withoutProxy(needless);
    return undefined;
  }
  const authority = await openAuthority(caFolder, caFile);
  const { url, close } = await openProxy({ host, port: proxyPort }, authority, attach);
  return { url, close, caCertificate: authority.cert };
}

function withoutProxy(option: string): AppError {
  const message = `The simulator has no use for its option ${option}: only the proxy has a certificate authority (proxyPort).`;
  return new AppError({ kind: "input", code: "SIMULATOR_OPTION_INVALID", message, details: { option } });
}

/** A request whose target or host cannot be read never comes as far as the API. */
function toUnreadable(error: unknown, correlationId: string): Response {
  const { status, body } = toRefusalReply(error instanceof RequestError ? badRequest() : error, correlationId);
  return Response.json(body, { status, headers: { "ININ-Correlation-Id": correlationId } });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function toSimulator(
  service: Service,
  server: { readonly url: string; close(): Promise<void> },
  proxy: OpenedProxy | undefined,
  truth: Truth,
): Simulator {
  let closed: Promise<unknown> | undefined;
  const close = async () => {
    closed ??= Promise.all([server.close(), proxy?.close()]);
    await closed;
  };
  return {
    url: server.url,
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
