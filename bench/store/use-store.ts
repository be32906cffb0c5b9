// A process that opens the local copy of the 50 days, asks it, changes it, and asks it again: `use-store.ts STORE FOLDER FIRST_DAY`.
import { createEffects } from "../../src/base/effects.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-duckdb-store.ts";
import type { StoreStatus } from "../../src/store/store.ts";
import { type Answered, askQuestions, type QuestionName } from "./questions.ts";
import { type TailTimings, timeTailCycles } from "./tail-cycles.ts";
import { readWorkplace } from "./workplace.ts";

/** What a store of a million conversations takes, in milliseconds and bytes. */
export interface Use {
  readonly openMs: number;
  readonly synced: StoreStatus;
  readonly answers: Record<QuestionName, Answered>;
  readonly tail: TailTimings;
  readonly tailed: StoreStatus;
  readonly answersAfterTail: Record<QuestionName, Answered>;
  readonly peakRssMb: number;
}

const [path = "", ...rest] = process.argv.slice(2);
const workplace = readWorkplace(rest);
const effects = createEffects();

async function measure<T>(work: (store: Awaited<ReturnType<typeof openDuckDbStore>>) => Promise<T>) {
  const start = performance.now();
  await using store = await openDuckDbStore(path, effects);
  const openMs = Math.round(performance.now() - start);
  return { openMs, ...(await work(store)) };
}

const before = await measure(async (store) => ({
  answers: await askQuestions(store, workplace),
  synced: await store.status(),
}));
const { tail } = await measure(async (store) => ({ tail: await timeTailCycles(store, workplace) }));
const { answersAfterTail, tailed } = await measure(async (store) => ({
  answersAfterTail: await askQuestions(store, workplace),
  tailed: await store.status(),
}));
const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const use: Use = { ...before, tail, answersAfterTail, tailed, peakRssMb };
process.send?.(use);
process.disconnect?.();
