import type { Server } from "node:http";
import { AppError } from "../../base/app-error.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { openAuthority } from "./open-authority.ts";
import { openProxy } from "./open-proxy.ts";

export interface SimulatorProxy {
  /** `http://127.0.0.1:PORT`, for HTTPS_PROXY and HTTP_PROXY. */
  readonly url: string;
  /** PEM: the certificate of its authority, which clients have to trust. */
  readonly caCertificate: string;
}

export interface StartedProxy extends SimulatorProxy {
  close(): Promise<void>;
}

/** The proxy that the options ask for; `attach` makes a server answer as the simulator's own port does. */
export async function startProxy(
  { proxyPort, caFile, caFolder, host }: SimulatorOptions,
  attach: (server: Server) => void,
): Promise<StartedProxy | undefined> {
  if (proxyPort === undefined) {
    if (caFile !== undefined) throw withoutProxy("caFile");
    if (caFolder !== undefined) throw withoutProxy("caFolder");
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
