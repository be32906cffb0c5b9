import { once } from "node:events";
import { request } from "undici";
import { WebSocket } from "ws";
import { createEffects } from "../../src/base/effects.ts";
import type { SimulatedClock } from "../../src/simulator/clock/simulated-clock.ts";
import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { serve } from "../../src/simulator/serve.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

// biome-ignore lint/suspicious/noExplicitAny: frames and bodies are whatever was sent, and tests look into them.
type Any = any;

export interface Rig extends AsyncDisposable {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: SimulatedClock;
  /** The time below, which `clock` follows where it is not stepped. */
  readonly machine: FakeClock;
  signIn(): Promise<string>;
  send(method: string, path: string, body?: unknown, authorization?: string): Promise<{ status: number; body: Any }>;
  /** A channel that listens to these topics. */
  open(...topics: string[]): Promise<Listener>;
  listen(connectUri: string): Promise<Listener>;
}

/** One socket, and what it was told. */
export interface Listener {
  readonly id: string;
  readonly connectUri: string;
  readonly socket: WebSocket;
  readonly frames: readonly Any[];
  /** The frames up to now: whatever is on its way has arrived. */
  read(): Promise<readonly Any[]>;
  /** The code that the socket was closed with. */
  closed(): Promise<number>;
}

const JSON_TYPE = { "content-type": "application/json" };

/** A simulator with a feed of the test's own, in a time that stands until it is stepped. */
export async function createRig(feed: EventFeed, options: Partial<SimulatorOptions> = {}): Promise<Rig> {
  const parsed = parseSimulatorOptions({ clock: "stepped", perDay: 20, days: 2, ...options });
  const machine = createFakeClock();
  const { service } = await openService(parsed, createEffects({ clock: machine }), feed);
  const { url, close } = await serve(service);
  const { clientId, clientSecret, clock } = service;
  const signIn = async () => {
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
    const answer = await request(`${url}/oauth/token`, {
      method: "POST",
      headers,
      body: "grant_type=client_credentials",
    });
    return `Bearer ${((await answer.body.json()) as { access_token: string }).access_token}`;
  };
  const own = await signIn();
  const send: Rig["send"] = async (method, path, body, authorization = own) => {
    const headers = { authorization, ...(body === undefined ? {} : JSON_TYPE) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await request(`${url}${path}`, { method: method as "GET", headers, ...sent });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === "" ? undefined : JSON.parse(text) };
  };
  const open: Rig["open"] = async (...topics) => {
    const { body: channel } = await send("POST", "/api/v2/notifications/channels");
    const { body } = await send(
      "POST",
      `/api/v2/notifications/channels/${channel.id}/subscriptions`,
      topics.map((id) => ({ id })),
    );
    if (body.entities === undefined) throw new Error(JSON.stringify(body));
    return listen(channel.connectUri);
  };
  return { url, clientId, clientSecret, clock, machine, signIn, send, open, listen, [Symbol.asyncDispose]: close };
}

async function listen(connectUri: string): Promise<Listener> {
  const socket = new WebSocket(connectUri);
  const frames: Any[] = [];
  let pongs = 0;
  const isPong = (frame: Any) => frame.topicName === "channel.metadata" && frame.eventBody.message === "pong";
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    if (isPong(frame) && pongs > 0) pongs--;
    else frames.push(frame);
  });
  socket.on("error", () => {});
  const closing = new Promise<number>((resolve) => socket.on("close", resolve));
  await once(socket, "open");
  return {
    id: connectUri.split("/").pop() ?? "",
    connectUri,
    socket,
    frames,
    read: async () => {
      pongs++;
      socket.send('{"message":"ping"}');
      while (pongs > 0 && socket.readyState === socket.OPEN) await Promise.race([once(socket, "message"), closing]);
      return frames;
    },
    closed: () => closing,
  };
}

/** The HTTP status with which a socket is refused. */
export async function refusedWith(connectUri: string): Promise<number> {
  const socket = new WebSocket(connectUri);
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, { statusCode: number }];
  return response.statusCode;
}
