import type { AnalyticsConversation } from "../../src/model/wire.ts";
import type { Store } from "../../src/store/store.ts";
import { loadMillion, type Million, POPULATION } from "./million.ts";
import { type Timing, timeWork } from "./time-work.ts";
import { endOfDays, toTemplatesFile, type Workplace } from "./workplace.ts";

const ROUNDS = 5;
const CHANGED = 1_000;

/** How long it takes to write a tail cycle that has changed 1,000 conversations: those that began last, or any. */
export interface TailTimings {
  readonly latest: Timing;
  readonly scattered: Timing;
}

export async function timeTailCycles(store: Store, workplace: Workplace): Promise<TailTimings> {
  const million = loadMillion(toTemplatesFile(workplace), workplace.firstDay);
  const every = POPULATION / CHANGED;
  const write = async (first: number, toIndex: (round: number, n: number) => number) => {
    const batches = Array.from({ length: ROUNDS }, (_, round) =>
      Array.from({ length: CHANGED }, (_, n) => change(million, toIndex(round, n), (first + round) * 1_000)),
    );
    return timeWork(ROUNDS, async (round) => {
      const observedAt = endOfDays(workplace) + first + round;
      const records = (batches[round] ?? []).map((record) => ({ record, source: "query" as const, observedAt }));
      const { changed } = await store.write({ records, checkpoint: observedAt });
      if (changed !== CHANGED) throw new Error(`${changed} conversations changed, not ${CHANGED}`);
    });
  };
  const latest = await write(1, (round, n) => POPULATION - 1 - round * CHANGED - n);
  const scattered = await write(1 + ROUNDS, (round, n) => n * every + round);
  return { latest, scattered };
}

/** After-call work came late: the end moves, an agent has a wrap-up more. */
function change(million: Million, index: number, acwMs: number): AnalyticsConversation {
  const record = JSON.parse(million.json(index).toString("utf8")) as AnalyticsConversation;
  const end = record.conversationEnd ?? "";
  const later = new Date(Date.parse(end) + acwMs).toISOString();
  const session = record.participants?.at(-1)?.sessions?.at(-1);
  session?.metrics?.push({ emitDate: later, name: "tAcw", value: acwMs });
  session?.segments?.push({ segmentStart: end, segmentEnd: later, segmentType: "wrapup", conference: false });
  return { ...record, conversationEnd: later };
}
