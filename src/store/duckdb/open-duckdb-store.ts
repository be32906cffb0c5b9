import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Effects } from "../../base/effects.ts";
import type { Finality } from "../../model/conversation-summary.ts";
import type { Protection } from "../../model/privacy/create-protection.ts";
import type { ChoosePrivacy, Store, StoreStatus, WriteOutcome } from "../store.ts";
import { countEmissions } from "./count-emissions.ts";
import { CATALOG, createDatabase, type Database, ROW_GROUP_SIZE } from "./database.ts";
import { prepareRecords } from "./decide-batch.ts";
import { readIds, readKnownConversations } from "./known-versions.ts";
import { readCheckpoint, readProperty, readSlices, writeProperty } from "./ledger.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { readNameless, readNames } from "./names.ts";
import { readDays } from "./read-days.ts";
import { readPage } from "./read-page.ts";
import { readConversations, readOne, readSummaries, readVersions, searchRecords } from "./read-rows.ts";
import { readSpans } from "./read-spans.ts";
import { connectDatabase } from "./remote-database.ts";
import { deleteForgotten, forgetConversations } from "./remove-conversations.ts";
import { serveDatabase, toSocketPath } from "./serve-database.ts";
import { openStagingFolder } from "./staging.ts";
import { toStorageError } from "./storage-error.ts";
import { BatchWriter, type Writing } from "./write-batch.ts";
import { writeParquet } from "./write-parquet.ts";
import { instant } from "./write-rows.ts";

/** Megabytes that DuckDB may take; `most`, for a moment, where a batch does not fit: 1,000 replaced of a million, from all days, took 500. */
export interface MemoryLimits {
  readonly usual: number;
  readonly most: number;
}

const MEMORY_LIMITS: MemoryLimits = { usual: 400, most: 1_200 };
/**
 * Writing is what takes time, and JavaScript does half of it on the other core: a second thread costs a quarter more processor time, makes
 * nothing faster, and has row groups of its own, 290 columns of 256 KB, which made batches of 4,000 run out of memory.
 */
const THREADS = "1";
/** What DuckDB has freed is given back at once: the allocator, always busy while there is something to write, kept 250 MB of it. */
const GIVE_BACK_FROM = "8MB";
/** The least that a column of a row group takes, of which there are hundreds; at the default of 256 KB both file and memory are larger. */
const BLOCK_SIZE = 65_536;
/** The write-ahead log that makes DuckDB rewrite its tables: at the default of 16 MB it does so every few batches; until then they are in memory. */
const CHECKPOINT_THRESHOLD = "40MB";

/**
 * Opens the store in a file, made anew where there is none. Throws `STORE_BUSY` when another process has it, `STORE_NEWER` when it was
 * written by a newer nowthen, `STORE_BROKEN`, `STORE_FULL`, `STORE_UNREACHABLE` (all storage).
 */
