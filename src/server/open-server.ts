import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { AppError } from "../base/app-error.ts";
import { systemClock } from "../base/effects.ts";
import { createAssetRoutes } from "./assets.ts";
import { createEventRoutes, EVENTS_PATH } from "./events/event-stream.ts";
import { createFacts, keepFact } from "./events/keep-facts.ts";
import { LiveHub } from "./events/live-hub.ts";
import { checkAccess, refuse } from "./guard/check-access.ts";
import { addSecurityHeaders } from "./guard/headers.ts";
import { createRateLimit } from "./guard/rate-limit.ts";
import { createSignIn } from "./guard/sign-in.ts";
import { keepLive } from "./keep-live.ts";
import { createMetrics, type ServerMetrics } from "./metrics.ts";
import { createOpenApi } from "./openapi/create-openapi.ts";
import { createQuestionRoutes } from "./questions/question-routes.ts";
import type { ServedOrganisation } from "./served-organisation.ts";
import { refuseUnguarded, type ServerOptions } from "./server-options.ts";
import { toProblem } from "./to-problem.ts";

export interface NowthenServer extends AsyncDisposable {
  readonly url: string;
  /** Ends open pages, waits for answers under way for some seconds, and stops. */
  close(): Promise<void>;
}

/** Who sends a request byte by byte does not hold a connection for ever. Milliseconds. */
const PATIENCE = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};
const CLOSE_WITHIN_MS = 5_000;
const URL_MAX = 8_192;

type Bindings = { Bindings: HttpBindings };

/** Serves an organisation's page, its API and its metrics. Throws `SERVE_UNGUARDED` (config) and `PORT_NOT_FREE` (input). */
export async function openServer(organisation: ServedOrganisation, options: ServerOptions): Promise<NowthenServer> {
  refuseUnguarded(options);
  const { app, effects } = organisation;
  const hub = new LiveHub({ clock: effects.clock, wall: systemClock, epoch: effects.uuid().slice(0, 8) });
  const metrics = createMetrics(app, hub);
  const events = createEventRoutes(hub, systemClock);
  const stop = new AbortController();
  const routes = createRoutes(organisation, options, { hub, metrics, events: events.routes });
  const server = await listen(routes, options);
  const work = Promise.all([
    ...createFacts(app).map((fact) => keepFact(fact, hub, stop.signal)),
    ...keepLive(organisation, hub, metrics, stop.signal),
  ]);
  const close = async () => {
    stop.abort();
    events.close();
    await endServer(server);
    await work;
  };
  return { url: toUrl(server, options), close, [Symbol.asyncDispose]: close };
}

interface Parts {
  readonly hub: LiveHub;
  readonly metrics: ServerMetrics;
  readonly events: Hono<Bindings>;
}

function createRoutes(organisation: ServedOrganisation, options: ServerOptions, { hub, metrics, events }: Parts) {
  const { app, notice, timeZone } = organisation;
  const routes = new Hono<Bindings>();
  const waitOf = createRateLimit(options.allowance, systemClock);
  routes.use(async (context, next) => {
    const began = systemClock.monotonic();
    await next();
    const { routePath, path } = context.req;
    const route = routePath === "*" || routePath === "/*" ? (path === "/" ? "/" : "other") : routePath;
    metrics.answered(route, context.res.status, (systemClock.monotonic() - began) / 1000);
  });
  routes.use(addSecurityHeaders());
  routes.use(async (context, next) =>
    context.req.url.length > URL_MAX ? refuse(context, 413, "URL_TOO_LONG", "That address is too long.") : next(),
  );
  routes.use(checkAccess(options, systemClock));
  routes.get("/healthz", (context) => context.json({ status: "ok" }));
  routes.get("/readyz", (context) => {
    const { asOf, reason } = hub.freshness();
    return context.json({ ready: asOf !== null, reason }, asOf === null ? 503 : 200);
  });
  routes.get("/metrics", async (context) =>
    context.text(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
  routes.route("/", createSignIn(options, systemClock));
  routes.use("/api/*", async (context, next) => {
    // Streams have a limit of their own: pages connect again all at once when the server was away.
    const seconds = context.req.path === EVENTS_PATH ? 0 : waitOf(clientOf(context));
    if (seconds === 0) return next();
    context.header("retry-after", String(seconds));
    return refuse(
      context,
      429,
      "TOO_MANY_QUESTIONS",
      "These are too many questions at once.",
      `Ask again in ${seconds} s.`,
    );
  });
  routes.get("/api/v1/about", (context) =>
    context.json({ notice, timeZone, canSignOut: options.token !== null, now: organisation.effects.clock.now() }),
  );
  routes.get("/api/v1/openapi.json", (context) => context.json(createOpenApi()));
  routes.route("/", events);
  routes.route("/", createQuestionRoutes(app) as unknown as Hono<Bindings>);
  routes.route("/", createAssetRoutes(options.assets) as unknown as Hono<Bindings>);
  routes.notFound((context) =>
    ["GET", "HEAD"].includes(context.req.method)
      ? refuse(
          context,
          404,
          "PATH_UNKNOWN",
          "There is nothing here.",
          "The document of the API is /api/v1/openapi.json.",
        )
      : refuse(context, 405, "METHOD_NOT_ALLOWED", "Everything here is only read.", "Use GET."),
  );
  routes.onError((error, context) => {
    const { status, problem } = toProblem(error);
    return context.json({ error: problem }, status);
  });
  return routes;
}

/** Who asks, as far as that can be told: behind a proxy all of them come from its address. */
function clientOf(context: Context<Bindings>): string {
  return context.env.incoming.socket.remoteAddress ?? "unknown";
}

async function listen(routes: Hono<Bindings>, { host, port, tls }: ServerOptions): Promise<Server> {
  const listener = getRequestListener((request, env) => routes.fetch(request, env), {
    // Its own Response forgets that an event stream has been begun, and is no business of who else is in the process.
    overrideGlobalObjects: false,
  });
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void listener(incoming, outgoing);
  const server = tls === null ? createServer(PATIENCE, answer) : createTlsServer({ ...PATIENCE, ...tls }, answer);
  server.maxConnections = 2_000;
  try {
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  } catch (error) {
    throw notFree(host, port, error);
  }
  return server;
}

async function endServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cancel = systemClock.after(CLOSE_WITHIN_MS, () => server.closeAllConnections());
  await closed;
  cancel();
}

function toUrl(server: Server, { host, tls }: ServerOptions): string {
  const { port } = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host === "0.0.0.0" ? "127.0.0.1" : host;
  return `${tls === null ? "http" : "https"}://${name}:${port}`;
}

function notFree(host: string, port: number, cause: unknown): AppError {
  return new AppError({
    kind: "input",
    code: "PORT_NOT_FREE",
    message: `Listening on ${host}, port ${port}, failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Choose another --port, 0 for any free one, or an address of this machine as --host.",
    cause,
  });
}
