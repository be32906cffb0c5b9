import { AppError } from "../base/app-error.ts";
import type { Allowance } from "./guard/rate-limit.ts";

/** Where and how the page is served. */
export interface ServerOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Whoever has it may see everything; `null`: nobody is asked. */
  readonly token: string | null;
  /** A header that a reverse proxy sets for those whom it has let in, lower case; `null`: there is none. */
  readonly proxyHeader: string | null;
  /** Certificate and key as PEM; `null`: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Folder of the built page. */
  readonly assets: string;
  /** How many questions a client may ask. */
  readonly allowance: Allowance;
}

/** A page that is opened asks ten at once; nobody reads ten answers a second for long. */
export const USUAL_ALLOWANCE: Allowance = { burst: 60, perSecond: 10 };

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Beyond this machine nobody sees anything without a token, or a proxy that asks for one. Throws `SERVE_UNGUARDED` (config). */
export function refuseUnguarded({ host, token, proxyHeader }: ServerOptions): void {
  if (isLoopback(host) || token !== null || proxyHeader !== null) return;
  throw new AppError({
    kind: "config",
    code: "SERVE_UNGUARDED",
    message: `Serving on ${host} would show every conversation to whoever reaches this machine.`,
    hint: "Set NOWTHEN_SERVE_TOKEN to a secret that the page then asks for, name the header of a reverse proxy that signs people in with --proxy-header, or leave --host out to serve this machine alone.",
  });
}
