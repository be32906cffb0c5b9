import type { Context } from "hono";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import type { Clock } from "../../base/effects.ts";
import type { ServerOptions } from "../server-options.ts";
import { refuse, SESSION_COOKIE } from "./check-access.ts";
import { isSame, SESSION_MS, signSession } from "./session.ts";

/** A token is no longer than this, in bytes of the form that brings it. */
const FORM_MAX = 4_096;

/** The page that asks for the token, and the cookie that it is exchanged for. */
export function createSignIn({ token, tls }: ServerOptions, clock: Clock): Hono {
  const routes = new Hono();
  routes.get("/login", (context) => context.html(toPage(toPath(context.req.query("to")), null)));
  const limit = bodyLimit({
    maxSize: FORM_MAX,
    onError: (context) => refuse(context, 413, "BODY_TOO_LARGE", "That is longer than any token."),
  });
  routes.post("/login", limit, async (context) => {
    if (!isFromHere(context)) return refuse(context, 403, "ORIGIN_FOREIGN", "This form was sent by another site.");
    const { token: given, to } = await context.req.parseBody();
    const path = toPath(typeof to === "string" ? to : undefined);
    if (token === null || typeof given !== "string" || !isSame(given, token))
      return context.html(toPage(path, "That is not the token."), 401);
    const now = clock.now();
    setCookie(context, SESSION_COOKIE, signSession(token, now + SESSION_MS), {
      httpOnly: true,
      sameSite: "Strict",
      secure: tls !== null,
      path: "/",
      maxAge: SESSION_MS / 1000,
    });
    return context.redirect(path, 303);
  });
  routes.post("/logout", limit, (context) => {
    if (!isFromHere(context)) return refuse(context, 403, "ORIGIN_FOREIGN", "This form was sent by another site.");
    deleteCookie(context, SESSION_COOKIE, { path: "/" });
    return context.redirect("/login", 303);
  });
  return routes;
}

/** Browsers say where a form comes from; other clients have no cookie that could be abused. */
function isFromHere({ req }: Context): boolean {
  const site = req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = req.header("origin");
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === req.header("host"));
}

/** Only a path of this server: `//elsewhere` and `/\elsewhere` are others. */
function toPath(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : "/";
}

function toPage(to: string, complaint: string | null) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sign in to nowthen</title>
        <link rel="stylesheet" href="/login.css" />
      </head>
      <body>
        <main>
          <h1>nowthen</h1>
          <form method="post" action="/login">
            <input type="hidden" name="to" value="${to}" />
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus />
            ${complaint === null ? "" : html`<p role="alert">${complaint}</p>`}
            <button type="submit">Sign in</button>
            <p>It is what the server was started with as <code>NOWTHEN_SERVE_TOKEN</code>.</p>
          </form>
        </main>
      </body>
    </html>`;
}
