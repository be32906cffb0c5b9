import type { Interval } from "../../base/interval.ts";
import type { Slice } from "../slice.ts";
import type { Database } from "./database.ts";
import { instant } from "./write-rows.ts";

/** Slices of the same stretch and pass replace each other. */
export async function writeSlices(database: Database, slices: readonly Slice[]): Promise<void> {
  for (const { interval, pass, settleDay, source, filter, state, rows, hash, asOf, finishedAt } of slices) {
    await database.run(
      `DELETE FROM slice WHERE slice_from = ${instant(interval.from)} AND slice_to = ${instant(interval.to)} AND pass = ? AND settle_day = ?`,
      "replacing a slice of the ledger",
      [pass, settleDay],
    );
    await database.run(
      `INSERT INTO slice VALUES (${instant(interval.from)}, ${instant(interval.to)}, ?, ?, ?, ?, ?, ?, ?, ${instant(asOf)},
         ${finishedAt === null ? "NULL" : instant(finishedAt)})`,
      "writing a slice of the ledger",
      [pass, settleDay, source, filter, state, BigInt(rows), hash],
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
  row_count: string;
  content_hash: string;
  as_of: string;
  finished_at: string | null;
}

export async function readSlices(database: Database): Promise<Slice[]> {
  const rows = await database.rows<SliceRow>(
    `SELECT epoch_ms(slice_from) AS "from", epoch_ms(slice_to) AS "to", pass, settle_day, source, filter, state, row_count,
       content_hash, epoch_ms(as_of) AS as_of, epoch_ms(finished_at) AS finished_at FROM slice
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
    rows: Number(row.row_count),
    hash: row.content_hash,
    asOf: Number(row.as_of),
    finishedAt: row.finished_at === null ? null : Number(row.finished_at),
  }));
}

/** What ended before an instant, in stretches that have been read again to the end, is not expected to change any more. */
export async function writeSettled(
  database: Database,
  settle: readonly { readonly interval: Interval; readonly before: number }[],
): Promise<void> {
  for (const { interval, before } of settle) {
    await database.run(
      `UPDATE conversation SET finality = 'settled' WHERE finality = 'recent' AND conversation_end < ${instant(before)}
         AND conversation_start >= ${instant(interval.from)} AND conversation_start < ${instant(interval.to)}`,
      "marking what has settled",
    );
  }
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
