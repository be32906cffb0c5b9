// The page as people have it, in a real Chromium: how long after an event a row shows it, how soon the page is there, how large it is,
// and what 500 events a second do to it and to its server, with one page and with 200. `npm run bench:web`; BENCH_MINUTES is for how
// long the page stays open under load (30 unless given; `npm run bench:web:night` takes a night). Figures go to bench/results/web.json.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { connect } from "../src/index.ts";
import { keepResult, median } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";
import { type Access, listenToSimulator } from "./web/listen-to-simulator.ts";
import { matchTransitions, quantile, type Transition } from "./web/match-transitions.ts";
import { type OpenedPage, openBrowser, openPage } from "./web/open-page.ts";
import { type Command, startCommand } from "./web/start-command.ts";

/** That makes 2,000 active conversations on a Tuesday, while all sites are at work. */
const PER_DAY = 29_000;
/** A picture of what is open is looked for in all of them. */
const DAYS = 7;
const START = Date.UTC(2026, 2, 10, 14);
const PER_SECOND = 500;
const CLIENTS = 200;
const COLD_STARTS = 5;
const MINUTES = Number(process.env["BENCH_MINUTES"] ?? 30);
/** Minutes; a short run warms up for a part of its own time only. */
const WARM_UP = Math.min(5, MINUTES / 3);
/** Seconds. */
const LAST = { realPace: 60, underLoad: 30, clients: 60 };
const WANTED = {
  eventToPixelMs: { p50: 100, p95: 250 },
  firstRowMs: 1_000,
  scriptKbGzipped: 120,
  heapGrowthMb: 2,
  frameP999Ms: 100,
  serverCores: 1,
};
/** What has changed lately comes first, so that it can be seen. */
const NEWEST_FIRST = "/?sort=since";

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
const round = (value: number, digits = 1) => Number(value.toFixed(digits));
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Seconds. */
async function answerTime(url: string): Promise<number> {
  const begun = performance.now();
  await (await fetch(url)).text();
  return (performance.now() - begun) / 1_000;
}

async function startServer(access: Access, home: string): Promise<Command & { url: string }> {
  const { url, clientId, clientSecret } = access;
  const env = {
    HOME: home,
    GENESYS_CLOUD_LOGIN_URL: url,
    GENESYS_CLOUD_API_URL: url,
    GENESYS_CLOUD_CLIENT_ID: clientId,
    GENESYS_CLOUD_CLIENT_SECRET: clientSecret,
    NOWTHEN_CLOCK_URL: `${url}/simulator/clock`,
  };
  // The organisation's days are made before anybody is timed.
  const organisation = connect({ env, folder: home });
  await organisation.live();
  await organisation.close();
  const socket = await listenToSimulator(access);
  await pause(10);
  socket.end();
  while ((await answerTime(`${url}/simulator/clock`)) > 1) await pause(1);
  const flags = process.env["BENCH_SERVER_FLAGS"]?.split(" ") ?? [];
  for (let tries = 0; tries < 5; tries++) {
    const command = await startCommand(["serve", "--no-sync", "--port", "0"], env, /page is at (\S+) until/, flags);
    const [own = ""] = command.found;
    while (!(await fetch(`${own}/readyz`)).ok) await pause(0.25);
    // The first picture comes in over some seconds.
    await pause(12);
    const { reason } = (await (await fetch(`${own}/readyz`)).json()) as { reason: string | null };
    if (reason === null) return { ...command, url: own };
    // A simulator that is still making its days does not open a socket in time; what is then seen by asking is not what is measured.
    say(`started again: ${reason}`);
    await command.stop();
  }
  throw new Error("the server did not come to hear events");
}

