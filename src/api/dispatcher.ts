import { rootCertificates } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";

export interface DispatcherOptions {
  httpProxy: string | null;
  httpsProxy: string | null;
  /** Hosts reached without a proxy, separated by commas. */
  noProxy: string;
  /** PEM certificates to trust beside the usual ones. */
  ca: string | null;
}

// Bounded: an unbounded pool opens a socket for every request in flight (200 parallel requests, 200 sockets).
export const SOCKETS_PER_HOST = 8;

const LOOPBACK = "localhost,127.0.0.1,::1,[::1]";

/**
 * The HTTP dispatcher: keep-alive, a bounded pool a host, proxies and a certificate authority of one's own.
 * Time limits are the transport's: one for a whole answer, instead of undici's separate ones for its parts.
 */
export function openDispatcher(options: DispatcherOptions): Dispatcher {
  const tls = options.ca === null ? {} : { ca: [...rootCertificates, options.ca] };
  return new EnvHttpProxyAgent({
    // Empty, not absent: absent would make undici read the environment, which is the configuration's business.
    httpProxy: options.httpProxy ?? "",
    httpsProxy: options.httpsProxy ?? "",
    noProxy: [LOOPBACK, options.noProxy].filter((hosts) => hosts !== "").join(","),
    connections: SOCKETS_PER_HOST,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 10_000, ...tls },
    requestTls: tls,
    proxyTls: tls,
  });
}
