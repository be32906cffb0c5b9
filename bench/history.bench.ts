// 30 days with 300,000 conversations: what reading them costs us, by query, by job and through the command line; then the same
// days of an organisation in trouble, side by side with the official SDK in the obvious loop.
// `npm run bench:history`; figures go to bench/results/history.json.
import { spawn } from "node:child_process";
import { Console } from "node:console";
import { once } from "node:events";
import { openSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Measurement } from "./history/measurement.ts";
import { isOwed, POPULATION, RANGE } from "./history/population.ts";
import { keepResult, median } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const USAGE = new URL("./history/report-usage.mjs", import.meta.url).href;

/** Who reads: our client by one API or the one it prefers, the SDK by intervals of so many days. */
const READERS = {
  "nowthen, its own choice": ["nowthen", "auto"],
  "nowthen, by query": ["nowthen", "query"],
  "SDK, 7 days at a time": ["sdk", "7"],
  "SDK, 31 days at a time": ["sdk", "31"],
  "SDK, 31 days, waiting at a 429": ["sdk", "31", "waits"],
} as const;
type Reader = keyof typeof READERS;

interface Reading extends Measurement {
  requests: number;
}

const server = startScript("./history/canned-organisation.ts", []);
const port = await readMessage<number>(server);
let runs = 0;

async function read(reader: Reader, mood: "calm" | "troubled"): Promise<Reading> {
  const [client, ...how] = READERS[reader];
  const token = `${mood}-${runs++}`;
  const args = [String(port), token, String(POPULATION), RANGE.from, RANGE.to, ...how];
  const measured = await readMessage<Measurement>(startScript(`./history/client-${client}.mjs`, args));
  const counted = await fetch(`http://127.0.0.1:${port}/bench/requests/${token}`);
  const reading = { ...measured, ...((await counted.json()) as { requests: number }) };
  process.stderr.write(`${mood}, ${reader}: ${reading.rows} rows in ${reading.cpuSeconds.toFixed(1)} s of CPU\n`);
  return reading;
}

async function readByCommand() {
  const url = `http://127.0.0.1:${port}`;
  const env = { GENESYS_CLOUD_LOGIN_URL: url, GENESYS_CLOUD_API_URL: url, GENESYSCLOUD_ACCESS_TOKEN: `calm-${runs++}` };
  const args = ["history", "--from", RANGE.from, "--to", RANGE.to, "--source", "query", "--format", "ndjson"];
  const child = spawn(process.execPath, ["--import", USAGE, MAIN, ...args], {
    env: { ...env, HOME: "/nonexistent" },
    stdio: ["ignore", openSync("/dev/null", "w"), "ignore", "pipe"],
  });
  const usage = child.stdio[3];
  if (usage === null || usage === undefined || !("setEncoding" in usage)) throw new Error("no pipe to the command");
  const [said, [code]] = await Promise.all([text(usage), once(child, "exit")]);
  if (code !== 0) throw new Error(`nowthen ${args.join(" ")} ended with ${String(code)}`);
  return JSON.parse(said) as { cpuSeconds: number; peakRssMb: number };
}

function countTally({ tally }: Reading) {
  const times = gunzipSync(Buffer.from(tally, "base64"));
  let missing = 0;
  let doubled = 0;
  times.forEach((count, index) => {
    if (count === 0 && isOwed(index)) missing += 1;
    if (count > 1) doubled += 1;
  });
  return { missing, doubled };
}

const medianOf = <T>(readings: readonly T[], figure: (reading: T) => number) => median(readings.map(figure));
const toTenths = (value: number) => Number(value.toFixed(1));

/** What a calm organisation costs us. */
function describeCost(readings: readonly Reading[]) {
  const [first] = readings;
  if (first === undefined) throw new Error("nothing was read");
  return {
    rows: first.rows,
    requests: first.requests,
    exactlyOnce: readings.every((reading) => reading.rows === POPULATION && countTally(reading).doubled === 0),
    firstRowMs: Math.round(medianOf(readings, ({ firstRowMs }) => firstRowMs)),
    conversationsPerCpuSecond: Math.round(medianOf(readings, ({ rows, cpuSeconds }) => rows / cpuSeconds)),
    wallSeconds: toTenths(medianOf(readings, ({ wallSeconds }) => wallSeconds)),
    peakRssMb: {
      after30000: Math.round(medianOf(readings, ({ rssMbEarly }) => rssMbEarly)),
      after300000: Math.round(medianOf(readings, ({ rssMbLate }) => rssMbLate)),
    },
    growthMb: Math.round(medianOf(readings, ({ rssMbEarly, rssMbLate }) => rssMbLate - rssMbEarly)),
  };
}

/** A line of the comparison. Troubles are the same in each round, so that counts are those of any. */
function compare(readings: readonly Reading[]) {
  const [first] = readings;
  if (first === undefined) throw new Error("nothing was read");
  return {
    requests: first.requests,
    rows: first.rows,
    ...countTally(first),
    cpuSeconds: toTenths(medianOf(readings, ({ cpuSeconds }) => cpuSeconds)),
    cpuMicrosARow: Math.round(medianOf(readings, ({ cpuSeconds, rows }) => (cpuSeconds / rows) * 1e6)),
    wallSeconds: toTenths(medianOf(readings, ({ wallSeconds }) => wallSeconds)),
    failures: first.failures,
  };
}

const calm: Record<string, Reading[]> = { "nowthen, its own choice": [], "nowthen, by query": [] };
const troubled: Record<string, Reading[]> = Object.fromEntries(Object.keys(READERS).map((reader) => [reader, []]));
const commands: { cpuSeconds: number; peakRssMb: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  for (const [reader, readings] of Object.entries(calm)) readings.push(await read(reader as Reader, "calm"));
  for (const [reader, readings] of Object.entries(troubled)) readings.push(await read(reader as Reader, "troubled"));
  commands.push(await readByCommand());
}
server.disconnect();

const cost = Object.fromEntries(Object.entries(calm).map(([reader, readings]) => [reader, describeCost(readings)]));
const command = {
  conversationsPerCpuSecond: Math.round(medianOf(commands, ({ cpuSeconds }) => POPULATION / cpuSeconds)),
  peakRssMb: Math.round(medianOf(commands, ({ peakRssMb }) => peakRssMb)),
};
const wanted = { firstRowMsBelow: 500, conversationsPerCpuSecond: 10_000, growthMbBelow: 20 };
const sideBySide = Object.fromEntries(
  Object.entries(troubled).map(([reader, readings]) => [reader, compare(readings)]),
);
process.stdout.write(`${JSON.stringify({ cost, command, wanted }, null, 2)}\n`);
new Console(process.stdout).table(
  Object.fromEntries(Object.entries(sideBySide).map(([reader, { failures, ...line }]) => [reader, line])),
);
for (const [reader, { failures }] of Object.entries(sideBySide))
  for (const failure of failures) process.stdout.write(`${reader}: ${failure}\n`);
await keepResult("history", { rounds: ROUNDS, conversations: POPULATION, cost, command, wanted, sideBySide });
