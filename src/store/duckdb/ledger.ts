import type { NewSlice, Slice } from "../slice.ts";
import type { Settling } from "../store.ts";
import type { Database } from "./database.ts";
import { amongIds, instant } from "./write-rows.ts";

/** A slice replaces the one of the same pass that begins at the same instant; what is in it is counted as it is in the store then. */
export async function writeSlices(database: Database, slices: readonly NewSlice[], now: number): Promise<void> {
  for (const { interval, pass, settleDay, source, filter, state, reason, asOf, factsAsOf, changed } of slices) {
    const [from, to] = [instant(interval.from), instant(interval.to)];
    await database.run(
      `DELETE FROM slice WHERE slice_from = ${from} AND pass = ? AND settle_day = ?`,
      "replacing a slice of the ledger",
      [pass, settleDay],
    );
    await database.run(
      `INSERT INTO slice SELECT ${from}, ${to}, ?, ?, ?, ?, ?, ?, count(*),
         coalesce(bit_xor(hash(conversation_id, payload_hash)), 0)::VARCHAR, ${instant(asOf)}, ${instant(factsAsOf)}, ${changed}, ${instant(now)}
       FROM conversation WHERE conversation_start >= ${from} AND conversation_start < ${to}`,
      "writing a slice of the ledger",
      [pass, settleDay, source, filter, state, reason],
    );
  }
}

interface SliceRow {
  from: string;
  to: string;
  pass: Slice["pass"];
  settle_day: number;
  source: string;
  filter: string;
  state: Slice["state"];
  reason: string | null;
  row_count: string;
  content_hash: string;
  as_of: string;
  facts_as_of: string;
  changed: string;
  finished_at: string;
}

export async function readSlices(database: Database): Promise<Slice[]> {
  const rows = await database.rows<SliceRow>(
    `SELECT epoch_ms(slice_from) AS "from", epoch_ms(slice_to) AS "to", pass, settle_day, source, filter, state, reason, row_count,
       content_hash, epoch_ms(as_of) AS as_of, epoch_ms(facts_as_of) AS facts_as_of, changed, epoch_ms(finished_at) AS finished_at FROM slice
     ORDER BY slice_from, slice_to, as_of, pass, settle_day`,
    "reading the ledger",
  );
  return rows.map((row) => ({
    interval: { from: Number(row.from), to: Number(row.to) },
    pass: row.pass,
    settleDay: row.settle_day,
    source: row.source,
    filter: row.filter,
    state: row.state,
    reason: row.reason,
    rows: Number(row.row_count),
    hash: row.content_hash,
    asOf: Number(row.as_of),
    factsAsOf: Number(row.facts_as_of),
    changed: Number(row.changed),
    finishedAt: Number(row.finished_at),
  }));
}

/** What ended before an instant, in stretches that have been read again to the end, is not expected to change any more. */
export async function writeSettled(database: Database, settle: readonly Settling[]): Promise<void> {
  for (const { interval, endedBefore, except } of settle) {
    await database.run(
      `UPDATE conversation SET finality = 'settled' WHERE finality = 'recent' AND conversation_end < ${instant(endedBefore)}
         AND conversation_start >= ${instant(interval.from)} AND conversation_start < ${instant(interval.to)}
         AND NOT (${amongIds()})`,
      "marking what has settled",
      [JSON.stringify(except)],
    );
  }
}

export async function writeSettledIds(database: Database, ids: readonly string[]): Promise<void> {
  await database.run(
    `UPDATE conversation SET finality = 'settled' WHERE finality = 'recent' AND ${amongIds()}`,
    "marking what has settled",
    [JSON.stringify(ids)],
  );
}

const CHECKPOINT = "checkpoint";

/** A checkpoint never goes back. */
export async function writeCheckpoint(database: Database, checkpoint: number): Promise<void> {
  const before = await readCheckpoint(database);
  if (before !== null && before >= checkpoint) return;
  await writeProperty(database, CHECKPOINT, String(checkpoint));
}

export async function readCheckpoint(database: Database): Promise<number | null> {
  const value = await readProperty(database, CHECKPOINT);
  return value === null ? null : Number(value);
}

export async function writeProperty(database: Database, name: string, value: string): Promise<void> {
  await database.run("DELETE FROM property WHERE name = ?", `replacing ${name}`, [name]);
  await database.run("INSERT INTO property VALUES (?, ?)", `writing ${name}`, [name, value]);
}

export async function readProperty(database: Database, name: string): Promise<string | null> {
  const [row] = await database.rows<{ value: string }>("SELECT value FROM property WHERE name = ?", `reading ${name}`, [
    name,
  ]);
  return row?.value ?? null;
}
