import { rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { readStoredNames } from "../../ask/copy/stored-names.ts";
import { cancelled } from "../../base/app-error.ts";
import { removeFile } from "../../base/output-file.ts";
import type { ParquetTable, Store, StoredDay } from "../../store/store.ts";
import { type DayFiles, type ExportManifest, otherFolder, readManifest, writeManifest } from "./export-manifest.ts";
import { DEFAULT_TABLES, type ExportNeed, tablesInvalid } from "./export-need.ts";
import { identifyStore, rememberFolder } from "./exported-folders.ts";
import { fromDayName, toDayName, toDayPath, writeDayFile } from "./write-day-file.ts";

export interface ExportContext {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((text: string) => void) | undefined;
}

export interface ExportReport {
  readonly folder: string;
  readonly format: ExportManifest["format"];
  readonly tables: readonly ParquetTable[];
  /** Days of which a file was written, oldest first. */
  readonly written: readonly string[];
  /** Conversations in those. */
  readonly conversations: number;
  /** Days that are as they were. */
  readonly unchanged: number;
  /** Days that hold nothing any more. */
  readonly removed: readonly string[];
}

/**
 * Brings a folder of exports up to what the store has: what has changed since is written again, day by day, the rest is left. Killed at
 * any moment, the same call ends in the same files. Throws `EXPORT_FOLDER_OTHER`, `EXPORT_TABLES_INVALID` (input), `OUTPUT_FAILED` (storage).
 */
export async function exportCopy(
  store: Store,
  { folder, format, tables, interval }: ExportNeed,
  uuid: () => string,
  context: ExportContext = {},
): Promise<ExportReport> {
  const before = await readManifest(folder);
  const id = await identifyStore(store, uuid);
  const manifest = joinManifest(before, { folder, format, tables, store: id });
  const isAsked = (day: number | null) =>
    interval === null || (day !== null && day >= interval.from && day < interval.to);
  await rememberFolder(store, folder);
  return updateFolder(store, folder, manifest, isAsked, context);
}

/** What the folder holds, joined with what it is to hold. */
function joinManifest(
  before: ExportManifest | null,
  asked: Pick<ExportNeed, "folder" | "format" | "tables"> & { readonly store: string },
): ExportManifest {
  const { folder, store } = asked;
  const format = asked.format ?? before?.format ?? "parquet";
  if (before !== null && before.store !== store) throw otherFolder(folder, "another copy was exported to it");
  if (before !== null && before.format !== format) throw otherFolder(folder, `it holds ${before.format}`);
  if (format !== "parquet" && asked.tables !== null) throw tablesInvalid(`${format} has no tables`);
  const chosen = format === "parquet" ? (asked.tables ?? before?.tables ?? DEFAULT_TABLES) : CONVERSATIONS;
  return {
    store,
    format,
    tables: [...new Set([...(before?.tables ?? []), ...chosen])],
    days: new Map(before?.days ?? []),
  };
}

const CONVERSATIONS: readonly ParquetTable[] = ["conversations"];

/** The same for a folder whose manifest is known, and the days that are meant. */
export async function updateFolder(
  store: Store,
  folder: string,
  manifest: ExportManifest,
  isAsked: (day: number | null) => boolean,
  context: ExportContext,
): Promise<ExportReport> {
  const { work, removed } = await planFolder(store, folder, manifest, isAsked);
  const due = work.filter(({ tables }) => tables.size > 0);
  // Told beforehand: whatever stops this, it is known that those files may be there.
  for (const { name, tables } of due) mark(manifest, name, [...tables.keys()]);
  for (const name of removed) mark(manifest, name, manifest.tables);
  await writeManifest(folder, manifest);
  for (const name of removed) await removeDay(folder, manifest, name);
  await writeDays(store, folder, manifest, due, context);
  return {
    folder,
    format: manifest.format,
    tables: manifest.tables,
    written: due.map(({ name }) => name),
    conversations: due.reduce((sum, { stored }) => sum + stored.conversations, 0),
    unchanged: work.length - due.length,
    removed,
  };
}

interface DayWork {
  readonly name: string;
  readonly stored: StoredDay;
  /** What is to be written, with what tells its content. */
  readonly tables: ReadonlyMap<ParquetTable, string>;
}

async function planFolder(
  store: Store,
  folder: string,
  manifest: ExportManifest,
  isAsked: (day: number | null) => boolean,
): Promise<{ work: DayWork[]; removed: string[] }> {
  const stored = (await store.days()).filter(({ from }) => isAsked(from));
  const { schemaVersion } = await store.status();
  const work: DayWork[] = [];
  for (const day of stored) work.push(await planDay(folder, manifest, day, schemaVersion));
  const kept = new Set(work.map(({ name }) => name));
  const removed = [...manifest.days.keys()].filter((name) => !kept.has(name) && isAsked(fromDayName(name))).sort();
  return { work, removed };
}

async function planDay(
  folder: string,
  { format, tables, days }: ExportManifest,
  stored: StoredDay,
  schemaVersion: number,
): Promise<DayWork> {
  const name = toDayName(stored.from);
  const due = new Map<ParquetTable, string>();
  for (const table of tables) {
    // Only summaries say from where and as of when an account is.
    const hash = table === "conversations" && format !== "ndjson" ? stored.accountsHash : stored.recordsHash;
    const content = `${schemaVersion}-${stored.conversations}-${hash}`;
    const known = days.get(name)?.[table] ?? null;
    const bytes =
      known?.content === content ? await sizeOf(toDayPath({ folder, format, table, day: stored.from })) : -1;
    if (bytes === -1 || bytes !== known?.bytes) due.set(table, content);
  }
  return { name, stored, tables: due };
}

function mark({ days }: ExportManifest, name: string, tables: readonly ParquetTable[]): void {
  const marked: DayFiles = { ...days.get(name) };
  for (const table of tables) marked[table] = null;
  days.set(name, marked);
}

async function removeDay(folder: string, manifest: ExportManifest, name: string): Promise<void> {
  const { format, tables, days } = manifest;
  for (const table of tables) {
    const file = toDayPath({ folder, format, table, day: fromDayName(name) });
    await removeFile(file);
    // A folder of its own goes too; one with anything else in it stays.
    if (format === "parquet") await rmdir(dirname(file)).catch(() => {});
  }
  days.delete(name);
  await writeManifest(folder, manifest);
}

async function writeDays(
  store: Store,
  folder: string,
  manifest: ExportManifest,
  due: readonly DayWork[],
  { signal, progress }: ExportContext,
): Promise<void> {
  const names = await readStoredNames(store);
  const { format, days } = manifest;
  for (const [index, { name, stored, tables }] of due.entries()) {
    progress?.(`writing ${name}, day ${index + 1} of ${due.length}`);
    const files: DayFiles = { ...days.get(name) };
    for (const [table, content] of tables) {
      if (signal?.aborted === true) throw cancelled("exporting: the same command goes on");
      const place = { folder, format, table, day: stored.from };
      const rows = await writeDayFile(store, place, names, signal);
      files[table] = { content, rows, bytes: await sizeOf(toDayPath(place)) };
    }
    days.set(name, files);
    await writeManifest(folder, manifest);
  }
}

/** -1 where there is no such file. */
async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => -1,
  );
}
