import { rm } from "node:fs/promises";
import { join } from "node:path";
import { cancelled } from "../../base/app-error.ts";
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
  const connection = await database.connect();
  const stop = () => connection.interrupt();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    // All columns order the rows, so that the same rows make the same file.
    const { rowsChanged } = await connection.run(
      `COPY (SELECT * FROM ${table} WHERE ${toCondition(day)} ORDER BY ALL)
       TO '${staged.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    await moveFile(staged, file);
    return rowsChanged;
  } catch (error) {
    throw signal?.aborted === true ? cancelled(DOING) : database.failed(error, DOING);
  } finally {
    signal?.removeEventListener("abort", stop);
    connection.closeSync();
    await rm(staged, { force: true });
  }
}

const DOING = "writing Parquet";

function toCondition(day: number | null): string {
  return day === null
    ? "conversation_start IS NULL"
    : `conversation_start >= ${instant(day)} AND conversation_start < ${instant(day + DAY_MS)}`;
}
