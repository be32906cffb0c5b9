import { hash } from "node:crypto";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isAppError, toAppError } from "../../base/app-error.ts";
import type { Log } from "../../base/effects.ts";
import type { Database } from "./database.ts";

/** What a reader in another process asks: rows of a statement of ours, or an answer to a statement of a person. */
export interface ReaderRequest {
  readonly kind: "rows" | "sql";
  readonly sql: string;
  readonly doing: string;
  readonly values: readonly (string | number)[];
}

/** One line of an answer; the last one has `end` or `error`. */
export type ReaderLine =
  | { readonly columns: readonly { readonly name: string; readonly type: string }[] }
  | { readonly rows: readonly unknown[] }
  | { readonly end: true }
  | {
      readonly error: {
        readonly kind: string;
        readonly code: string;
        readonly message: string;
        readonly hint?: string;
      };
    };

/** Longer paths of sockets are cut or refused. */
const PATH_MAX = 100;

/** Where the process that has a store answers for it: beside the store, which only its user may enter. */
export function toSocketPath(storePath: string): string {
  const name = `nowthen-${hash("sha256", storePath).slice(0, 16)}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  const beside = `${storePath}.sock`;
  return beside.length <= PATH_MAX ? beside : join(tmpdir(), `${name}.sock`);
}

export interface DatabaseServer {
  close(): Promise<void>;
}

/**
 * Answers readers of other processes: DuckDB lets one process have a file, and none besides read it. A socket that can't be opened is no
 * reason to fail; readers are then told who has the store.
 */
export async function serveDatabase(database: Database, socketPath: string, log: Log): Promise<DatabaseServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // A reader that goes away has its reasons.
    socket.on("error", () => {});
    void answer(database, socket);
  });
  try {
    await listen(server, socketPath);
  } catch (error) {
    log({ level: "debug", event: "store.unserved", message: `readers can't be served: ${String(error)}` });
  }
  server.unref();
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  // Left by a process that was killed: who has the store now is us.
  if (process.platform !== "win32") await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
  if (process.platform !== "win32") await chmod(path, 0o600);
}

/** One question a connection. */
async function answer(database: Database, socket: Socket): Promise<void> {
  const stop = new AbortController();
  socket.on("close", () => stop.abort());
  const say = async (line: ReaderLine) => {
    if (socket.destroyed) return;
    if (!socket.write(`${JSON.stringify(line)}\n`))
      await new Promise((resolve) => socket.once("drain", resolve).once("close", resolve));
  };
  for await (const text of createInterface({ input: socket })) {
    try {
      const request = JSON.parse(text) as ReaderRequest;
      await (request.kind === "sql"
        ? answerSql(database, request, say, stop.signal)
        : answerRows(database, request, say));
      await say({ end: true });
    } catch (error) {
      const { kind, code, message, hint } = isAppError(error) ? error : toAppError(error);
      await say({ error: { kind, code, message, ...(hint === undefined ? {} : { hint }) } });
    }
    socket.end();
    return;
  }
}

async function answerRows(
  database: Database,
  { sql, doing, values }: ReaderRequest,
  say: (line: ReaderLine) => Promise<void>,
): Promise<void> {
  for await (const rows of database.stream<unknown>(sql, doing, values)) await say({ rows });
}

async function answerSql(
  database: Database,
  { sql }: ReaderRequest,
  say: (line: ReaderLine) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { columns, rows } = await database.ask(sql, signal);
  await say({ columns });
  for await (const run of rows) await say({ rows: run });
}
