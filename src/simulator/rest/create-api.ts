import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { addControlRoutes } from "../control/add-control-routes.ts";
import { AGGREGATE_ENDPOINTS } from "./aggregate-endpoints.ts";
import { ANALYTICS_ENDPOINTS } from "./analytics-endpoints.ts";
import { type ApiRefusal, methodNotAllowed, notFound } from "./api-refusal.ts";
import { CONVERSATION_ENDPOINTS, GONE_PATHS } from "./conversation-endpoints.ts";
import { DIVISION_ENDPOINTS } from "./division-endpoints.ts";
import { JOB_ENDPOINTS } from "./job-endpoints.ts";
import { LIMIT_ENDPOINTS } from "./limit-endpoints.ts";
import { NAMED_ENDPOINTS } from "./named-endpoints.ts";
import { NOTIFICATION_ENDPOINTS } from "./notification-endpoints.ts";
import { giveToken } from "./oauth.ts";
import { OBSERVATION_ENDPOINTS } from "./observation-endpoints.ts";
import { respond } from "./respond.ts";
import { ROUTING_ENDPOINTS } from "./routing-endpoints.ts";
import type { ApiRequest, Endpoint, Reply, Service } from "./service.ts";
import { TOKEN_ENDPOINTS } from "./token-endpoints.ts";
import { USER_ENDPOINTS } from "./user-endpoints.ts";

export const ENDPOINTS: readonly Endpoint[] = [
  ...TOKEN_ENDPOINTS,
  ...USER_ENDPOINTS,
  ...ROUTING_ENDPOINTS,
  ...NAMED_ENDPOINTS,
  ...LIMIT_ENDPOINTS,
  ...DIVISION_ENDPOINTS,
  ...CONVERSATION_ENDPOINTS,
  ...ANALYTICS_ENDPOINTS,
  ...JOB_ENDPOINTS,
  ...AGGREGATE_ENDPOINTS,
  ...OBSERVATION_ENDPOINTS,
  ...NOTIFICATION_ENDPOINTS,
];

/** Login and API on one port, as a hono application for Node. */
export function createApi(service: Service): Hono<{ Bindings: HttpBindings }> {
  const api = new Hono<{ Bindings: HttpBindings }>();
  addControlRoutes(api, service);
  api.post("/oauth/token", (context) => respond(service, context, (request) => giveToken(service, request)));
  const refuse = (toRefusal: () => ApiRefusal) => (context: Context<{ Bindings: HttpBindings }>) =>
    respond(service, context, (request, headers) => {
      if (request.path.startsWith("/api/")) authenticate(service, request, headers);
      throw toRefusal();
    });
  // Before the endpoints: a conversation id in a path must not catch them.
  for (const path of GONE_PATHS) api.all(path, refuse(notFound));
  for (const endpoint of ENDPOINTS) {
    api.on(endpoint.method, endpoint.path, (context) =>
      respond(service, context, (request, headers) => answer(service, endpoint, request, headers)),
    );
  }
  const paths = new Set(ENDPOINTS.map(({ path }) => path).concat("/oauth/token"));
  for (const path of paths) api.all(path, refuse(methodNotAllowed));
  api.notFound(refuse(notFound));
  return api;
}

/** The API's order of checks: who asks, how often, whether he may; what was sent and whether it exists is the endpoint's. */
function answer(
  service: Service,
  endpoint: Endpoint,
  request: ApiRequest,
  headers: Record<string, string>,
): Reply | Promise<Reply> {
  authenticate(service, request, headers);
  service.grant.requireAny(endpoint.permissions);
  return endpoint.handle(service, request);
}

function authenticate(service: Service, request: ApiRequest, headers: Record<string, string>): void {
  const token = service.tokens.authenticate(request.header("authorization"));
  if (service.options.limits === "api") Object.assign(headers, service.rateLimit.count(token));
}