/** From event to pixel at the pace of the organisation itself, and cold starts of the page. */
async function measureRealPace(browser: Browser, home: string) {
  const start = new Date(START).toISOString();
  const simulator = await startCommand(
    [
      "sim",
      "--per-day",
      String(PER_DAY),
      "--days",
      String(DAYS),
      "--clock-start",
      start,
      "--requests-per-minute",
      "100000",
    ],
    { HOME: home },
    /url: (\S+)\nclient id: (\S+)\nclient secret: (\S+)\n/,
  );
  const [url = "", clientId = "", clientSecret = ""] = simulator.found;
  const access = { url, clientId, clientSecret };
  const server = await startServer(access, home);
  const { rows } = (await (await fetch(`${server.url}/api/v1/live`)).json()) as { rows: readonly unknown[] };

  const starts: OpenedPage[] = [];
  for (let n = 0; n < COLD_STARTS; n++) {
    const opened = await openPage(browser, server.url);
    starts.push(opened);
    await opened.close();
    await pause(1);
  }

  const socket = await listenToSimulator(access);
  const page = await openPage(browser, server.url + NEWEST_FIRST);
  await pause(5);
  socket.begin();
  await page.watch();
  await pause(LAST.realPace);
  const seen = await page.takeSeen();
  const { events, transitions } = socket.end();
  const eventToPixel = describeLatencies(transitions, seen);
  await page.close();
  await server.stop();
  await simulator.stop();
  return {
    active: rows.length,
    eventToPixelMs: { eventsPerSecond: round(events / LAST.realPace), ...eventToPixel },
    firstRowMs: {
      starts: starts.length,
      inDocument: Math.round(median(starts.map(({ firstRow }) => firstRow.inDocument))),
      painted: Math.round(median(starts.map(({ firstRow }) => firstRow.painted))),
      slowestPainted: Math.round(Math.max(...starts.map(({ firstRow }) => firstRow.painted))),
    },
    scriptBytesSent: starts[0]?.scriptBytes ?? Number.NaN,
  };
}

function describeLatencies(published: readonly Transition[], seen: readonly Transition[]) {
  const { latencies, unmatched } = matchTransitions(published, seen);
  return {
    changes: latencies.length,
    unmatched,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
  };
}

async function ask<T>(script: ChildProcess, question: string): Promise<T> {
  const answer = once(script, "message");
  script.send(question);
  const [message] = await answer;
  return message as T;
}

interface Facts {
  readonly at: number;
  readonly active: number;
  readonly calls: number;
  readonly published: number;
  readonly cpuMs: number;
}

interface Used {
  readonly at: number;
  readonly cpuMs: number;
}

/** Shares of a core, in the time between two looks. */
const coresOf = (before: Used, after: Used) => round((after.cpuMs - before.cpuMs) / (after.at - before.at), 2);

/** The middle of some, because what is shown differs from moment to moment. */
async function readHeap(page: OpenedPage): Promise<number> {
  const sizes: number[] = [];
  for (let n = 0; n < 5; n++) {
    sizes.push(await page.heap());
    await pause(1);
  }
  return median(sizes) / 1_048_576;
}

function describeFrames(histogram: readonly (readonly [number, number])[]) {
  const count = histogram.reduce((sum, [, frames]) => sum + frames, 0);
  const at = (share: number) => {
    let sum = 0;
    for (const [ms, frames] of histogram) {
      sum += frames;
      if (sum >= count * share) return ms;
    }
    return Number.NaN;
  };
  return { count, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: histogram.at(-1)?.[0] ?? Number.NaN };
}

/** Waits until events come as fast as they should: at first the simulator has much to make. */
async function settle(script: ChildProcess): Promise<void> {
  let steady = 0;
  let before = await ask<Facts>(script, "facts");
  for (let tries = 0; tries < 30 && steady < 3; tries++) {
    await pause(5);
    const now = await ask<Facts>(script, "facts");
    const perSecond = ((now.published - before.published) / (now.at - before.at)) * 1_000;
    before = now;
    steady = Math.abs(perSecond / PER_SECOND - 1) < 0.1 ? steady + 1 : 0;
  }
  if (steady === 0) throw new Error("the simulator did not come to publish as many events as it should");
}

