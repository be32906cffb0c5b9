// How long after an event was sent its change is given by the library, at 500 events a second about the calls of 2,000 active conversations;
// and how many requests the first picture of them takes. `npm run bench:live`; figures go to bench/results/live.json.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type LiveConversationView } from "../src/index.ts";
import { keepResult } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const PER_DAY = 24_000;
/** A Tuesday, while all sites are at work. */
const START = Date.UTC(2026, 2, 10, 14);
const EVENTS = { perSecond: 500, seconds: 20 };
/** In the first seconds the machine is still warming up. */
const WARMING_MS = 2_000;

interface Facts {
  readonly active: number;
  readonly calls: number;
  readonly detailsQueries: number;
  readonly ahead: number;
}

const script = startScript("./live/server.ts", [String(PER_DAY), String(START)]);
const { url, clientId, clientSecret } = await readMessage<{ url: string; clientId: string; clientSecret: string }>(
  script,
);

async function ask(question: "facts" | typeof EVENTS): Promise<Facts> {
  script.send(question);
  const [message] = await once(script, "message");
  return message as Facts;
}

const folder = await mkdtemp(join(tmpdir(), "nowthen-bench-"));
const organisation = connect({
  env: {
    HOME: folder,
    GENESYS_CLOUD_LOGIN_URL: url,
    GENESYS_CLOUD_API_URL: url,
    GENESYS_CLOUD_CLIENT_ID: clientId,
    GENESYS_CLOUD_CLIENT_SECRET: clientSecret,
    NOWTHEN_CLOCK_URL: `${url}/simulator/clock`,
  },
  folder,
});

// The world is made before anybody is timed.
const { meta } = await organisation.live();
const open = meta.active + meta.lingering;
const requestsBefore = organisation.requestsUsed();
const { detailsQueries: queriesBefore } = await ask("facts");

const stop = new AbortController();
const heldSince = new Map<string, string>();
const latencies: number[] = [];
let changes = 0;
let picture: { seconds: number; requests: number; detailsQueries: number } | undefined;
let ahead = 0;
let measuredFrom = Number.POSITIVE_INFINITY;

/** Since when the call is held, if it is. */
function findHold({ participants }: LiveConversationView): string | undefined {
  return participants.find(({ purpose, state }) => purpose === "agent" && state === "held")?.since ?? undefined;
}

async function watch(): Promise<void> {
  for await (const { after, conversationId } of organisation.watch({}, { signal: stop.signal })) {
    const now = performance.timeOrigin + performance.now() + ahead;
    const since = findHold(after);
    if (picture === undefined) {
      const requests = organisation.requestsUsed() - requestsBefore;
      const took = seconds(begun);
      picture = { seconds: took, requests, detailsQueries: (await ask("facts")).detailsQueries - queriesBefore };
    }
    changes += 1;
    if (since !== undefined && heldSince.get(conversationId) !== since) {
      heldSince.set(conversationId, since);
      if (Date.parse(since) > measuredFrom) latencies.push(now - Date.parse(since));
    }
  }
}

function seconds(since: number): number {
  return Number(((performance.now() - since) / 1_000).toFixed(1));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const begun = performance.now();
const watching = watch();
while (picture === undefined) await pause(50);
await pause(3_000);
const { active, calls, ahead: leap } = await ask(EVENTS);
ahead = leap;
measuredFrom = Date.now() + ahead + 1_000 + WARMING_MS;
const [before, cpu] = [changes, process.cpuUsage()];
await pause(1_000 + EVENTS.seconds * 1_000 + 1_000);
const { user, system } = process.cpuUsage(cpu);
const delivered = changes - before;
stop.abort();
await watching;
await organisation.close();
script.disconnect();
await rm(folder, { recursive: true });

const sorted = [...latencies].sort((a, b) => a - b);
const quantile = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1));
const figures = {
  perDay: PER_DAY,
  active,
  // Lingering ones are open too, and have to be read with the others.
  firstPicture: { open, ...picture, fewestDetailsQueries: Math.ceil(open / 100) },
  events: { sent: EVENTS.perSecond * EVENTS.seconds, perSecond: EVENTS.perSecond, calls, changes: delivered },
  latencyMs: { holds: sorted.length, p50: quantile(0.5), p99: quantile(0.99), max: quantile(0.999_999) },
  wantedMs: { p50: 10, p99: 50 },
  cpuMsPerEvent: Number(((user + system) / 1_000 / (EVENTS.perSecond * EVENTS.seconds)).toFixed(2)),
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("live", figures);
