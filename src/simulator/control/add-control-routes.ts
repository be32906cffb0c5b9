import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import { isAppError } from "../../base/app-error.ts";
import { parseFaultPlan } from "../parse-fault-plan.ts";
import { badRequest } from "../rest/api-refusal.ts";
import { parseJson } from "../rest/json-object.ts";
import { toRefusalReply } from "../rest/refusal-reply.ts";
import type { Service } from "../rest/service.ts";
import { commandChannels, listChannels } from "./command-channels.ts";
import { moveClock, toClockReading } from "./move-clock.ts";

type Bound = { Bindings: HttpBindings };

/**
 * The simulator's own endpoints, beside those of the API: for who runs it, so without a token, without faults, and absent from the
 * list of requests.
 */
export function addControlRoutes(api: Hono<Bound>, service: Service): void {
  const { clock, faults, log } = service;
  const route = (method: string, path: string, answer: (context: Context<Bound>) => object | Promise<object>) => {
    api.on(method, `/simulator/${path}`, (context) => respond(service, context, answer));
  };
  route("GET", "clock", () => toClockReading(clock));
  route("POST", "clock", async ({ req }) => moveClock(clock, await readBody(req.text())));
  route("GET", "faults", () => toPlan(service));
  route("POST", "faults", async ({ req }) => {
    faults.add(parseFaultPlan(await readBody(req.text()), "the request"));
    return toPlan(service);
  });
  route("DELETE", "faults", () => {
    faults.clear();
    return toPlan(service);
  });
  route("GET", "channels", () => listChannels(service));
  route("POST", "channels", async ({ req }) => commandChannels(service, await readBody(req.text())));
  route("GET", "requests", () => ({ requests: log.requests }));
}

/** In the form in which it can be sent back, with what happened of it beside. */
function toPlan({ faults }: Service): object {
  const { counts } = faults;
  return { faults: counts.map(({ fault }) => fault), counts: counts.map(({ seen, done }) => ({ seen, done })) };
}

async function readBody(body: Promise<string>): Promise<unknown> {
  const parsed = parseJson(await body);
  if (parsed === undefined) throw badRequest("The body is not JSON.");
  return parsed;
}

async function respond(
  { effects }: Service,
  context: Context<Bound>,
  answer: (context: Context<Bound>) => object | Promise<object>,
): Promise<Response> {
  const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
  try {
    return new Response(JSON.stringify(await answer(context)), { status: 200, headers });
  } catch (error) {
    const refusal = isAppError(error) && error.kind === "input" ? badRequest(error.message) : error;
    const { status, body } = toRefusalReply(refusal, effects.uuid());
    return new Response(JSON.stringify(body), { status, headers });
  }
}
