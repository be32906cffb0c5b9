import { AppError, type ErrorKind } from "../base/app-error.ts";
import { MINUTE_MS } from "../base/interval.ts";
import type { TransportFailure, WireReply } from "./transport.ts";

/** What a request was for, to say so when it fails. */
export interface Purpose {
  /** What is being done to what, as a gerund: `reading page 2 of the conversations of …`. */
  doing: string;
  method: string;
  path: string;
  /** Permissions of which one suffices, by the official documentation. */
  permissions?: readonly string[];
}

export interface ErrorBody {
  message?: unknown;
  code?: unknown;
  contextId?: unknown;
  error?: unknown;
  error_description?: unknown;
  description?: unknown;
}

const KIND_BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  400: "input",
  401: "auth",
  403: "denied",
  404: "not-found",
  408: "timeout",
  413: "input",
  422: "input",
  429: "rate-limit",
  504: "timeout",
};

/** Redirects, and a 404 that is no JSON, don't come from the API: something else answers at that address. */
function isWrongHost({ status, text: body }: WireReply): boolean {
  return (status >= 300 && status < 400) || (status === 404 && !body.trimStart().startsWith("{"));
}

const HINT_BY_KIND: Partial<Record<ErrorKind, string>> = {
  input: "Genesys Cloud refused the request as it is; the message above names what it does not accept.",
  auth: "Check the client id, its secret and the region, or the token that was brought; `nowthen doctor` tries each step.",
  "not-found": "Check the id, and that the OAuth client's roles cover the division that it belongs to.",
  config:
    "This does not look like the API of Genesys Cloud: check the region, or GENESYS_CLOUD_API_URL and GENESYS_CLOUD_LOGIN_URL.",
  "rate-limit": "Run it again in a minute, or narrow the question; `--verbose` shows each request.",
  timeout: "Try again; a narrower question is answered sooner.",
  remote: "Genesys Cloud has a problem of its own: try again later, and quote the correlation id to Genesys Care.",
};

/** A refusal by the API as an AppError naming request, reason, what to do, and the correlation id. */
export function toApiError(purpose: Purpose, reply: WireReply): AppError {
  const body = parseErrorBody(reply.text);
  const code = text(body.code) ?? text(body.error);
  const reason = text(body.message) ?? text(body.error_description) ?? text(body.description) ?? "no reason given";
  const wrongHost = isWrongHost(reply);
  const kind = wrongHost ? "config" : (KIND_BY_STATUS[reply.status] ?? (reply.status < 500 ? "input" : "remote"));
  return new AppError({
    kind,
    code: `HTTP_${reply.status}`,
    message: `${capitalize(purpose.doing)} failed: ${reply.status}${code === undefined ? "" : ` ${code}`}: ${reason}`,
    hint: kind === "denied" ? toPermissionHint(purpose, reason) : HINT_BY_KIND[kind],
    details: {
      request: `${purpose.method} ${purpose.path}`,
      status: reply.status,
      apiCode: code,
      correlationId: reply.headers["inin-correlation-id"] ?? text(body.contextId),
      permissions: kind === "denied" ? findPermissions(purpose, reason) : undefined,
    },
  });
}

/** A limit that asks for more patience than was granted, with the time at which it ends. */
export function toLimitError(purpose: Purpose, pauseMs: number, maxWaitMs: number, correlationId?: string): AppError {
  const minutes = Math.ceil(pauseMs / MINUTE_MS);
  return new AppError({
    kind: "rate-limit",
    code: "RATE_LIMITED",
    message: `${capitalize(purpose.doing)} failed: the rate limit asks for a pause of ${pauseMs < 2 * MINUTE_MS ? `${Math.ceil(pauseMs / 1000)} s` : `${minutes} minutes`}, longer than the ${Math.round(maxWaitMs / 1000)} s granted.`,
    hint: "Run it again after that, or grant more with --max-wait <seconds>.",
    details: { request: `${purpose.method} ${purpose.path}`, retryAfterMs: pauseMs, correlationId },
  });
}

/** An answer that never came whole. */
export function toTransportError(purpose: Purpose, failure: TransportFailure, attempts: number): AppError {
  const tries = attempts === 1 ? "" : ` (tried ${attempts} times)`;
  const common = {
    message: `${capitalize(purpose.doing)} failed: ${failure.message}${tries}`,
    details: { request: `${purpose.method} ${purpose.path}`, cause: failure.code },
    cause: failure,
  };
  switch (failure.reason) {
    case "stopped":
      return new AppError({
        ...common,
        kind: "cancelled",
        code: "CANCELLED",
        message: `Stopped while ${purpose.doing}.`,
      });
    case "timeout":
      return new AppError({
        ...common,
        kind: "timeout",
        code: "TIMEOUT",
        hint: "Try again, or wait longer with --timeout <seconds>.",
      });
    case "broken-body":
      return new AppError({ ...common, kind: "remote", code: "BROKEN_ANSWER", hint: HINT_BY_KIND.remote });
    case "network":
      return new AppError({ ...common, kind: "network", code: "NETWORK", hint: toNetworkHint(failure.code) });
  }
}

/** An answer that came whole and is not the JSON, or not the shape, that it should be. */
export function toBrokenJsonError(purpose: Purpose, reply: WireReply, cause: unknown, attempts: number): AppError {
  return new AppError({
    kind: "remote",
    code: "BROKEN_ANSWER",
    message: `${capitalize(purpose.doing)} failed: the answer is ${cause instanceof Error ? "not valid JSON" : "of another shape"} (${cause instanceof Error ? cause.message : String(cause)}; tried ${attempts} times).`,
    hint: "Something between here and Genesys Cloud (a proxy, a gateway) may be cutting or replacing answers; try again, and quote the correlation id.",
    details: {
      request: `${purpose.method} ${purpose.path}`,
      status: reply.status,
      correlationId: reply.headers["inin-correlation-id"],
    },
    cause,
  });
}

function parseErrorBody(body: string): ErrorBody {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    // 502 and 504 come from the edge without JSON; the status says enough.
    return {};
  }
}

function findPermissions(purpose: Purpose, reason: string): readonly string[] {
  const named = /permission\(s\)[^:]*:\s*\[?([^\]]+)\]?/.exec(reason)?.[1];
  const permissions = named?.split(/[,\s]+/).filter((name) => name.includes(":")) ?? [];
  return permissions.length > 0 ? permissions : (purpose.permissions ?? []);
}

function toPermissionHint(purpose: Purpose, reason: string): string {
  const permissions = findPermissions(purpose, reason);
  const which = permissions.length === 0 ? "the missing permission" : permissions.join(" or ");
  return `Ask an administrator to give the OAuth client a role with ${which}, in every division that it should see.`;
}

function toNetworkHint(code: string): string {
  if (/CERT|TLS|SSL|ISSUER|SELF_SIGNED/.test(code)) {
    return "The certificate is not trusted: name your company's authority with --ca-file <path> (or NODE_EXTRA_CA_CERTS).";
  }
  if (/ENOTFOUND|EAI_AGAIN/.test(code))
    return "The host name can't be resolved: check the region or URL, and HTTPS_PROXY if you need one.";
  if (code === "ECONNREFUSED") return "Nothing listens there: check the URL and the port.";
  return "Check the connection, and HTTPS_PROXY and NO_PROXY if you need a proxy; then try again.";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
