import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "../base/app-error.ts";

/** Listens, and answers the URL at which; a port that is taken is an AppError of kind network. */
export function listen(server: Server, host: string, port: number): Promise<string> {
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
