import { choice, count, text } from "../../ask/parameter.ts";
import { toRange } from "../../ask/range.ts";
import { AppError } from "../../base/app-error.ts";
import { DAY_MS, type Interval, startOfUtcDay } from "../../base/interval.ts";
import { PARQUET_TABLES, type ParquetTable } from "../../store/store.ts";

export const EXPORT_FORMATS = ["parquet", "csv", "ndjson"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const DEFAULT_TABLES: readonly ParquetTable[] = ["conversations", "segments", "metrics"];

/** How a person says what is to be exported. */
export const EXPORT_PARAMETERS = {
  to: text("--to <folder>", "The folder to write to, made where it is missing."),
  format: choice("--format <format>", "parquet where the folder has none yet, else as it has.", EXPORT_FORMATS),
  tables: text(
    "--tables <tables>",
    `Of Parquet: any of ${PARQUET_TABLES.join(",")}; ${DEFAULT_TABLES.join(",")} when absent. What the folder has already stays.`,
  ),
  days: count(
    "--days <n>",
    "UTC days touched by the last N times 24 hours; all of the copy when no range is given.",
    5_500,
  ),
  from: text("--from <time>", "UTC days from this on: 2026-11-01, 2026-11-01T14:30, …Z, today."),
  toTime: text("--to-time <time>", "UTC days before this; now when only --from is given."),
};

export interface ExportNeed {
  /** Absolute. */
  readonly folder: string;
  /** `null`: as the folder has it. */
  readonly format: ExportFormat | null;
  readonly tables: readonly ParquetTable[] | null;
  /** Whole UTC days; `null`: everything. */
  readonly interval: Interval | null;
}

export interface ExportOptions {
  readonly format?: ExportFormat;
  readonly tables?: string;
  readonly days?: number;
  readonly from?: string;
  readonly toTime?: string;
}

/** Throws what a range throws, and `EXPORT_TABLES_INVALID` (input). */
export function toExportNeed(folder: string, options: ExportOptions, timeZone: string, now: number): ExportNeed {
  const { format = null, tables } = options;
  if (tables !== undefined && format !== null && format !== "parquet") throw tablesInvalid(`${format} has no tables`);
  return {
    folder,
    format,
    tables: tables === undefined ? null : parseTables(tables),
    interval: toDays(options, timeZone, now),
  };
}

/** A day of which a part is asked for is written whole: it is one file. */
function toDays({ days, from, toTime }: ExportOptions, timeZone: string, now: number): Interval | null {
  if (days === undefined && from === undefined && toTime === undefined) return null;
  const given = {
    ...(days === undefined ? {} : { days }),
    ...(from === undefined ? {} : { from }),
    ...(toTime === undefined ? {} : { to: toTime }),
  };
  const range = toRange(given, timeZone, now, "--to-time");
  return { from: startOfUtcDay(range.from), to: startOfUtcDay(range.to - 1) + DAY_MS };
}

function parseTables(text: string): ParquetTable[] {
  const asked = new Set(text.split(",").map((name) => name.trim().toLowerCase()));
  const unknown = [...asked].filter((name) => !PARQUET_TABLES.some((table) => table === name));
  if (unknown.length > 0) throw tablesInvalid(`there is no ${unknown.join(", ") || "table"}`);
  return PARQUET_TABLES.filter((table) => asked.has(table));
}

export function tablesInvalid(why: string): AppError {
  return new AppError({
    kind: "input",
    code: "EXPORT_TABLES_INVALID",
    message: `--tables can't be exported: ${why}.`,
    hint: `With --format parquet, give any of ${PARQUET_TABLES.join(",")}; csv and ndjson have one line a conversation.`,
  });
}
