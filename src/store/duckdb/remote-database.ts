import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { AppError, type ErrorKind } from "../../base/app-error.ts";
import type { SqlAnswer } from "../store.ts";
import type { Database, Values } from "./database.ts";
import type { ReaderLine, ReaderRequest } from "./serve-database.ts";
import { toStorageError } from "./storage-error.ts";

/**
 * A store that another process has, read through it. Whatever would write is refused. Rejects when nobody answers there.
 */
export async function connectDatabase(socketPath: string, path: string): Promise<Database> {
  (await open(socketPath)).destroy();
  const refuse = async () => {
    throw toStorageError("Could not set lock", "Writing to the store", path);
  };
  const stream = <Row>(sql: string, doing: string, values: Values = []) =>
    readRows<Row>(socketPath, { kind: "rows", sql, doing, values: values.map(toPlain) });
  return {
    path,
    isWritable: false,
    run: refuse,
    runApart: refuse,
    transaction: refuse,
    stream,
    async rows<Row>(sql: string, doing: string, values: Values = []) {
      const all: Row[] = [];
      for await (const rows of stream<Row>(sql, doing, values)) all.push(...rows);
      return all;
    },
    ask: (statement, signal) => askSql(socketPath, statement, signal),
    failed: (error, doing) => toStorageError(error, doing, path),
  };
}

function toPlain(value: Values[number]): string | number {
  return typeof value === "number" ? value : String(value);
}

async function open(socketPath: string): Promise<Socket> {
  const socket = connect(socketPath);
  await once(socket, "connect");
  return socket;
}

async function* askLines(
  socketPath: string,
  request: ReaderRequest,
  signal?: AbortSignal,
): AsyncGenerator<ReaderLine, void, undefined> {
  const socket = await open(socketPath);
  const stop = () => socket.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  let isWhole = false;
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const text of createInterface({ input: socket })) {
      const line = JSON.parse(text) as ReaderLine;
      if ("error" in line) throw toError(line.error);
      if ("end" in line) {
        isWhole = true;
        return;
      }
      yield line;
    }
    if (!isWhole) throw brokenOff();
  } finally {
    signal?.removeEventListener("abort", stop);
    socket.destroy();
  }
}

async function* readRows<Row>(socketPath: string, request: ReaderRequest): AsyncGenerator<Row[], void, undefined> {
  for await (const line of askLines(socketPath, request)) if ("rows" in line) yield line.rows as Row[];
}

async function askSql(socketPath: string, statement: string, signal: AbortSignal | undefined): Promise<SqlAnswer> {
  const lines = askLines(socketPath, { kind: "sql", sql: statement, doing: "running SQL", values: [] }, signal);
  const first = await lines.next();
  const columns = first.done !== true && "columns" in first.value ? first.value.columns : [];
  return { columns, rows: rest(lines) };
}

async function* rest(lines: AsyncGenerator<ReaderLine, void, undefined>) {
  for await (const line of lines) if ("rows" in line) yield line.rows as readonly (readonly unknown[])[];
}

/** What the other process threw. */
function toError({ kind, code, message, hint }: Extract<ReaderLine, { error: unknown }>["error"]): AppError {
  return new AppError({ kind: kind as ErrorKind, code, message, hint });
}

function brokenOff(): AppError {
  return new AppError({
    kind: "storage",
    code: "STORE_FAILED",
    message: "The process that has the store ended while it answered.",
    hint: "Ask again: the store is free now, or another process answers.",
  });
}
