import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Clock } from "../../base/effects.ts";
import { isLoopback, type ServerOptions } from "../server-options.ts";
import { isSame, isSession } from "./session.ts";

export const SESSION_COOKIE = "nowthen_session";

/** What may be seen by anybody: whether the server lives, and where the token is given. */
const OPEN_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/login", "/login.css"]);

/** Lets in who may see: anybody on this machine, who has the token, or whom the proxy has let in. */
export function checkAccess(options: ServerOptions, clock: Clock): MiddlewareHandler {
  const isOpen = options.token === null && options.proxyHeader === null;
  return async (context, next) => {
    // A page of another site may make a browser resolve its own name to this machine.
    if (isLoopback(options.host) && !isLoopback(hostOf(context)))
      return refuse(
        context,
        421,
        "HOST_UNKNOWN",
        "This server answers for this machine only.",
        "Ask it as localhost; a reverse proxy on this machine has to send `Host: localhost`. For others, start it with --host.",
      );
    if (isOpen || OPEN_PATHS.has(context.req.path) || isAllowed(context, options, clock)) return next();
    if (wantsPage(context)) return context.redirect(`/login?to=${encodeURIComponent(pathOf(context))}`);
    return refuse(
      context,
      401,
      "TOKEN_MISSING",
      "This server asks for its token.",
      "Send it as `Authorization: Bearer …`, or sign in at /login.",
    );
  };
}

function isAllowed(context: Context, { token, proxyHeader }: ServerOptions, clock: Clock): boolean {
  if (proxyHeader !== null && (context.req.header(proxyHeader) ?? "") !== "") return true;
  if (token === null) return false;
  const [, given = ""] = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
  if (given !== "") return isSame(given, token);
  return isSession(token, getCookie(context, SESSION_COOKIE) ?? "", clock.now());
}

function hostOf(context: Context): string {
  const header = context.req.header("host") ?? "";
  return (
    /^(?:\[([0-9a-f:]+)\]|([^:]*))(?::\d+)?$/i
      .exec(header)
      ?.slice(1)
      .find((part) => part !== undefined) ?? ""
  );
}

function wantsPage({ req }: Context): boolean {
  return req.method === "GET" && (req.header("accept") ?? "").includes("text/html") && !req.path.startsWith("/api/");
}

function pathOf({ req }: Context): string {
  const { pathname, search } = new URL(req.url);
  return pathname + search;
}

export function refuse(
  context: Context,
  status: 400 | 401 | 403 | 404 | 405 | 413 | 421 | 429 | 503,
  code: string,
  message: string,
  hint?: string,
): Response {
  const kind = status === 404 ? "not-found" : status === 401 ? "auth" : status === 429 ? "rate-limit" : "input";
  return context.json({ error: { kind, code, message, ...(hint === undefined ? {} : { hint }) } }, status);
}
