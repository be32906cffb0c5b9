import type { PrivacyPolicy } from "../model/privacy/privacy-policy.ts";

export type Credentials =
  | { readonly kind: "client"; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: "token"; readonly accessToken: string };

/** An organisation that can be reached. */
export interface Connection {
  /** AWS name; `null` when both URLs were given. */
  readonly region: string | null;
  readonly loginUrl: string;
  readonly apiUrl: string;
  readonly credentials: Credentials;
}

/** Everything that was set, parsed once and frozen. */
export interface Config {
  /** `null` when nothing at all says which organisation is meant. */
  readonly connection: Connection | null;
  readonly profile: string | null;
  readonly timeZone: string;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  readonly httpProxy: string | null;
  readonly httpsProxy: string | null;
  readonly noProxy: string;
  readonly caFile: string | null;
  /** The clock to live by instead of the machine's; always on this machine. */
  readonly clockUrl: string | null;
  /** What the local copy holds of personal data, of records written from now on; `null`: as it has been for that copy, all of it in a new one. */
  readonly privacy: PrivacyPolicy | null;
  /** Where tokens and names are kept between runs, and budgets shared; `null` keeps them in memory, and each process to itself. */
  readonly cacheFolder: string | null;
  /** What `serve` asks for; `null`: nothing. */
  readonly serveToken: string | null;
  /** Where the local copy is kept. */
  readonly storeFolder: string;
}
