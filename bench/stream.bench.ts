// How long an event is under way from the simulator, which renders it, to whoever takes the messages of a stream, at 500 events a
// second, and what it costs the client; then a crowd of events at once. `npm run bench:stream`; figures go to
// bench/results/stream.json.
import { once } from "node:events";
import { openApi } from "../src/api/api.ts";
import { createEffects } from "../src/base/effects.ts";
import { openStream } from "../src/stream/open-stream.ts";
import { keepResult } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const TOPICS = 1_000;
const PER_SECOND = 500;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 20_000;
const LEAP_MS = 20_000;

const script = startScript("./stream/server.ts", [String(TOPICS), String(PER_SECOND)]);
const { url, clientId, clientSecret } = await readMessage<{ url: string; clientId: string; clientSecret: string }>(
  script,
);
const effects = createEffects();
const api = openApi(
  {
    loginUrl: url,
    apiUrl: url,
    credentials: { kind: "client", clientId, clientSecret },
    timeoutMs: 30_000,
    maxWaitMs: 30_000,
    cacheFolder: null,
    httpProxy: null,
    httpsProxy: null,
    noProxy: "",
    ca: null,
  },
  effects,
);
const topics = Array.from(
  { length: TOPICS },
  (_, n) => `v2.routing.queues.00000000-0000-4000-8000-${String(n).padStart(12, "0")}.conversations`,
);
const stream = await openStream(api, effects, topics);

let delays: number[] = [];
let gaps = 0;
const taking = (async () => {
  for await (const message of stream) {
    if (message.kind === "gap") gaps++;
    if (message.kind !== "event") continue;
    const { renderedAt } = message.eventBody as { renderedAt: number };
    delays.push(performance.timeOrigin + performance.now() - renderedAt);
  }
})();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function measure(work: () => Promise<unknown>) {
  delays = [];
  const begin = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - begin) / 1_000;
  const sorted = delays.sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2));
  return {
    events: sorted.length,
    eventsPerSecond: Math.round(sorted.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    clientCpuMsPerEvent: Number(((user + system) / 1_000 / sorted.length).toFixed(3)),
  };
}

/** Everything that a leap of time publishes at once has come. */
async function leap(): Promise<void> {
  const expected = (LEAP_MS / 1_000) * PER_SECOND;
  const advanced = fetch(`${url}/simulator/clock`, { method: "POST", body: JSON.stringify({ advanceMs: LEAP_MS }) });
  while (delays.length < expected) await pause(1);
  await advanced;
}

await pause(WARM_UP_MS);
const steady = await measure(() => pause(MEASURED_MS));
const burst = await measure(leap);
script.send("usage");
const [serverCpuMs] = await once(script, "message");
const figures = {
  topics: TOPICS,
  steady,
  burst,
  gaps,
  serverCpuMs: Math.round(serverCpuMs),
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  wanted: { p50Ms: 10, p99Ms: 50, eventsPerSecond: PER_SECOND },
};
await stream.close();
await taking;
await api.close();
script.disconnect();
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("stream", figures);
