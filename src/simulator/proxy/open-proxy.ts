import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext } from "node:tls";
import { listen } from "../listen.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { isGenesysHost } from "./genesys-hosts.ts";

export interface Proxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, what clients take as their HTTPS_PROXY. */
  readonly url: string;
  /** Ends every connection through it. */
  close(): Promise<void>;
}

/**
 * A proxy behind which every Genesys host is this simulator, for clients whose hosts are fixed: what they tunnel is answered here, with
 * certificates of `authority`. It leads nowhere else. `attach` makes a server answer as the simulator's own port does.
 */
export async function openProxy(
  at: { readonly host: string; readonly port: number },
  authority: CertificateAuthority,
  attach: (server: Server) => void,
): Promise<Proxy> {
  const plain = createServer();
  const secure = createSecureServer({ SNICallback: createContexts(authority) });
  attach(plain);
  attach(secure);
  const door = createServer((incoming, outgoing) => forward(plain, incoming, outgoing));
  door.on("connect", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A tunnel that breaks has told its client so already.
    socket.on("error", () => {});
    enter({ plain, secure }, incoming.url ?? "", socket, head);
  });
  const sockets = trackSockets(door);
  const url = await listen(door, at.host, at.port);
  const close = async () => {
    const closed = new Promise<void>((resolve) => door.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { url, close, [Symbol.asyncDispose]: close };
}

/** Tunnels are no longer the server's to close; nor does it wait for them. */
function trackSockets(door: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  door.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

/** The inside of a tunnel: TLS on port 443, plain HTTP on port 80. */
function enter(inside: { plain: Server; secure: Server }, target: string, socket: Duplex, head: Buffer): void {
  const [, name = "", port = ""] = /^([^:/@]+):(\d+)$/.exec(target) ?? [];
  const server = { "80": inside.plain, "443": inside.secure }[port];
  if (server === undefined || !isGenesysHost(name)) {
    const body = explain(target);
    socket.end(
      `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    return;
  }
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  if (head.length > 0) socket.unshift(head);
  server.emit("connection", socket);
}

/** A request that was not tunnelled names its whole URL; some clients send even https ones so. */
function forward(plain: Server, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const target = incoming.url ?? "";
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || url.port !== "" || !isGenesysHost(url.hostname)) {
    outgoing.writeHead(403, { "Content-Type": "text/plain" }).end(explain(target));
    return;
  }
  incoming.url = url.pathname + url.search;
  incoming.headers.host = url.hostname;
  plain.emit("request", incoming, outgoing);
}

function explain(target: string): string {
  return `This proxy leads to the simulated Genesys Cloud only: login, api and streaming hosts of its regions, ports 443 and 80; not to ${target}.\n`;
}

type GiveContext = (error: Error | null, context?: SecureContext) => void;

/** Certificates as they are asked for, each host's once. */
function createContexts(authority: CertificateAuthority): (host: string, give: GiveContext) => void {
  const contexts = new Map<string, Promise<SecureContext>>();
  return (host, give) => {
    const name = host.toLowerCase();
    if (!isGenesysHost(name)) return give(new Error(`${host} is no host of Genesys Cloud`));
    const context = contexts.get(name) ?? authority.issue(name).then(createSecureContext);
    contexts.set(name, context);
    context.then((made) => give(null, made), give);
  };
}
