import { isAppError } from "../../base/app-error.ts";
import type { Effects } from "../../base/effects.ts";
import type { Database } from "./database.ts";
import type { Beside, HeldBatches } from "./held-batches.ts";
import { writeCheckpoint, writeProperty, writeSettled, writeSettledIds, writeSlices } from "./ledger.ts";
import { writeNames } from "./names.ts";
import { deleteConversations } from "./remove-conversations.ts";
import { amongIds, confirmVersions, deleteCurrent, insertStaged, instant, near } from "./write-rows.ts";

interface Committing {
  readonly database: Database;
  readonly memory: { readonly usual: number; readonly most: number };
  readonly effects: Pick<Effects, "clock" | "log">;
}

/** Brings batches into the store in one transaction; says how many conversations were removed. */
export async function commitBatches(committing: Committing, held: HeldBatches): Promise<number> {
  try {
    return await commitOnce(committing, held).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "STORE_MEMORY") throw error;
      return withMoreMemory(committing, () => commitOnce(committing, held));
    });
  } finally {
    await held.discard();
  }
}

/** What is seldom needed is not held all the time: DuckDB keeps whatever it may. */
async function withMoreMemory<T>({ database, memory }: Committing, work: () => Promise<T>): Promise<T> {
  const limit = (megabytes: number) =>
    database.run(`SET GLOBAL memory_limit = '${megabytes}MB'`, "choosing how much memory the store takes");
  await limit(memory.most);
  try {
    return await work();
  } finally {
    // Something else may be using it at the moment; then it stays as it is until the next time.
    await limit(memory.usual).catch(() => {});
  }
}

async function commitOnce({ database, effects }: Committing, held: HeldBatches): Promise<number> {
  const reached = (event: string) =>
    effects.log({ level: "debug", event, message: `${event}: ${held.rows} conversations` });
  const now = effects.clock.now();
  const removed = await database.transaction(async () => {
    const { replacedIds, replacedStarts, staged, confirmed } = held;
    if (replacedIds.length > 0) {
      await keepSuperseded(database, replacedIds, replacedStarts, now);
      await deleteCurrent(database, replacedIds, replacedStarts);
    }
    if (staged.length > 0) await insertStaged(database, staged, now);
    if (confirmed.length > 0) await confirmVersions(database, confirmed);
    let gone = 0;
    for (const beside of held.beside) gone += await writeBeside(database, beside, now);
    reached("store.committing");
    return gone;
  });
  reached("store.committed");
  return removed;
}

async function writeBeside(
  database: Database,
  { slices = [], checkpoint, settle = [], settleIds = [], remember = {}, remove = [], names = [] }: Beside,
  now: number,
): Promise<number> {
  const gone = remove.length === 0 ? 0 : await deleteConversations(database, remove);
  await writeSlices(database, slices, now);
  await writeSettled(database, settle);
  if (settleIds.length > 0) await writeSettledIds(database, settleIds);
  for (const [name, value] of Object.entries(remember)) await writeProperty(database, name, value);
  if (names.length > 0) await writeNames(database, names, now);
  if (checkpoint !== undefined) await writeCheckpoint(database, checkpoint);
  return gone;
}

async function keepSuperseded(
  database: Database,
  ids: readonly string[],
  starts: readonly (number | null)[],
  now: number,
): Promise<void> {
  await database.run(
    `INSERT INTO version SELECT conversation_id, revision, source, finality, observed_at, ${instant(now)}, payload_hash, detail
     FROM conversation WHERE ${amongIds()} ${near(starts)}`,
    "keeping superseded versions",
    [JSON.stringify(ids)],
  );
}
