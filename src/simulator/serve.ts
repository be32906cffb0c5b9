import { createServer, type Server } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import { listen } from "./listen.ts";
import { openSockets } from "./notifications/open-sockets.ts";
import { type SimulatorProxy, startProxy } from "./proxy/start-proxy.ts";
import { badRequest } from "./rest/api-refusal.ts";
import { createApi } from "./rest/create-api.ts";
import { toRefusalReply } from "./rest/refusal-reply.ts";
import type { Service } from "./rest/service.ts";

export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly proxy: SimulatorProxy | undefined;
  close(): Promise<void>;
}

/** Login, API, control and WebSockets on one port, and behind a proxy where the options ask for one. */
export async function serve(service: Service): Promise<Served> {
  const { options } = service;
  const face = createFace(service);
  const server = createServer();
  face.attach(server);
  const url = await listen(server, options.host, options.port);
  const closeServer = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    face.closeSockets();
    return closed;
  };
  try {
    const proxy = await startProxy(options, face.attach);
    let closed: Promise<unknown> | undefined;
    const close = async () => {
      closed ??= Promise.all([closeServer(), proxy?.close()]);
      await closed;
    };
    return { url, proxy, close };
  } catch (error) {
    await closeServer();
    throw error;
  }
}

interface Face {
  /** Makes a server answer as Genesys Cloud. */
  attach(server: Server): void;
  closeSockets(): void;
}

function createFace(service: Service): Face {
  const errorHandler = (error: unknown) => toUnreadable(error, service.effects.uuid());
  const listener = getRequestListener(createApi(service).fetch, { errorHandler });
  const opened: { close(): void }[] = [];
  return {
    attach: (server) => {
      // The listener answers errors itself; its promise says nothing more.
      server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
      opened.push(openSockets(server, service));
    },
    closeSockets: () => {
      for (const sockets of opened) sockets.close();
    },
  };
}

/** A request whose target or host cannot be read never comes as far as the API. */
function toUnreadable(error: unknown, correlationId: string): Response {
  const { status, body } = toRefusalReply(error instanceof RequestError ? badRequest() : error, correlationId);
  return Response.json(body, { status, headers: { "ININ-Correlation-Id": correlationId } });
}
