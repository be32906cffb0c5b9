// A simulated organisation of a million conversations: how soon it answers, and what a page of 100 costs it, in processor time
// of its own process. `npm run bench:simulator`; figures go to bench/results/simulator.json.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Agent, request } from "undici";
import { keepResult, median } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const [PER_DAY, DAYS] = [11_111, 90];
const DAY_MS = 86_400_000;
/** What is alive takes 110 MB; without a limit Node lets garbage grow to several times that. */
const HEAP_LIMIT = "--max-old-space-size=280";
const TODAY = Math.floor(Date.now() / DAY_MS);

interface Running {
  readonly script: ChildProcess;
  readonly url: string;
  readonly authorization: string;
}

const dispatcher = new Agent();

async function start(): Promise<Running> {
  const script = startScript("./simulator/server.mjs", [String(PER_DAY), String(DAYS)], [HEAP_LIMIT]);
  const { url, clientId, clientSecret } = await readMessage<{ url: string; clientId: string; clientSecret: string }>(
    script,
  );
  const { body } = await request(`${url}/oauth/token`, {
    method: "POST",
    dispatcher,
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: "grant_type=client_credentials",
  });
  const { access_token } = (await body.json()) as { access_token: string };
  return { script, url, authorization: `Bearer ${access_token}` };
}

async function usage({ script }: Running): Promise<{ cpuMs: number; peakRssMb: number }> {
  script.send("usage");
  const [message] = await once(script, "message");
  return message as { cpuMs: number; peakRssMb: number };
}

interface Asked {
  /** Days before today. */
  readonly from: number;
  readonly to: number;
  readonly page: number;
  readonly gzip?: boolean;
  readonly open?: boolean;
}

const day = (before: number) => new Date((TODAY - before) * DAY_MS).toISOString();

async function ask({ url, authorization }: Running, { from, to, page, gzip, open }: Asked): Promise<number> {
  const filters = [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }];
  const answer = await request(`${url}/api/v2/analytics/conversations/details/query`, {
    method: "POST",
    dispatcher,
    headers: {
      authorization,
      "content-type": "application/json",
      ...(gzip === true ? { "accept-encoding": "gzip" } : {}),
    },
    body: JSON.stringify({
      interval: `${day(from)}/${day(to)}`,
      paging: { pageSize: 100, pageNumber: page },
      ...(open === true ? { conversationFilters: filters } : {}),
    }),
  });
  const { byteLength } = await answer.body.arrayBuffer();
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}`);
  return byteLength;
}

/** Processor and wall milliseconds of each request, one after the other. */
function measure(running: Running, requests: readonly Asked[]) {
  return measureSteps(
    running,
    requests.map((asked) => () => ask(running, asked)),
  );
}

async function measureSteps(running: Running, steps: readonly (() => Promise<unknown>)[]) {
  const cpu: number[] = [];
  const wall: number[] = [];
  for (const step of steps) {
    const before = await usage(running);
    const begin = performance.now();
    await step();
    wall.push(performance.now() - begin);
    cpu.push((await usage(running)).cpuMs - before.cpuMs);
  }
  const round = (value: number) => Number(value.toFixed(1));
  const mean = cpu.reduce((sum, value) => sum + value, 0) / cpu.length;
  return {
    pages: cpu.length,
    cpuMsMean: round(mean),
    cpuMsMedian: round(median(cpu)),
    cpuMsMax: round(Math.max(...cpu)),
    wallMsMax: round(Math.max(...wall)),
  };
}

async function readJson<T>({ url, authorization }: Running, path: string, body?: object): Promise<T> {
  const answer = await request(`${url}/api/v2/analytics/conversations/details/jobs${path}`, {
    method: body === undefined ? "GET" : "POST",
    dispatcher,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${await answer.body.text()}`);
  return (await answer.body.json()) as T;
}

/** The job of an interval, once it is fulfilled: how long it took, and the pages of its results. */
async function runJob(running: Running, { from, to }: Omit<Asked, "page">) {
  const begun = performance.now();
  const before = await usage(running);
  const { jobId } = await readJson<{ jobId: string }>(running, "", { interval: `${day(from)}/${day(to)}` });
  while ((await readJson<{ state: string }>(running, `/${jobId}`)).state !== "FULFILLED") await setTimeout(20);
  let cursor = await readPage(running, jobId, 1);
  const cpuMs = Math.round((await usage(running)).cpuMs - before.cpuMs);
  const first = { firstPageMs: Math.round(performance.now() - begun), firstPageCpuMs: cpuMs };
  const steps: (() => Promise<void>)[] = Array.from({ length: 25 }, () => async () => {
    cursor = await readPage(running, jobId, 1_000, cursor);
  });
  return { ...first, ...(await measureSteps(running, steps)) };
}

async function readPage(running: Running, jobId: string, pageSize: number, cursor = ""): Promise<string | undefined> {
  const path = `/${jobId}/results?pageSize=${pageSize}&cursor=${cursor}`;
  return (await readJson<{ cursor?: string }>(running, path)).cursor;
}

const pages = (count: number, asked: Omit<Asked, "page">, first = 1): Asked[] =>
  Array.from({ length: count }, (_, index) => ({ ...asked, page: first + index }));

const begin = performance.now();
const running = await start();
await ask(running, { from: 31, to: 0, page: 1 });
const first = { firstAnswerMs: Math.round(performance.now() - begin), firstAnswerWantedBelowMs: 3_000 };

const figures = {
  nodeFlags: HEAP_LIMIT,
  perDay: PER_DAY,
  days: DAYS,
  ...first,
  // A whole export of three days that nobody had asked for: the cost of their simulation is in it.
  export: await measure(running, pages(300, { from: 40, to: 37 })),
  exportGzipped: await measure(running, pages(300, { from: 50, to: 47, gzip: true })),
  warm: await measure(running, pages(50, { from: 50, to: 47 }, 150)),
  warmGzipped: await measure(running, pages(50, { from: 50, to: 47, gzip: true }, 150)),
  page900Cold: await measure(running, pages(1, { from: 31, to: 0 }, 900)),
  page900AndOn: await measure(running, pages(50, { from: 31, to: 0 }, 901)),
  coldDays: await measure(
    running,
    Array.from({ length: 12 }, (_, index) => ({ from: 88 - index * 3, to: 87 - index * 3, page: 50 })),
  ),
  openFirst: await measure(running, [{ from: 30, to: -1, page: 1, open: true }]),
  openAgain: await measure(running, pages(10, { from: 30, to: -1, open: true })),
  // Pages of 1,000 of a job that nobody had asked for, and of one that overlaps: two months back are looked through.
  job: await runJob(running, { from: 62, to: 59 }),
  jobAgain: await runJob(running, { from: 62, to: 59 }),
  wanted: { plainMs: 8, gzippedMs: 15, jobPageMs: 80, peakRssMb: 400 },
  peakRssMb: Math.round((await usage(running)).peakRssMb),
};
running.script.disconnect();
await dispatcher.close();
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
await keepResult("simulator", figures);
