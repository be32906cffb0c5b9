import type { DuckDBConnection } from "@duckdb/node-api";
import { StatementType } from "@duckdb/node-api";
import { AppError } from "../../base/app-error.ts";
import type { SqlAnswer } from "../store.ts";

/** Runs one statement of a person, which may only read. Throws `SQL_NOT_READING` and `SQL_FAILED` (input). */
export async function runSql(
  connect: () => Promise<DuckDBConnection>,
  statement: string,
  signal?: AbortSignal,
): Promise<SqlAnswer> {
  const connection = await connect();
  const stop = () => connection.interrupt();
  signal?.addEventListener("abort", stop, { once: true });
  const end = () => {
    signal?.removeEventListener("abort", stop);
    connection.closeSync();
  };
  try {
    const prepared = await prepareReading(connection, statement);
    const answer = await prepared.stream();
    const columns = answer
      .deduplicatedColumnNames()
      .map((name, index) => ({ name, type: answer.columnType(index).toString() }));
    const instants = columns.flatMap(({ type }, index) => (type.startsWith("TIMESTAMP") ? [index] : []));
    return { columns, rows: readRows(answer.yieldRowsJson(), instants, statement, end, signal) };
  } catch (error) {
    end();
    throw sqlFailed(error, statement, signal);
  }
}

async function prepareReading(connection: DuckDBConnection, statement: string) {
  const statements = await connection.extractStatements(statement);
  if (statements.count !== 1) throw notReading(`there are ${statements.count} statements`);
  const prepared = await statements.prepare(0);
  const { statementType } = prepared;
  if (statementType !== StatementType.SELECT && statementType !== StatementType.EXPLAIN)
    throw notReading(`it is a ${StatementType[statementType] ?? "statement"} and not a SELECT`);
  return prepared;
}

async function* readRows(
  rows: AsyncIterable<readonly (readonly unknown[])[]>,
  instants: readonly number[],
  statement: string,
  end: () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly (readonly unknown[])[], void, undefined> {
  try {
    for await (const run of rows)
      if (run.length > 0) yield instants.length === 0 ? run : run.map((row) => withIsoInstants(row, instants));
  } catch (error) {
    throw sqlFailed(error, statement, signal);
  } finally {
    end();
  }
}

/** DuckDB writes `2026-11-23 09:00:00+00`, of which ISO-8601 knows nothing. */
function withIsoInstants(row: readonly unknown[], instants: readonly number[]): unknown[] {
  return row.map((value, index) =>
    typeof value === "string" && instants.includes(index) ? value.replace(" ", "T").replace(/\+00$/, "Z") : value,
  );
}

function notReading(why: string): AppError {
  return new AppError({
    kind: "input",
    code: "SQL_NOT_READING",
    message: `The SQL was not run: ${why}.`,
    hint: "Give one SELECT (WITH and EXPLAIN will do); the store is written by sync, import and forget alone.",
  });
}

function sqlFailed(error: unknown, statement: string, signal: AbortSignal | undefined): unknown {
  if (error instanceof AppError) return error;
  if (signal?.aborted === true)
    return new AppError({ kind: "cancelled", code: "CANCELLED", message: "Stopped while running SQL.", cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError({
    kind: "input",
    code: "SQL_FAILED",
    message: `The SQL ${JSON.stringify(statement.trim().slice(0, 200))} failed: ${reason.trim()}`,
    hint: "`nowthen sql` without a statement lists tables and columns.",
    cause: error,
  });
}