/** A page that is left open at 500 events a second, and then 200 more. */
async function measureLoad(browser: Browser, home: string) {
  const script = startScript("./web/server.ts", [PER_DAY, DAYS, START, PER_SECOND].map(String));
  const server = await startServer(await readMessage<Access>(script), home);
  const page = await openPage(browser, server.url + NEWEST_FIRST);
  await settle(script);
  say(`warming up for ${WARM_UP} minutes`);
  await pause(WARM_UP * 60);

  say(`measuring for ${MINUTES} minutes`);
  const heapBefore = await readHeap(page);
  const [usageBefore, factsBefore] = [await server.usage(), await ask<Facts>(script, "facts")];
  await page.countFrames(true);
  await pause(MINUTES * 60);
  const frames = describeFrames(await page.frames());
  await page.countFrames(false);
  const [usage, facts] = [await server.usage(), await ask<Facts>(script, "facts")];
  const heapAfter = await readHeap(page);

  await page.watch();
  await pause(LAST.underLoad);
  const seen = await page.takeSeen();
  const eventToPixel = describeLatencies(await ask<Transition[]>(script, "transitions"), seen);

  say(`opening ${CLIENTS} more`);
  const clients = startScript("./web/clients.mjs", [server.url, String(CLIENTS)]);
  await readMessage(clients);
  await pause(5);
  interface Taken extends Used {
    readonly bytes: number;
    readonly ended: number;
  }
  const [crowdBefore, takenBefore, saidBefore] = [
    await server.usage(),
    await ask<Taken>(clients, "taken"),
    await ask<Facts>(script, "facts"),
  ];
  await pause(LAST.clients);
  const [crowd, taken, said] = [
    await server.usage(),
    await ask<Taken>(clients, "taken"),
    await ask<Facts>(script, "facts"),
  ];
  clients.disconnect();
  const { errors } = page;
  await page.close();
  await server.stop();
  script.disconnect();
  const perSecond = (before: Facts, after: Facts) =>
    Math.round(((after.published - before.published) / (after.at - before.at)) * 1_000);
  return {
    openPage: {
      minutes: MINUTES,
      warmUpMinutes: WARM_UP,
      eventsPerSecond: perSecond(factsBefore, facts),
      calls: facts.calls,
      active: facts.active,
      heapMb: { before: round(heapBefore, 2), after: round(heapAfter, 2), growth: round(heapAfter - heapBefore, 2) },
      frameMs: frames,
      eventToPixelMs: eventToPixel,
      serverCores: coresOf(usageBefore, usage),
      serverRssMb: { before: usageBefore.rssMb, after: usage.rssMb },
      errors: errors.length,
    },
    clients: {
      count: CLIENTS,
      ended: taken.ended,
      seconds: LAST.clients,
      eventsPerSecond: perSecond(saidBefore, said),
      mbPerSecond: round((taken.bytes - takenBefore.bytes) / 1_048.576 / (taken.at - takenBefore.at)),
      serverCores: coresOf(crowdBefore, crowd),
      clientCores: coresOf(takenBefore, taken),
      simulatorCores: coresOf(saidBefore, said),
      serverRssMb: crowd.rssMb,
    },
  };
}

const home = await mkdtemp(join(tmpdir(), "nowthen-bench-"));
const browser = await openBrowser();
const script = await readFile(new URL("../dist/web/app.js", import.meta.url));
say("at the organisation's own pace");
const realPace = await measureRealPace(browser, home);
const load = await measureLoad(browser, home);
const figures = {
  minutes: MINUTES,
  browser: `Chromium ${browser.version()}`,
  perDay: PER_DAY,
  ...realPace,
  scriptKbGzipped: round(gzipSync(script).length / 1_024),
  ...load,
  wanted: WANTED,
};
await browser.close();
await rm(home, { recursive: true });

const { eventToPixelMs, firstRowMs, scriptKbGzipped, openPage: opened, clients } = figures;
const table: readonly (readonly [string, number, number])[] = [
  ["event to pixel, p50, ms", eventToPixelMs.p50, WANTED.eventToPixelMs.p50],
  ["event to pixel, p95, ms", eventToPixelMs.p95, WANTED.eventToPixelMs.p95],
  ["the same at 500 events a second, p50, ms", opened.eventToPixelMs.p50, WANTED.eventToPixelMs.p50],
  ["the same at 500 events a second, p95, ms", opened.eventToPixelMs.p95, WANTED.eventToPixelMs.p95],
  [`first row of ${figures.active} active, ms`, firstRowMs.inDocument, WANTED.firstRowMs],
  ["script, KB gzipped", scriptKbGzipped, WANTED.scriptKbGzipped],
  [`heap growth in ${MINUTES} minutes, MB`, opened.heapMb.growth, WANTED.heapGrowthMb],
  ["frame time, p99.9, ms", opened.frameMs.p999, WANTED.frameP999Ms],
  [`server with ${CLIENTS} clients and a page, cores`, clients.serverCores, WANTED.serverCores],
];
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n\n`);
for (const [name, value, below] of table)
  process.stdout.write(
    `${name.padEnd(48)}${String(value).padStart(9)}  wanted < ${below}${value < below ? "" : "  MISSED"}\n`,
  );
await keepResult("web", figures);
