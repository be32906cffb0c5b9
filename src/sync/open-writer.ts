import type { DetailPage } from "../sources/detail-page.ts";
import type { Batch, ObservedRecord, WriteOutcome } from "../store/store.ts";
import { addOutcome } from "./sync-report.ts";
import { passPoint, type SyncRun } from "./sync-run.ts";

/** Rows of a batch, a page of job results: more of them take memory. */
const BATCH_ROWS = 1_000;

/** Collects pages and writes them in batches; while one is being written, the next pages are read. */
export interface Writer {
  add(page: DetailPage): Promise<void>;
  /** Writes what waits, with what belongs to it; resolves when what was written before it is on its way. */
  flush(rest?: Omit<Batch, "records">): Promise<void>;
  /** Everything is written. */
  settled(): Promise<void>;
  /** Ids of what was another version than the store had, since the begin. */
  changed(): readonly string[];
}

export function openWriter(run: SyncRun): Writer {
  let waiting: ObservedRecord[] = [];
  let underWay: Promise<void> = Promise.resolve();
  const changed: string[] = [];
  const record = (outcome: WriteOutcome) => {
    changed.push(...outcome.changes.map(({ conversationId }) => conversationId));
    addOutcome(run.report, outcome);
  };
  const flush = async (rest: Omit<Batch, "records"> = {}) => {
    const records = waiting;
    waiting = [];
    const before = underWay;
    // Read at once, written after the one before, and not at all if that fails.
    underWay = run.store.write({ ...rest, records }).then(record);
    // Its failure is thrown by whoever waits for it next.
    underWay.catch(() => {});
    await before;
  };
  return {
    async add({ records, source, observedAt }) {
      for (const one of records) waiting.push({ record: one, source, observedAt });
      passPoint(run, "sync.page", `${records.length} records were read`);
      if (waiting.length >= BATCH_ROWS) await flush({ mayWait: true });
    },
    flush,
    settled: () => underWay,
    changed: () => changed,
  };
}
