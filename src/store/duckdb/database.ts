import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { cancelled, isAppError } from "../../base/app-error.ts";
import type { SqlAnswer } from "../store.ts";
import { runSql } from "./run-sql.ts";
import { toStorageError } from "./storage-error.ts";

export type Values = readonly DuckDBValue[];

/** One open store file, and what is said to it. All errors are of kind `storage`. */
export interface Database {
  readonly path: string;
  /** Not where another process has the store, and answers for it. */
  readonly isWritable: boolean;
  run(sql: string, doing: string, values?: Values): Promise<number>;
  /** A statement that takes long, on a connection of its own; says how many rows it was about. */
  runApart(sql: string, doing: string, signal?: AbortSignal): Promise<number>;
  /** All rows, as JSON has values. */
  rows<Row>(sql: string, doing: string, values?: Values): Promise<Row[]>;
  /** Rows as they come, on a connection of their own: writing goes on meanwhile, and is not seen. */
  stream<Row>(sql: string, doing: string, values?: Values): AsyncGenerator<Row[], void, undefined>;
  /** All of it or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** One statement of a person, which may only read. */
  ask(statement: string, signal?: AbortSignal): Promise<SqlAnswer>;
  failed(error: unknown, doing: string): Error;
}

export function createDatabase(instance: DuckDBInstance, writer: DuckDBConnection, path: string): Database {
  const failed = (error: unknown, doing: string) => (isAppError(error) ? error : toStorageError(error, doing, path));
  const run = async (sql: string, doing: string, values: Values = []) => {
    try {
      return (await writer.run(sql, [...values])).rowsChanged;
    } catch (error) {
      throw failed(error, doing);
    }
  };
  const connect = async () => {
    const connection = await instance.connect();
    await connection.run(`USE ${CATALOG}`);
    return connection;
  };
  return {
    path,
    isWritable: true,
    run,
    failed,
    ask: (statement, signal) => runSql(connect, statement, signal),
    async runApart(sql, doing, signal) {
      const connection = await connect();
      const stop = () => connection.interrupt();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        return (await connection.run(sql)).rowsChanged;
      } catch (error) {
        throw signal?.aborted === true ? cancelled(doing) : failed(error, doing);
      } finally {
        signal?.removeEventListener("abort", stop);
        connection.closeSync();
      }
    },
    async rows<Row>(sql: string, doing: string, values: Values = []) {
      try {
        const answer = await writer.runAndReadAll(sql, [...values]);
        return answer.getRowObjectsJson() as Row[];
      } catch (error) {
        throw failed(error, doing);
      }
    },
    async *stream<Row>(sql: string, doing: string, values: Values = []) {
      const connection = await connect();
      try {
        const answer = await connection.stream(sql, [...values]);
        for await (const rows of answer.yieldRowObjectJson()) if (rows.length > 0) yield rows as Row[];
      } catch (error) {
        throw failed(error, doing);
      } finally {
        connection.closeSync();
      }
    },
    async transaction(work) {
      await run("BEGIN TRANSACTION", "beginning to write");
      try {
        const result = await work();
        await run("COMMIT", "committing what was written");
        return result;
      } catch (error) {
        // The transaction may be gone already; what counts is the first error.
        await run("ROLLBACK", "taking back what was written").catch(() => {});
        throw error;
      }
    },
  };
}

/** The name under which a store file is attached. */
export const CATALOG = "nowthen";

/** Small enough that a day is found without reading its neighbours, and that some seconds' rows fill it; half of it takes a tenth more disk. */
export const ROW_GROUP_SIZE = 8_192;
