import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

const OF_THE_UPGRADE = new Set(["upgrade", "connection", "http2-settings"]);

/**
 * Serves a request as if it had not asked for another protocol, as a server may. Node takes such requests out of its hands as soon
 * as anything listens for upgrades, and clients exist that ask for HTTP/2 with each of theirs.
 */
export function passOver(server: Server, request: IncomingMessage, connection: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (!OF_THE_UPGRADE.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", connection);
}
