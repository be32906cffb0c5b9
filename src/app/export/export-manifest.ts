import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../base/app-error.ts";
import { orFail, publishFile } from "../../base/output-file.ts";
import { PARQUET_TABLES, type ParquetTable } from "../../store/store.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-need.ts";

/** What one file holds. */
export interface DayFile {
  /** Of what of the store it was made: a day that still has the same is not written again. */
  readonly content: string;
  readonly rows: number;
  readonly bytes: number;
}

/** The files of a day by table; `null` while one is being written or removed. */
export type DayFiles = Partial<Record<ParquetTable, DayFile | null>>;

/** What a folder of exports holds: a small file in it, always replaced whole. */
export interface ExportManifest {
  /** The id of the store that it is of. */
  readonly store: string;
  readonly format: ExportFormat;
  readonly tables: readonly ParquetTable[];
  /** By day: `2026-11-10`, or `unknown`. */
  readonly days: Map<string, DayFiles>;
}

export const MANIFEST = "nowthen-export.json";

/** `null` where the folder is not there or empty. Throws `EXPORT_FOLDER_OTHER` (input) where it holds something else. */
export async function readManifest(folder: string): Promise<ExportManifest | null> {
  const names = await listNames(folder);
  if (!names.includes(MANIFEST)) {
    const other = names.find((name) => !name.startsWith(MANIFEST));
    if (other === undefined) return null;
    throw otherFolder(folder, `it holds ${other} and no ${MANIFEST}, so nowthen did not make it`);
  }
  const text = await orFail(folder, () => readFile(join(folder, MANIFEST), "utf8"));
  const manifest = parseManifest(text);
  if (manifest === null) throw otherFolder(folder, `its ${MANIFEST} can't be read, or is of a newer nowthen`);
  return manifest;
}

export async function writeManifest(folder: string, manifest: ExportManifest): Promise<void> {
  const days = [...manifest.days].sort(([a], [b]) => (a < b ? -1 : 1));
  const object = { nowthenExport: VERSION, ...manifest, days: Object.fromEntries(days) };
  await orFail(folder, () => mkdir(folder, { recursive: true }));
  await publishFile(join(folder, MANIFEST), (part) =>
    orFail(part, () => writeFile(part, `${JSON.stringify(object)}\n`)),
  );
}

export function otherFolder(folder: string, why: string): AppError {
  return new AppError({
    kind: "input",
    code: "EXPORT_FOLDER_OTHER",
    message: `Nothing was exported to ${folder}: ${why}.`,
    hint: "Name an empty or a new folder with --to, or one that the same copy was exported to in the same format.",
    details: { folder },
  });
}

const VERSION = 1;
const DAY_NAME = /^(\d{4}-\d{2}-\d{2}|unknown)$/;

function parseManifest(text: string): ExportManifest | null {
  try {
    const { nowthenExport, store, format, tables, days } = JSON.parse(text) as Record<string, unknown>;
    const known = EXPORT_FORMATS.find((name) => name === format);
    if (nowthenExport !== VERSION || typeof store !== "string" || known === undefined) return null;
    if (!Array.isArray(tables) || typeof days !== "object" || days === null) return null;
    if (!Object.keys(days).every((name) => DAY_NAME.test(name))) return null;
    return {
      store,
      format: known,
      tables: PARQUET_TABLES.filter((table) => tables.includes(table)),
      days: new Map(Object.entries(days as Record<string, DayFiles>)),
    };
  } catch {
    return null;
  }
}

async function listNames(folder: string): Promise<string[]> {
  try {
    // What a file manager leaves there is nobody's work.
    return (await readdir(folder)).filter((name) => !name.startsWith("."));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw otherFolder(folder, error instanceof Error ? error.message : String(error));
  }
}
