// A thousand live conversations push 500 events a second to one socket: what an event costs the simulator in processor time of
// its own process, and how many a second it has at most. `npm run bench:notifications`; figures go to
// bench/results/notifications.json.
import { once } from "node:events";
import { Agent, request } from "undici";
import { WebSocket } from "ws";
import { listIds } from "./list-ids.ts";
import { keepResult } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const PER_DAY = 12_000;
/** A Tuesday, while all sites are at work. */
const START = Date.UTC(2026, 2, 10, 14);
const MEASURED_MS = 20_000;
const LEAP_MS = 30 * 60_000;
/** As fast as it takes to have 500 events a second of what such a centre publishes. */
const SPEED = "x180";

const dispatcher = new Agent();
const script = startScript("./notifications/server.mjs", [String(PER_DAY), SPEED, String(START)]);
const { url, clientId, clientSecret } = await readMessage<{ url: string; clientId: string; clientSecret: string }>(
  script,
);

async function ask<T>(question: string): Promise<T> {
  script.send(question);
  const [message] = await once(script, "message");
  return message as T;
}

const usage = () => ask<{ cpuMs: number; peakRssMb: number }>("usage");

async function send<T>(
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await request(url + path, {
    method,
    dispatcher,
    headers: { authorization, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${await answer.body.text()}`);
  return (await answer.body.json()) as T;
}

let authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
const { access_token } = await send<{ access_token: string }>("POST", "/oauth/token", "grant_type=client_credentials");
authorization = `Bearer ${access_token}`;

/** The conversations of all queues and of as many users as there is room for. */
async function subscribe(): Promise<{ connectUri: string; topics: number }> {
  const queues = await listIds(send, "/api/v2/routing/queues");
  const users = await listIds(send, "/api/v2/users");
  const ids = [
    ...queues.map((id) => `v2.routing.queues.${id}.conversations`),
    ...users.map((id) => `v2.users.${id}.conversations`),
  ].slice(0, 1_000);
  const { id, connectUri } = await send<{ id: string; connectUri: string }>("POST", "/api/v2/notifications/channels");
  const topics = ids.map((topic) => ({ id: topic }));
  await send("POST", `/api/v2/notifications/channels/${id}/subscriptions`, topics);
  return { connectUri, topics: topics.length };
}

const { connectUri, topics } = await subscribe();
const socket = new WebSocket(connectUri);
let events = 0;
let bytes = 0;
let heardPong = () => {};
// Nothing is parsed: the client must not be what is measured.
socket.on("message", (data: Buffer) => {
  if (data.length < 100) {
    if (data.includes("pong")) heardPong();
    return;
  }
  events++;
  bytes += data.length;
});
await once(socket, "open");

/** Everything up to now has arrived. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    heardPong = resolve;
    socket.send('{"message":"ping"}');
  });
}

async function measure(work: () => Promise<unknown>) {
  const [before, eventsBefore, bytesBefore] = [await usage(), events, bytes];
  const begin = performance.now();
  await work();
  await settle();
  const seconds = (performance.now() - begin) / 1_000;
  const { cpuMs } = await usage();
  const count = events - eventsBefore;
  return {
    events: count,
    seconds: Number(seconds.toFixed(1)),
    eventsPerSecond: Math.round(count / seconds),
    cpuMsPerEvent: Number(((cpuMs - before.cpuMs) / count).toFixed(3)),
    bytesPerEvent: Math.round((bytes - bytesBefore) / count),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const leap = () => send("POST", "/simulator/clock", { advanceMs: LEAP_MS });

// The first portion simulates the day.
await measure(() => pause(2_000));
const { active } = await ask<{ active: number }>("active");
const figures = {
  perDay: PER_DAY,
  active,
  topics,
  speed: SPEED,
  steady: await measure(() => pause(MEASURED_MS)),
  leap: await measure(leap),
  wanted: { active: 1_000, eventsPerSecond: 500 },
  peakRssMb: Math.round((await usage()).peakRssMb),
};
socket.terminate();
script.disconnect();
await dispatcher.close();
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("notifications", figures);
