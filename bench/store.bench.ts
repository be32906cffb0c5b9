// The local copy: job pages to committed rows through `nowthen sync`, then a million conversations of 50 days asked and changed; beside it
// PostgreSQL with one INSERT a row. `npm run bench:store`; figures go to bench/results/store.json. Takes some ten minutes and 5 GB of disk.
import { Console } from "node:console";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_MS, startOfUtcDay } from "../src/base/interval.ts";
import { keepResult, median } from "./results.ts";
import { readMessage, startScript } from "./run-process.ts";
import { DAYS, POPULATION } from "./store/million.ts";
import type { PeerMeasurement } from "./store/peer.ts";
import { QUESTIONS, type QuestionName } from "./store/questions.ts";
import { runSyncCommand, type Synced } from "./store/sync-command.ts";
import { toTenths } from "./store/time-work.ts";
import type { Use } from "./store/use-store.ts";
import { toArguments, type Workplace } from "./store/workplace.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
/** Days of the rounds that are repeated; all 50 are read once. */
const FEW_DAYS = 2;
const WANTED = {
  conversationsPerSecond: 8_000,
  peakRssMbBelow: 600,
  tailMsBelow: 1_000,
  bytesAConversationBelow: 2_500,
};

const loadAtStart = toTenths(loadavg()[0] ?? 0);
const folder = await mkdtemp(join(tmpdir(), "nowthen-bench-store-"));
try {
  await measure({ folder, firstDay: startOfUtcDay(Date.now()) - DAYS * DAY_MS });
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(workplace: Workplace): Promise<void> {
  const where = toArguments(workplace);
  const { meanBytes } = await readMessage<{ meanBytes: number }>(startScript("./store/prepare.ts", where));
  say(`${POPULATION} conversations of ${Math.round(meanBytes)} bytes are ready`);
  const server = startScript("./store/organisation.ts", where);
  const port = await readMessage<number>(server);
  const few: Synced[] = [];
  for (let round = 0; round < ROUNDS; round++) few.push(await sync(port, workplace, FEW_DAYS, `few-${round}`));
  const all = await sync(port, workplace, DAYS, "all");
  const use = await readMessage<Use>(
    startScript("./store/use-store.ts", [join(folder, "all", "store.duckdb"), ...where]),
  );
  say("the store has been asked and changed");
  const peer = await readMessage<PeerMeasurement | null>(startScript("./store/peer.ts", [String(port), ...where]));
  server.disconnect();
  const figures = {
    rounds: ROUNDS,
    loadAtStart,
    days: DAYS,
    conversations: POPULATION,
    jsonBytesAConversation: Math.round(meanBytes),
    sync: { few: describeSyncs(few), all: describeSyncs([all]) },
    disk: describeDisk(use),
    tailMs: use.tail,
    questions: describeQuestions(use),
    peakRssMbOfAsking: use.peakRssMb,
    wanted: WANTED,
    peer: peer === null ? null : comparePeer(peer, few, use),
  };
  process.stdout.write(`${JSON.stringify({ ...figures, peer: undefined }, null, 2)}\n`);
  if (figures.peer === null)
    say("No comparison: there is no PostgreSQL on the path (Debian: apt-get install postgresql).");
  else new Console(process.stdout).table(figures.peer);
  await keepResult("store", figures);
}

async function sync(port: number, workplace: Workplace, days: number, name: string): Promise<Synced> {
  const synced = await runSyncCommand(port, workplace, days, join(folder, name));
  say(`${synced.conversations} conversations in ${toTenths(synced.wallSeconds)} s, ${Math.round(synced.peakRssMb)} MB`);
  return synced;
}

function describeSyncs(runs: readonly Synced[]) {
  const middle = (figure: (run: Synced) => number) => median(runs.map(figure));
  return {
    conversations: runs[0]?.conversations,
    requests: runs[0]?.requests,
    conversationsPerSecond: Math.round(middle(({ conversations, wallSeconds }) => conversations / wallSeconds)),
    cpuMicrosAConversation: Math.round(middle(({ conversations, cpuSeconds }) => (cpuSeconds / conversations) * 1e6)),
    peakRssMb: Math.round(Math.max(...runs.map(({ peakRssMb }) => peakRssMb))),
  };
}

/** Superseded versions are what the changes have added. */
function describeDisk({ synced, tailed }: Use) {
  return {
    bytesAConversation: Math.round(synced.bytes / synced.conversations),
    bytesASupersededVersion: Math.round((tailed.bytes - synced.bytes) / tailed.versions),
    supersededVersions: tailed.versions,
  };
}

function describeQuestions({ answers, answersAfterTail }: Use) {
  return Object.fromEntries(
    Object.entries(QUESTIONS).map(([name, wantedMsBelow]) => {
      const question = name as QuestionName;
      return [name, { wantedMsBelow, ...answers[question], medianMsAfterChanges: answersAfterTail[question].medianMs }];
    }),
  );
}

function comparePeer(peer: PeerMeasurement, few: readonly Synced[], { synced, answers }: Use) {
  const ours = {
    "conversations a second": describeSyncs(few).conversationsPerSecond,
    "bytes a conversation": Math.round(synced.bytes / synced.conversations),
    "one day by queue and hour, ms": answers["one day by queue and hour"].medianMs,
    "one conversation, ms": answers["one conversation"].medianMs,
    "conversations asked": POPULATION,
    "every field kept": "yes",
  };
  const theirs = {
    "conversations a second": Math.round(peer.conversations / peer.wallSeconds),
    "bytes a conversation": Math.round(peer.bytes / peer.conversations),
    "one day by queue and hour, ms": peer.oneDay.medianMs,
    "one conversation, ms": peer.oneConversation.medianMs,
    "conversations asked": peer.conversations,
    "every field kept": "no",
  };
  return { "nowthen sync": ours, [`one INSERT a row, PostgreSQL ${peer.postgres}`]: theirs };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