export async function openDuckDbStore(
  path: string,
  effects: Pick<Effects, "clock" | "uuid" | "log">,
  choosePrivacy: ChoosePrivacy = async () => ({ protect: (record) => record, remember: {} }),
  memory: MemoryLimits = MEMORY_LIMITS,
): Promise<Store> {
  const file = resolve(path);
  const doing = `Opening the store ${path}`;
  // The lock of the file is the process's: it does not keep the same process from opening it twice, which breaks it.
  if (OPEN.has(file)) throw toStorageError(`Could not set lock: PID ${process.pid}`, doing, path);
  OPEN.add(file);
  try {
    const { database, lookup, stagingFolder, close } = await openDatabase(path, doing, memory);
    try {
      await migrate(database);
      const protect = await openProtection(database, choosePrivacy);
      const server = await serveDatabase(database, toSocketPath(file), effects.log);
      return createStore({ database, lookup, stagingFolder, effects, protect, memory }, async () => {
        await server.close();
        close();
        OPEN.delete(file);
      });
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    OPEN.delete(file);
    throw error;
  }
}

const OPEN = new Set<string>();

/**
 * A store that another process has open, read through that process; `null` when nobody answers for it. Writing to it is refused with
 * `STORE_BUSY`.
 */
export async function openServedStore(
  path: string,
  effects: Pick<Effects, "clock" | "uuid" | "log">,
): Promise<Store | null> {
  const file = resolve(path);
  try {
    const database = await connectDatabase(toSocketPath(file), path);
    return createStore(
      { database, lookup: database, stagingFolder: "", effects, protect: (record) => record, memory: MEMORY_LIMITS },
      async () => {},
    );
  } catch {
    return null;
  }
}

/** Nothing is written that the store's policy forbids, whoever writes it. */
async function openProtection(database: Database, choosePrivacy: ChoosePrivacy): Promise<Protection> {
  const { protect, remember } = await choosePrivacy((name) => readProperty(database, name));
  const changed: [string, string][] = [];
  for (const [name, value] of Object.entries(remember))
    if ((await readProperty(database, name)) !== value) changed.push([name, value]);
  if (changed.length > 0)
    await database.transaction(async () => {
      for (const [name, value] of changed) await writeProperty(database, name, value);
    });
  return protect;
}

interface OpenedDatabase extends Omit<Writing, "effects" | "protect" | "memory"> {
  close(): void;
}

async function openDatabase(path: string, doing: string, { usual }: MemoryLimits): Promise<OpenedDatabase> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${usual}MB`,
      threads: THREADS,
      allocator_flush_threshold: GIVE_BACK_FROM,
      allocator_bulk_deallocation_flush_threshold: GIVE_BACK_FROM,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      preserve_insertion_order: "false",
      checkpoint_threshold: CHECKPOINT_THRESHOLD,
    });
    try {
      const writer = await instance.connect();
      await writer.run(
        `ATTACH '${quote(path)}' AS ${CATALOG} (BLOCK_SIZE ${BLOCK_SIZE}, ROW_GROUP_SIZE ${ROW_GROUP_SIZE}, STORAGE_VERSION 'latest')`,
      );
      // Only who has the store may clear what lies beside it.
      const stagingFolder = await openStagingFolder(path);
      for (const statement of toSettings(stagingFolder)) await writer.run(statement);
      const reader = await instance.connect();
      await reader.run(`USE ${CATALOG}`);
      return {
        database: createDatabase(instance, writer, path),
        lookup: createDatabase(instance, reader, path),
        stagingFolder,
        close() {
          for (const connection of [reader, writer]) connection.closeSync();
          instance.closeSync();
        },
      };
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  } catch (error) {
    throw toStorageError(error, doing, path);
  }
}

/** SQL of a person reaches the store and no other file; it can set nothing, as only what selects is run. */
function toSettings(stagingFolder: string): string[] {
  return [
    `USE ${CATALOG}`,
    "SET GLOBAL TimeZone = 'UTC'",
    `SET GLOBAL temp_directory = '${quote(stagingFolder)}/spill'`,
    `SET GLOBAL allowed_directories = ['${quote(stagingFolder)}/']`,
    "SET GLOBAL enable_external_access = false",
  ];
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}

function createStore(writing: Writing, release: () => Promise<void>): Store {
  const { database } = writing;
  const writer = new BatchWriter(writing);
  let last: Promise<unknown> = Promise.resolve();
  let lastWrite: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
  /** One after the other: they share a connection. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    enqueue(async () => {
      await writer.idle();
      return work();
    });
  /** For what removes rows: also those that wait. */
  const afterAll = <T>(work: () => Promise<T>): Promise<T> =>
    enqueue(async () => {
      await writer.settled();
      return work();
    });
  const close = async () => {
    try {
      await enqueue(() => writer.settled());
    } finally {
      await release();
    }
  };
  return {
    path: database.path,
    isWritable: database.isWritable,
    write: (batch): Promise<WriteOutcome> => {
      // Reading the records goes on while the batch before is being written; if that fails, this one must not stand without it.
      const prepared = prepareRecords(batch.records, writing.protect);
      const before = lastWrite;
      const written = enqueue(async () => {
        await before;
        return writer.write(batch, prepared);
      });
      lastWrite = written;
      written.catch(() => {
        if (lastWrite === written) lastWrite = Promise.resolve();
      });
      return written;
    },
    summaries: (selection, signal) => readSummaries(database, selection, signal),
    conversations: (selection, signal) => readConversations(database, selection, signal),
    page: (need) => readPage(database, need),
    one: (conversationId) => inTurn(() => readOne(database, conversationId)),
    versions: (conversationId) => inTurn(() => readVersions(database, conversationId)),
    open: () => inTurn(() => readKnownConversations(database, "conversation_end IS NULL")),
    unsettled: (endedBefore) =>
      inTurn(() =>
        readKnownConversations(database, `finality = 'recent' AND conversation_end < ${instant(endedBefore)}`),
      ),
    ids: (interval) => inTurn(() => readIds(database, interval)),
    slices: () => inTurn(() => readSlices(database)),
    checkpoint: () => inTurn(() => readCheckpoint(database)),
    recall: (name) => inTurn(() => readProperty(database, name)),
    names: () => inTurn(() => readNames(database)),
    nameless: (readBefore) => inTurn(() => readNameless(database, readBefore)),
    status: () => inTurn(() => readStatus(database)),
    spans: (need) => readSpans(database, need),
    countEmissions: (need) => inTurn(() => countEmissions(database, need)),
    sql: (statement, signal) => database.ask(statement, signal),
    pruneVersions: (before) =>
      afterAll(() =>
        database.run(`DELETE FROM version WHERE superseded_at < ${instant(before)}`, "dropping superseded versions"),
      ),
    search: (texts, signal) => searchRecords(database, texts, signal),
    days: () => inTurn(() => readDays(database)),
    writeParquet: (table, day, file, signal) => writeParquet(writing, table, day, file, signal),
    forget: (conversationIds) =>
      afterAll(async () => {
        const removed = await forgetConversations(database, conversationIds, writing.effects.clock.now());
        // The log of what was written may hold them still.
        await database.run("CHECKPOINT", "writing all of it into the file");
        return removed;
      }),
    allowAgain: (conversationIds) => afterAll(() => deleteForgotten(database, conversationIds)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function readStatus(database: Database): Promise<StoreStatus> {
  const [totals] = await database.rows<{ first: string | null; last: string | null; versions: string }>(
    `SELECT epoch_ms(min(conversation_start)) AS first, epoch_ms(max(conversation_start)) AS last,
       (SELECT count(*) FROM version) AS versions FROM conversation`,
    "counting",
  );
  const counted = await database.rows<{ finality: Finality; count: string }>(
    "SELECT finality, count(*) AS count FROM conversation GROUP BY finality",
    "counting",
  );
  const byFinality = { live: 0, recent: 0, settled: 0 };
  for (const { finality, count } of counted) byFinality[finality] = Number(count);
  const toNumber = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));
  return {
    path: database.path,
    conversations: byFinality.live + byFinality.recent + byFinality.settled,
    byFinality,
    versions: Number(totals?.versions ?? 0),
    earliestStart: toNumber(totals?.first),
    latestStart: toNumber(totals?.last),
    checkpoint: await readCheckpoint(database),
    bytes: (await sizeOf(database.path)) + (await sizeOf(`${database.path}.wal`)),
    schemaVersion: MIGRATIONS.length,
  };
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
