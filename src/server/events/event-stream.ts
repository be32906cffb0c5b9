import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { Clock } from "../../base/effects.ts";
import { refuse } from "../guard/check-access.ts";
import type { LiveHub } from "./live-hub.ts";

/** So often something is sent when nothing happens: proxies close what is silent. */
const HEARTBEAT_MS = 15_000;
/** A reader who is so far behind is let go; the browser connects again, and gets the whole picture. */
const BEHIND_MAX = 8 * 1024 * 1024;
/** Open pages of one server. */
const STREAMS_MAX = 1_000;
/** When a browser connects again. */
const RETRY_MS = 1_000;

export const EVENTS_PATH = "/api/v1/events";

type Outgoing = HttpBindings["outgoing"];

/** The events as `text/event-stream`, each written once for all. */
export function createEventRoutes(
  hub: LiveHub,
  wall: Clock,
): { routes: Hono<{ Bindings: HttpBindings }>; close(): void } {
  const open = new Set<Outgoing>();
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.get(EVENTS_PATH, (context) => {
    const { outgoing } = context.env;
    if (open.size >= STREAMS_MAX)
      return refuse(
        context,
        503,
        "STREAMS_TOO_MANY",
        `${STREAMS_MAX} pages are open already.`,
        "Close one, or try later.",
      );
    outgoing.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    outgoing.write(`retry: ${RETRY_MS}\n\n`);
    const send = (text: string) => {
      if (outgoing.writableLength > BEHIND_MAX) outgoing.destroy();
      else outgoing.write(text);
    };
    const lastEventId = context.req.header("last-event-id") ?? context.req.query("after");
    const leave = hub.listen(send, lastEventId);
    let cancel = () => {};
    const beat = () => {
      send(": still here\n\n");
      cancel = wall.after(HEARTBEAT_MS, beat);
    };
    cancel = wall.after(HEARTBEAT_MS, beat);
    open.add(outgoing);
    outgoing.once("close", () => {
      open.delete(outgoing);
      cancel();
      leave();
    });
    return RESPONSE_ALREADY_SENT;
  });
  return {
    routes,
    close() {
      for (const outgoing of open) outgoing.end();
    },
  };
}
