import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { RequestFaultAction } from "../faults.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { toFaultReply } from "./fault-reply.ts";
import { toRefusalReply } from "./refusal-reply.ts";
import type { ApiRequest, Reply, Service } from "./service.ts";

type Answer = (request: ApiRequest, headers: Record<string, string>) => Reply | Promise<Reply>;
type NodeContext = Context<{ Bindings: HttpBindings }>;

const compress = promisify(gzip);
/** Below this, compressing costs more than it saves. */
const SMALLEST_COMPRESSED = 1_024;

/** One request from its arrival to its answer: faults, the endpoint, refusals, headers, compression, and the log. */
export async function respond(service: Service, context: NodeContext, answer: Answer): Promise<Response> {
  const { effects, faults, log } = service;
  const at = effects.clock.now();
  const bare = toApiRequest(context);
  const fault = faults.next(bare.method, bare.path);
  const request = fault === undefined ? bare : { ...bare, fault };
  const { method, host, path } = request;
  const record = (status: number) => log.add({ method, host, path, query: request.query.toString(), status, at });
  if (fault !== undefined && "expireToken" in fault) service.tokens.revoke(request.header("authorization"));
  if (fault !== undefined && "disableClientMs" in fault) service.tokens.disable(fault.disableClientMs);
  if (fault !== undefined && "resetConnection" in fault) {
    record(0);
    context.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const correlationId = effects.uuid();
  const headers: Record<string, string> = {};
  const reply =
    fault !== undefined && "status" in fault
      ? toFaultReply(fault, correlationId)
      : await toReply(service, answer, request, headers, correlationId);
  const body = toText(reply, fault);
  // The answer is that of the arrival, held back: so it is the same however the time until then is stepped.
  if (fault !== undefined && "delayMs" in fault) await effects.clock.sleep(fault.delayMs);
  Object.assign(headers, COMMON_HEADERS, { "ININ-Correlation-Id": correlationId }, reply.headers);
  if (fault !== undefined && "halfBody" in fault) {
    record(0);
    return sendHalf(context, reply.status, headers, body);
  }
  record(reply.status);
  return send(request, reply.status, headers, body);
}

const COMMON_HEADERS = {
  "Cache-Control": "no-cache, no-store, must-revalidate",
  Pragma: "no-cache",
  Expires: "0",
  "Strict-Transport-Security": "max-age=600; includeSubDomains",
} as const;

function toApiRequest({ req }: NodeContext): ApiRequest {
  const { host, pathname, searchParams } = new URL(req.url);
  return {
    method: req.method,
    host,
    path: pathname,
    query: searchParams,
    params: req.param(),
    header: (name) => req.header(name),
    body: async () => Buffer.from(await req.arrayBuffer()),
  };
}

async function toReply(
  { effects }: Service,
  answer: Answer,
  request: ApiRequest,
  headers: Record<string, string>,
  correlationId: string,
): Promise<Reply> {
  try {
    return await answer(request, headers);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) effects.log({ level: "warn", event: "simulator-bug", message: String(error) });
    return toRefusalReply(error, correlationId);
  }
}

function toText({ body }: Reply, fault: RequestFaultAction | undefined): string | undefined {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  if (text === undefined || fault === undefined || !("brokenJson" in fault)) return text;
  return text.slice(0, Math.floor(text.length / 2));
}

async function send(
  request: ApiRequest,
  status: number,
  headers: Record<string, string>,
  text: string | undefined,
): Promise<Response> {
  // These have no body by definition, and a Response refuses one.
  if (text === undefined || status === 204 || status === 304) return new Response(null, { status, headers });
  const typed = { "Content-Type": "application/json", ...headers };
  const accepted = request.header("accept-encoding") ?? "";
  if (text.length < SMALLEST_COMPRESSED || !/\bgzip\b/.test(accepted))
    return new Response(text, { status, headers: typed });
  const body = await compress(text, { level: constants.Z_BEST_SPEED });
  return new Response(body, { status, headers: { ...typed, "Content-Encoding": "gzip", Vary: "Accept-Encoding" } });
}

/** Announces the whole body, sends half of it and hangs up. */
function sendHalf({ env }: NodeContext, status: number, headers: Record<string, string>, text = ""): Response {
  const body = Buffer.from(text);
  const { outgoing } = env;
  outgoing.writeHead(status, {
    "Content-Type": "application/json",
    ...headers,
    "Content-Length": String(Math.max(2, body.length)),
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}
