import { stopWaitingOnAbort } from "../base/abort.ts";
import { AppError } from "../base/app-error.ts";
import type { Clock } from "../base/effects.ts";
import { MINUTE_MS, SECOND_MS } from "../base/interval.ts";
import type { Exchange, ExchangeReply } from "./exchange.ts";
import type { CachedToken, TokenCache } from "./token-cache.ts";

/** Where requests get their bearer token from. */
export interface TokenProvider {
  get(signal?: AbortSignal): Promise<string>;
  /** Until when the token in use serves; `undefined` before the first one, and of one that was brought. */
  servesUntil(): number | undefined;
  /** Whether a refused token can be replaced. */
  readonly canRenew: boolean;
  /** Another token than the one that was refused. */
  renew(refused: string, signal?: AbortSignal): Promise<string>;
}

/** A token that somebody brought: it is what it is. */
export function createFixedToken(accessToken: string): TokenProvider {
  return {
    canRenew: false,
    servesUntil: () => undefined,
    get: async () => accessToken,
    renew: async () => accessToken,
  };
}

export interface ClientCredentials {
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}

export interface TokenProviderOptions {
  credentials: ClientCredentials;
  exchange: Exchange;
  cache: TokenCache;
  clock: Clock;
}

/**
 * Signs in with the client credentials grant, keeps the token in the cache, renews it ahead of its end and whenever it
 * is refused. Requests that need one at the same time share a single sign-in.
 */
export function createClientCredentialsProvider(options: TokenProviderOptions): TokenProvider {
  const { cache, clock } = options;
  let current: CachedToken | undefined;
  let pending: Promise<CachedToken> | undefined;

  const isFresh = (token: CachedToken | undefined, refused?: string): token is CachedToken =>
    token !== undefined && token.accessToken !== refused && clock.now() < token.expiresAt;

  const obtain = async (refused: string | undefined): Promise<CachedToken> => {
    const cached = await cache.load();
    if (isFresh(cached, refused)) return cached;
    const token = await signIn(options);
    // Processes that start together would each keep a token of their own, and each token has a rate limit of its own.
    const saved = await cache.load();
    if (isFresh(saved, refused)) return saved;
    await cache.save(token);
    return token;
  };

  // The sign-in belongs to everybody who waits for it, so nobody's signal may end it; each may stop waiting.
  const share = async (refused: string | undefined, signal: AbortSignal | undefined): Promise<string> => {
    if (isFresh(current, refused)) return current.accessToken;
    pending ??= obtain(refused).finally(() => {
      pending = undefined;
    });
    const token = await stopWaitingOnAbort(pending, "signing in", signal);
    current = token;
    return token.accessToken;
  };

  return {
    canRenew: true,
    servesUntil: () => current?.expiresAt,
    get: (signal) => share(undefined, signal),
    renew: (refused, signal) => share(refused, signal),
  };
}

async function signIn({ credentials, exchange, clock }: TokenProviderOptions): Promise<CachedToken> {
  const { loginUrl, clientId, clientSecret } = credentials;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const reply = await exchange(
    {
      wire: {
        method: "POST",
        url: `${loginUrl}/oauth/token`,
        headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
        body: "grant_type=client_credentials",
      },
      purpose: { doing: `signing in at ${loginUrl} as client ${clientId}`, method: "POST", path: "/oauth/token" },
      turn: "sign-in",
      repeatable: true,
    },
    ({ status }) => status === 400 || status === 401,
  );
  if (reply.status >= 400) throw toSignInError(credentials, reply);
  return toToken(credentials, reply, clock.now());
}

function toToken({ loginUrl }: ClientCredentials, reply: ExchangeReply, now: number): CachedToken {
  const { access_token: accessToken, expires_in: expiresIn } = (reply.json ?? {}) as Record<string, unknown>;
  if (typeof accessToken !== "string" || accessToken === "") {
    throw new AppError({
      kind: "remote",
      code: "NO_TOKEN",
      message: `Signing in at ${loginUrl} failed: the answer holds no access_token.`,
      hint: "Check that this is the login host of Genesys Cloud (https://login.<domain>), not the API's or a web page.",
      details: { correlationId: reply.headers["inin-correlation-id"] },
    });
  }
  const lifetimeMs = (typeof expiresIn === "number" ? expiresIn : 300) * SECOND_MS;
  return { accessToken, expiresAt: now + lifetimeMs - Math.min(5 * MINUTE_MS, lifetimeMs / 10) };
}

/** The login host answers 400 for an unknown client and 401 for a wrong secret, both as `invalid_client`. */
function toSignInError({ loginUrl, clientId }: ClientCredentials, reply: ExchangeReply): AppError {
  const body = (reply.json ?? {}) as { error?: unknown; description?: unknown; error_description?: unknown };
  const reason = String(body.description ?? body.error_description ?? body.error ?? "no reason given");
  const unknownClient = reply.status === 400;
  return new AppError({
    kind: "auth",
    code: unknownClient ? "CLIENT_REFUSED" : "SECRET_REFUSED",
    message: `Signing in at ${loginUrl} as client ${clientId} failed: ${reply.status} ${String(body.error ?? "")}: ${reason}`,
    hint: unknownClient
      ? "Check GENESYS_CLOUD_CLIENT_ID and the region: a client exists in one region only."
      : "Check GENESYS_CLOUD_CLIENT_SECRET, and that the client is active.",
    details: {
      request: "POST /oauth/token",
      status: reply.status,
      apiCode: String(body.error ?? ""),
      correlationId: reply.headers["inin-correlation-id"],
    },
  });
}
