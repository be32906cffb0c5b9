import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { RequestFaultAction } from "../faults.ts";
import type { Service } from "../rest/service.ts";
import { answerMessage } from "./answer-message.ts";
import type { Channel } from "./channel.ts";
import { passOver } from "./pass-over.ts";

/** The WebSockets of the channels, on the server that also serves the API: `/channels/<id>`. */
export function openSockets(server: Server, service: Service): { close(): void } {
  const { clock, options } = service;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.socketMessageBytesMax });
  server.on("upgrade", (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== "websocket") return passOver(server, request, connection, head);
    connection.on("error", () => connection.destroy());
    const [pathname = ""] = (request.url ?? "").split("?");
    const { host = "" } = request.headers;
    const record = (status: number) =>
      service.log.add({ method: "GET", host, path: pathname, query: "", status, at: clock.now() });
    meetFault(service, connection, service.faults.next("GET", pathname), record, () => {
      clock.settle();
      const channel = findChannel(service, pathname);
      record(channel === undefined ? 404 : 101);
      if (channel === undefined) return refuse(connection, 404);
      sockets.handleUpgrade(request, connection, head, (socket) => serve(service, channel, socket));
    });
  });
  return {
    close: () => {
      for (const socket of sockets.clients) {
        socket.close(options.socketCloseCode, "the simulator ends");
        socket.terminate();
      }
    },
  };
}

function findChannel({ channels }: Service, path: string): Channel | undefined {
  const [, id] = /^\/channels\/([^/]+)$/.exec(path) ?? [];
  return id === undefined ? undefined : channels.find(id);
}

function serve(service: Service, channel: Channel, webSocket: WebSocket): void {
  const socket = channel.connect(webSocket);
  // Broken frames: the library closes the connection with the code that says what was wrong with them.
  webSocket.on("error", () => {});
  webSocket.on("message", (data, isBinary) => {
    service.clock.settle();
    socket.send(answerMessage(service, channel, isBinary ? "" : data.toString()));
  });
}

/** Those of the faults of requests that can meet one for a socket. */
function meetFault(
  { clock }: Service,
  connection: Duplex,
  fault: RequestFaultAction | undefined,
  record: (status: number) => void,
  proceed: () => void,
): void {
  if (fault !== undefined && "status" in fault) {
    record(fault.status);
    refuse(connection, fault.status, fault.retryAfter);
  } else if (fault !== undefined && "resetConnection" in fault) {
    record(0);
    connection.destroy();
  } else if (fault !== undefined && "delayMs" in fault) clock.after(fault.delayMs, proceed);
  else proceed();
}

function refuse(connection: Duplex, status: number, retryAfter?: number): void {
  const after = retryAfter === undefined ? "" : `Retry-After: ${retryAfter}\r\n`;
  connection.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n${after}\r\n`,
  );
}
