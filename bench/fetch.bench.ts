// Fetching and summarising: 50,000 conversations with our client and with the official SDK in turns, then what ten times
// as many pages do to our memory. `npm run bench:fetch`; figures go to bench/results/fetch.json.
import type { Measurement } from "./fetch/measurement.ts";
import { keepResult, median } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);
const WEEK = { from: "2026-01-05T00:00:00.000Z", to: "2026-01-12T00:00:00.000Z" };
const TEN_WEEKS = { from: "2026-01-05T00:00:00.000Z", to: "2026-03-16T00:00:00.000Z" };

async function run(client: "nowthen" | "sdk", port: number, range: { from: string; to: string }): Promise<Measurement> {
  const script = startScript(`./fetch/client-${client}.mjs`, [String(port), range.from, range.to]);
  return readMessage<Measurement>(script);
}

const perCpuSecond = ({ conversations, cpuSeconds }: Measurement) => Math.round(conversations / cpuSeconds);

async function compareSpeed() {
  const server = startScript("./fetch/canned-server.ts", ["500", "keep", `${WEEK.from}/${WEEK.to}`]);
  const port = await readMessage<number>(server);
  const nowthen: Measurement[] = [];
  const sdk: Measurement[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    nowthen.push(await run("nowthen", port, WEEK));
    sdk.push(await run("sdk", port, WEEK));
  }
  server.disconnect();
  const ratios = nowthen.map((ours, round) => perCpuSecond(ours) / perCpuSecond(sdk[round] ?? ours));
  const same =
    new Set([...nowthen, ...sdk].map(({ conversations, talkMs }) => `${conversations} ${talkMs}`)).size === 1;
  return {
    conversations: nowthen[0]?.conversations,
    sameAnswer: same,
    conversationsPerCpuSecond: { nowthen: median(nowthen.map(perCpuSecond)), sdk: median(sdk.map(perCpuSecond)) },
    wallSeconds: { nowthen: median(nowthen.map((m) => m.wallSeconds)), sdk: median(sdk.map((m) => m.wallSeconds)) },
    ratio: Number(median(ratios).toFixed(2)),
    ratioWanted: 1.6,
  };
}

async function compareMemory() {
  const server = startScript("./fetch/canned-server.ts", ["500", "forget"]);
  const port = await readMessage<number>(server);
  const short: number[] = [];
  const long: number[] = [];
  for (let round = 0; round < Math.min(3, ROUNDS); round++) {
    short.push((await run("nowthen", port, WEEK)).peakRssMb);
    long.push((await run("nowthen", port, TEN_WEEKS)).peakRssMb);
  }
  server.disconnect();
  const peak = { pages500: Math.round(median(short)), pages5000: Math.round(median(long)) };
  return { peakRssMb: peak, growthMb: peak.pages5000 - peak.pages500, growthWantedBelowMb: 20, peakWantedBelowMb: 200 };
}

const speed = await compareSpeed();
process.stdout.write(`${JSON.stringify(speed, null, 2)}\n`);
const memory = await compareMemory();
process.stdout.write(`${JSON.stringify(memory, null, 2)}\n`);
await keepResult("fetch", { rounds: ROUNDS, speed, memory });
