import type { Effects } from "../../base/effects.ts";
import type { Protection } from "../../model/privacy/create-protection.ts";
import type { Batch, WriteOutcome } from "../store.ts";
import type { Database } from "./database.ts";
import { type Decision, decideBatch, type Prepared } from "./decide-batch.ts";
import { readDetails, readKnown } from "./known-versions.ts";
import { writeCheckpoint, writeProperty, writeSettled, writeSettledIds, writeSlices } from "./ledger.ts";
import { writeNames } from "./names.ts";
import { deleteConversations, readForgotten, toIdHash } from "./remove-conversations.ts";
import { stageRows } from "./staging.ts";
import { amongIds, confirmVersions, deleteCurrent, insertStaged, instant, near } from "./write-rows.ts";

export interface Writing {
  readonly database: Database;
  readonly stagingFolder: string;
  /** What may be kept of a record. */
  readonly protect: Protection;
  readonly effects: Pick<Effects, "clock" | "uuid" | "log">;
}

/** Writes a batch whose records have been read; all of it, or nothing. */
export async function writeBatch(writing: Writing, batch: Batch, prepared: Prepared): Promise<WriteOutcome> {
  const { database } = writing;
  const forgotten = await readForgotten(database);
  const rows =
    forgotten.size === 0
      ? prepared.rows
      : prepared.rows.filter(({ conversationId }) => !forgotten.has(toIdHash(conversationId)));
  const ids = rows.map(({ conversationId }) => conversationId);
  const known = await readKnown(database, ids);
  const differing = rows.filter(({ conversationId, payloadHash }) => {
    const before = known.get(conversationId);
    return before !== undefined && before.payloadHash !== payloadHash;
  });
  const starts = differing.map(({ conversationId }) => known.get(conversationId)?.startedAt ?? null);
  const details = await readDetails(
    database,
    differing.map(({ conversationId }) => conversationId),
    starts,
  );
  const decision = decideBatch(rows, known, details, writing.protect);
  const replacedStarts = decision.replacing.map(({ row }) => known.get(row.conversationId)?.startedAt ?? null);
  const removed = await commit(writing, batch, decision, replacedStarts);
  const { added, replacing, changes, unchanged, outdated } = decision;
  return {
    added: added.length,
    changed: replacing.length,
    unchanged,
    outdated,
    removed,
    unreadable: prepared.unreadable,
    changes,
  };
}

async function commit(
  { database, stagingFolder, effects }: Writing,
  { slices = [], checkpoint, settle = [], settleIds = [], remember = {}, remove = [], names = [] }: Batch,
  { added, replacing, confirmed }: Decision,
  replacedStarts: readonly (number | null)[],
): Promise<number> {
  const rows = [...added, ...replacing];
  const reached = (event: string) =>
    effects.log({ level: "debug", event, message: `${event}: ${rows.length} conversations` });
  const staged = rows.length === 0 ? null : await stage(database, stagingFolder, effects.uuid(), rows);
  try {
    reached("store.staged");
    const now = effects.clock.now();
    const removed = await database.transaction(async () => {
      const ids = replacing.map(({ row }) => row.conversationId);
      if (ids.length > 0) {
        await keepSuperseded(database, ids, replacedStarts, now);
        await deleteCurrent(database, ids, replacedStarts);
      }
      if (staged !== null) await insertStaged(database, staged, now);
      if (confirmed.length > 0) await confirmVersions(database, confirmed);
      const gone = remove.length === 0 ? 0 : await deleteConversations(database, remove);
      await writeSlices(database, slices, now);
      await writeSettled(database, settle);
      if (settleIds.length > 0) await writeSettledIds(database, settleIds);
      for (const [name, value] of Object.entries(remember)) await writeProperty(database, name, value);
      if (names.length > 0) await writeNames(database, names, now);
      if (checkpoint !== undefined) await writeCheckpoint(database, checkpoint);
      reached("store.committing");
      return gone;
    });
    reached("store.committed");
    return removed;
  } finally {
    await staged?.remove();
  }
}

async function stage(...[database, folder, name, rows]: [Database, ...Parameters<typeof stageRows>]) {
  const doing = `Writing ${rows.length} conversations beside the store`;
  try {
    return await stageRows(folder, name, rows);
  } catch (error) {
    throw database.failed(error, doing);
  }
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
