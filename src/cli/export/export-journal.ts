import { readFile } from "node:fs/promises";

/** What an export was begun with: only the same may go on with it. */
export interface ExportHeader {
  readonly version: 1;
  /** The question as it was asked, its format and its organisation. */
  readonly asked: string;
  /** The range that `--days` and the like meant when it was begun; ISO-8601 UTC. */
  readonly from: string;
  readonly to: string;
}

/** What is safely on the disk. */
export interface Checkpoint {
  /** Length of the part file up to the end of the last row that counts. */
  readonly bytes: number;
  readonly rows: number;
  /** Every conversation that began before it has been written; `null` when nobody knows. Epoch milliseconds. */
  readonly reached: number | null;
  /** Of the rows since the checkpoint before, those that did not begin before `reached`. */
  readonly ids: readonly string[];
  /** What the answer lacked so far. */
  readonly lacking: string | null;
}

/** An export that was interrupted. */
export interface Interrupted {
  readonly header: ExportHeader;
  readonly bytes: number;
  readonly rows: number;
  readonly reached: number | null;
  readonly ids: ReadonlySet<string>;
  readonly lacking: string | null;
}

/** One line of JSON for the header, then one a checkpoint. Throws nothing: `undefined` when there is no journal, or none that can be read. */
export async function readJournal(path: string): Promise<Interrupted | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  // What stands behind the last end of a line was torn off while it was written.
  const [first, ...rest] = text.split("\n").slice(0, -1);
  const header = parseLine(first ?? "");
  if (!isHeader(header)) return undefined;
  const ids = new Set<string>();
  let last: Checkpoint = { bytes: 0, rows: 0, reached: null, ids: [], lacking: null };
  for (const line of rest) {
    const checkpoint = parseLine(line);
    if (!isCheckpoint(checkpoint)) break;
    last = checkpoint;
    for (const id of checkpoint.ids) ids.add(id);
  }
  const { bytes, rows, reached, lacking } = last;
  return { header, bytes, rows, reached, ids, lacking };
}

export function toLine(entry: ExportHeader | Checkpoint): string {
  return `${JSON.stringify(entry)}\n`;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHeader(entry: unknown): entry is ExportHeader {
  const { version, asked, from, to } = (entry ?? {}) as Partial<ExportHeader>;
  return version === 1 && typeof asked === "string" && isInstant(from) && isInstant(to);
}

function isInstant(text: unknown): boolean {
  return typeof text === "string" && !Number.isNaN(Date.parse(text));
}

function isCheckpoint(entry: unknown): entry is Checkpoint {
  const { bytes, rows, reached, ids } = (entry ?? {}) as Partial<Checkpoint>;
  return (
    typeof bytes === "number" &&
    typeof rows === "number" &&
    (reached === null || typeof reached === "number") &&
    Array.isArray(ids)
  );
}
