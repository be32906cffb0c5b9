import { stat } from "node:fs/promises";
import type { Clock } from "../base/effects.ts";
import { openInput, STDIN_PATH } from "../sources/records/file-input.ts";
import { describePlace, readRecords } from "../sources/records/record-reader.ts";
import type { ObservedRecord, Store } from "../store/store.ts";

export interface ImportNeed {
  readonly paths: readonly string[];
  /** Until when what the files say is known to have been so, epoch milliseconds; `null`: the time of each file. */
  readonly asOf: number | null;
}

export interface ImportWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly stdin: AsyncIterable<Uint8Array>;
}

export interface ImportContext {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((text: string) => void) | undefined;
  /** Told of each record that could not be read, with its place or its id. */
  readonly setAside?: ((place: string, reason: string) => void) | undefined;
}

/** Counts are conversations. */
export interface ImportReport {
  added: number;
  changed: number;
  unchanged: number;
  unreadable: number;
}

/** Records of a batch. */
const BATCH_ROWS = 2_000;

/**
 * Takes detail records from files, as jobs, exports and other tools write them, into a store. Importing the same again changes nothing.
 * Throws `FILE_NOT_FOUND`, `IS_A_FOLDER`, `FILE_UNREADABLE` (input), and what the store throws; what was written until then stays.
 */
export async function importFiles(
  world: ImportWorld,
  { paths, asOf }: ImportNeed,
  context: ImportContext = {},
): Promise<ImportReport> {
  const report: ImportReport = { added: 0, changed: 0, unchanged: 0, unreadable: 0 };
  // A misspelt last name is told before an hour's work, not after.
  for (const path of paths) if (path !== STDIN_PATH) await (await openInput(path, world.stdin)).close();
  for (const path of paths) await importFile(world, path, asOf, report, context);
  return report;
}

async function importFile(
  { store, clock, stdin }: ImportWorld,
  path: string,
  asOf: number | null,
  report: ImportReport,
  context: ImportContext,
): Promise<void> {
  const observedAt = asOf ?? (path === STDIN_PATH ? clock.now() : Math.floor((await stat(path)).mtimeMs));
  let waiting: ObservedRecord[] = [];
  const write = async () => {
    const records = waiting;
    waiting = [];
    const outcome = await store.write({ records });
    report.added += outcome.added;
    report.changed += outcome.changed;
    report.unchanged += outcome.unchanged + outcome.outdated;
    report.unreadable += outcome.unreadable.length;
    for (const { conversationId, reason } of outcome.unreadable) context.setAside?.(conversationId ?? path, reason);
    context.progress?.(`${path}: ${report.added + report.changed + report.unchanged} conversations`);
  };
  await using input = await openInput(path, stdin);
  for await (const read of readRecords(input.bytes, input.origin)) {
    context.signal?.throwIfAborted();
    if (read.kind === "problem") {
      report.unreadable += 1;
      context.setAside?.(describePlace(read.place), read.reason);
    } else waiting.push({ record: read.value, source: "file", observedAt });
    if (waiting.length >= BATCH_ROWS) await write();
  }
  if (waiting.length > 0) await write();
}
