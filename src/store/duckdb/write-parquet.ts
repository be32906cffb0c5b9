import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DAY_MS } from "../../base/interval.ts";
import { moveFile } from "../../base/output-file.ts";
import type { ParquetTable } from "../store.ts";
import type { Writing } from "./write-batch.ts";
import { instant } from "./write-rows.ts";

/**
 * Writes a day of a table to a Parquet file. DuckDB may write beside the store and nowhere else, so that SQL can't either: the file is
 * moved from there to its place.
 */
export async function writeParquet(
  { database, stagingFolder, effects }: Writing,
  table: ParquetTable,
  day: number | null,
  file: string,
  signal?: AbortSignal,
): Promise<number> {
  const staged = join(stagingFolder, `${effects.uuid()}.parquet`);
  try {
    // All columns order the rows, so that the same rows make the same file.
    const rows = await database.runApart(
      `COPY (SELECT * FROM ${table} WHERE ${toCondition(day)} ORDER BY ALL)
       TO '${staged.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
      "writing Parquet",
      signal,
    );
    await moveFile(staged, file);
    return rows;
  } finally {
    await rm(staged, { force: true });
  }
}

function toCondition(day: number | null): string {
  return day === null
    ? "conversation_start IS NULL"
    : `conversation_start >= ${instant(day)} AND conversation_start < ${instant(day + DAY_MS)}`;
}
