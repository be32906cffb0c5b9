import type { Effects } from "../base/effects.ts";
import type { Purpose } from "./api-error.ts";
import type { BudgetStatus } from "./budget/budget.ts";
import type { Urgency } from "./budget/budget-record.ts";
import { openGovernor } from "./budget/governor.ts";
import { type DispatcherOptions, openDispatcher, SOCKETS_PER_HOST } from "./dispatcher.ts";
import { createExchange, type Exchange, type ExchangeReply } from "./exchange.ts";
import { DEFAULT_POLICY } from "./retry.ts";
import { openSocket, type Socket, type SocketListener } from "./socket.ts";
import { createTokenCache, NO_TOKEN_CACHE } from "./token-cache.ts";
import { createClientCredentialsProvider, createFixedToken, type TokenProvider } from "./token-provider.ts";
import { createTransport } from "./transport.ts";

export interface ApiOptions extends DispatcherOptions {
  loginUrl: string;
  apiUrl: string;
  credentials: { kind: "client"; clientId: string; clientSecret: string } | { kind: "token"; accessToken: string };
  /** For one whole answer. */
  timeoutMs: number;
  /** Longest pause that a rate limit may impose. */
  maxWaitMs: number;
  /** Where the token is kept between runs, and the budget shared between processes; `null` keeps both in memory only. */
  cacheFolder: string | null;
}

export type QueryValue = string | number | boolean | readonly string[] | undefined;

export interface ApiRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Readonly<Record<string, QueryValue>>;
  body?: unknown;
  /** What is being done, as a gerund, for messages. */
  doing: string;
  permissions?: readonly string[];
  /** Whether a good answer's body is what it should be; an object, unless said otherwise. */
  expects?: (json: unknown) => boolean;
  /** A POST that creates nothing may be sent again. All others always may. */
  repeatable?: boolean;
  /** Whether somebody waits for it, as is taken for granted, or it is bulk work, which leaves the way to those. */
  urgency?: Urgency;
  signal?: AbortSignal | undefined;
}

/** The typed client's core; `endpoints/` gives each operation its types. */
export interface Api extends AsyncDisposable {
  readonly apiUrl: string;
  readonly loginUrl: string;
  /** The parsed body of a good answer. Throws AppError of the kinds auth, denied, input, not-found, … by status. */
  request(request: ApiRequest): Promise<unknown>;
  /** Signs in anew, whatever the cache holds; a token that was brought is used as it is. */
  signIn(signal?: AbortSignal): Promise<"signed-in" | "token-brought">;
  /** A WebSocket, by the same proxy and with the same certificates as requests. */
  openSocket(uri: string, listener: SocketListener): Socket;
  /** Until when the token in use serves, with some time to spare; `undefined` where nobody knows. Epoch milliseconds. */
  tokenServesUntil(): number | undefined;
  /** HTTP requests sent so far, sign-ins and repeats included. */
  requestsUsed(): number;
  /** What the client has used of its rate limit and what is left, in all processes of this machine. */
  budget(): BudgetStatus;
  close(): Promise<void>;
}

export function openApi(options: ApiOptions, effects: Effects): Api {
  const { clock, random, log } = effects;
  const dispatcher = openDispatcher(options);
  const transport = createTransport({ dispatcher, clock, timeoutMs: options.timeoutMs });
  const policy = { ...DEFAULT_POLICY, maxWaitMs: options.maxWaitMs };
  const { cacheFolder } = options;
  const governor = openGovernor({ cacheFolder, client: nameClient(options), mostInFlight: SOCKETS_PER_HOST }, effects);
  const exchange = createExchange({ transport, clock, random, log, governor, policy });
  const tokens = createTokens(options, exchange, effects);
  // destroy, not close: whoever closes wants no more answers, and close would wait for those under way.
  const close = () => {
    governor.close();
    return dispatcher.destroy();
  };
  return {
    apiUrl: options.apiUrl,
    loginUrl: options.loginUrl,
    request: (request) => sendWithToken(options.apiUrl, exchange, tokens, request),
    signIn: async (signal) => {
      const tokens = createTokens({ ...options, cacheFolder: null }, exchange, effects);
      await tokens.get(signal);
      return tokens.canRenew ? "signed-in" : "token-brought";
    },
    openSocket: (uri, listener) => openSocket(dispatcher, uri, listener),
    tokenServesUntil: tokens.servesUntil,
    requestsUsed: exchange.requestsSent,
    budget: governor.status,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The limit is the client's; of a token that was brought nobody knows whose it is. */
function nameClient({ loginUrl, apiUrl, credentials }: ApiOptions): string[] {
  return [loginUrl, apiUrl, credentials.kind === "client" ? credentials.clientId : `token ${credentials.accessToken}`];
}

function createTokens(options: ApiOptions, exchange: Exchange, { clock, log }: Effects): TokenProvider {
  const { credentials, loginUrl, apiUrl, cacheFolder } = options;
  if (credentials.kind === "token") return createFixedToken(credentials.accessToken);
  const { clientId, clientSecret } = credentials;
  const cache =
    cacheFolder === null
      ? NO_TOKEN_CACHE
      : createTokenCache(cacheFolder, { loginUrl, apiUrl, clientId, clientSecret }, log);
  return createClientCredentialsProvider({ credentials: { loginUrl, clientId, clientSecret }, exchange, cache, clock });
}

/** A 401 in mid-run (expired, revoked) costs one new token and a second try; a second 401 is the answer. */
async function sendWithToken(
  apiUrl: string,
  exchange: Exchange,
  tokens: TokenProvider,
  request: ApiRequest,
): Promise<unknown> {
  const token = await tokens.get(request.signal);
  const first = await send(apiUrl, exchange, request, token, ({ status }) => status === 401 && tokens.canRenew);
  if (first.status !== 401) return first.json;
  const renewed = await tokens.renew(token, request.signal);
  const second = await send(apiUrl, exchange, request, renewed, () => false);
  return second.json;
}

function send(
  apiUrl: string,
  exchange: Exchange,
  request: ApiRequest,
  token: string,
  final: (reply: { status: number }) => boolean,
): Promise<ExchangeReply> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  const purpose: Purpose = { doing: request.doing, method: request.method, path: request.path };
  if (request.permissions !== undefined) purpose.permissions = request.permissions;
  return exchange(
    {
      wire: {
        method: request.method,
        url: apiUrl + request.path + toQueryString(request.query),
        headers,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      },
      purpose,
      expects: request.expects ?? isObject,
      turn: request.urgency ?? "question",
      repeatable: request.method !== "POST" || request.repeatable === true,
      signal: request.signal,
    },
    final,
  );
}

function isObject(json: unknown): json is object {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** An object in which a list of this name is a list, or absent: how every page of the API looks. */
export function hasList(name: string): (json: unknown) => boolean {
  return (json) => {
    const list: unknown = isObject(json) ? (json as Record<string, unknown>)[name] : null;
    return list === undefined || Array.isArray(list);
  };
}

function toQueryString(query: ApiRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
