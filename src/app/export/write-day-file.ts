import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addNames, type Names } from "../../ask/add-names.ts";
import { cancelled } from "../../base/app-error.ts";
import { toCsvLine } from "../../base/csv-line.ts";
import { DAY_MS, toIso } from "../../base/interval.ts";
import { orFail, publishFile } from "../../base/output-file.ts";
import { SUMMARY_FIELDS } from "../../model/summary-fields.ts";
import type { ParquetTable, Selection, Store } from "../../store/store.ts";
import type { ExportFormat } from "./export-need.ts";

/** One file of an export. */
export interface FilePlace {
  readonly folder: string;
  readonly format: ExportFormat;
  readonly table: ParquetTable;
  /** The midnight of its UTC day, epoch milliseconds; `null`: nobody knows which. */
  readonly day: number | null;
}

export const UNKNOWN_DAY = "unknown";

export function toDayName(day: number | null): string {
  return day === null ? UNKNOWN_DAY : toIso(day).slice(0, 10);
}

/** The other way round. */
export function fromDayName(name: string): number | null {
  return name === UNKNOWN_DAY ? null : Date.parse(`${name}T00:00:00Z`);
}

/** Parquet is partitioned as Hive does it, where an unknown value has a name of its own. */
export function toDayPath({ folder, format, table, day }: FilePlace): string {
  if (format !== "parquet") return join(folder, `${toDayName(day)}.${format}`);
  return join(folder, table, `day=${day === null ? "__HIVE_DEFAULT_PARTITION__" : toDayName(day)}`, `${table}.parquet`);
}

/** Writes the file as the store has that day now; says how many rows. `names` are for CSV. Throws `OUTPUT_FAILED` (storage). */
export async function writeDayFile(
  store: Store,
  place: FilePlace,
  names: Names,
  signal: AbortSignal | undefined,
): Promise<number> {
  const file = toDayPath(place);
  let rows = 0;
  await orFail(file, () => mkdir(dirname(file), { recursive: true }));
  await publishFile(file, async (part) => {
    rows =
      place.format === "parquet"
        ? await store.writeParquet(place.table, place.day, part, signal)
        : await writeLines(part, toLines(store, place, names), signal);
  });
  return rows;
}

async function* toLines(store: Store, { format, day }: FilePlace, names: Names) {
  const selection: Selection = day === null ? { startless: true } : { interval: { from: day, to: day + DAY_MS } };
  if (format === "ndjson") {
    for await (const run of store.conversations(selection))
      yield run.map(({ record }) => `${JSON.stringify(record)}\n`);
    return;
  }
  for await (const run of store.summaries(selection)) {
    await addNames(run, names);
    yield run.map((summary) => toCsvLine(SUMMARY_FIELDS.map((field) => summary[field])));
  }
}

/** CSV has a header, which is no row. */
async function writeLines(
  part: string,
  runs: AsyncIterable<readonly string[]>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const handle = await orFail(part, () => open(part, "w"));
  try {
    let rows = 0;
    if (part.endsWith(".csv.part")) await orFail(part, () => handle.writeFile(toCsvLine(SUMMARY_FIELDS)));
    for await (const lines of runs) {
      if (signal?.aborted === true) throw cancelled("exporting");
      await orFail(part, () => handle.writeFile(lines.join("")));
      rows += lines.length;
    }
    return rows;
  } finally {
    await handle.close();
  }
}
