import { DAY_MS, toIso } from "../../src/base/interval.ts";
import type { Store } from "../../src/store/store.ts";
import { DAYS, loadMillion, PER_DAY } from "./million.ts";
import { type Timing, timeWork } from "./time-work.ts";
import { endOfDays, toTemplatesFile, type Workplace } from "./workplace.ts";

const ROUNDS = 9;

/** What is asked of a million conversations, and within how many milliseconds it is to be answered. */
export const QUESTIONS = {
  "one day by queue and hour": 50,
  "50 days by queue and hour": 500,
  "p95 of wait by queue": 500,
  "active at an instant": 30,
  "one conversation": 30,
} as const;
export type QuestionName = keyof typeof QUESTIONS;

export interface Answered extends Timing {
  readonly rows: number;
}

/** Asks each question several times, each time about another day, instant or conversation. */
export async function askQuestions(store: Store, workplace: Workplace): Promise<Record<QuestionName, Answered>> {
  const begin = (n: number) => workplace.firstDay + (n % DAYS) * DAY_MS;
  const day = (n: number) => toIso(begin(n));
  const ids = pickIds(workplace);
  const ask = (sql: (round: number) => string) => answer((round) => countRows(store, sql(round)));
  return {
    "one day by queue and hour": await ask((n) =>
      handleByQueueAndHour(day(11 * n + 3), toIso(begin(11 * n + 3) + DAY_MS)),
    ),
    "50 days by queue and hour": await ask(() => handleByQueueAndHour(day(0), toIso(endOfDays(workplace)))),
    "p95 of wait by queue": await ask(() => P95_OF_WAIT),
    "active at an instant": await ask((n) => activeAt(day(11 * n + 3).replace("T00:00", `T${10 + n}:30`))),
    "one conversation": await answer(async (n) => ((await store.one(ids[n] ?? "")) === null ? 0 : 1)),
  };
}

async function answer(work: (round: number) => Promise<number>): Promise<Answered> {
  let rows = 0;
  const timing = await timeWork(ROUNDS, async (round) => {
    rows = await work(round);
  });
  if (rows === 0) throw new Error("a question was answered by nothing");
  return { rows, ...timing };
}

async function countRows(store: Store, sql: string): Promise<number> {
  let count = 0;
  for await (const rows of (await store.sql(sql)).rows) count += rows.length;
  return count;
}

/** Average handle time as Genesys counts it: each handling by when its conversation began, at the queue that it was for. */
function handleByQueueAndHour(from: string, to: string): string {
  return `SELECT queue_id, date_trunc('hour', conversation_start) AS hour, count(*) AS handled, sum(value) AS handle_ms,
      avg(value) AS aht_ms
    FROM metrics WHERE name = 'tHandle' AND conversation_start >= '${from}' AND conversation_start < '${to}'
    GROUP BY ALL ORDER BY ALL`;
}

const P95_OF_WAIT =
  "SELECT queue_id, quantile_cont(value, 0.95) AS p95_ms FROM metrics WHERE name = 'tAcd' GROUP BY queue_id ORDER BY queue_id";

function activeAt(instant: string): string {
  return `SELECT conversation_id, media_types, conversation_start FROM conversations
    WHERE conversation_start <= '${instant}' AND (conversation_end > '${instant}' OR conversation_end IS NULL)`;
}

function pickIds(workplace: Workplace): string[] {
  const million = loadMillion(toTemplatesFile(workplace), workplace.firstDay);
  return Array.from({ length: ROUNDS }, (_, n) => {
    const json = million.json(((11 * n + 3) % DAYS) * PER_DAY + 1_234 * n);
    return (JSON.parse(json.toString("utf8")) as { conversationId: string }).conversationId;
  });
}
