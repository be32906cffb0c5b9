import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { AppError } from "../base/app-error.ts";
import { openSockets } from "./notifications/open-sockets.ts";
import { badRequest } from "./rest/api-refusal.ts";
import { createApi } from "./rest/create-api.ts";
import { toRefusalReply } from "./rest/refusal-reply.ts";
import type { Service } from "./rest/service.ts";

export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Login, API, control and WebSockets on one port. */
export async function serve(service: Service): Promise<Served> {
  const errorHandler = (error: unknown) => toUnreadable(error, service.effects.uuid());
  const listener = getRequestListener(createApi(service).fetch, { errorHandler });
  // The listener answers errors itself; its promise says nothing more.
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  const sockets = openSockets(server, service);
  const url = await listen(server, service.options.host, service.options.port);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      sockets.close();
    });
    return closed;
  };
  return { url, close };
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
