import { access, appendFile, rename, rm, stat } from "node:fs/promises";
import { AppError } from "../../base/app-error.ts";
import type { Clock } from "../../base/effects.ts";
import { orFail, syncFolder } from "../../base/output-file.ts";
import type { TextSink } from "../output/writer.ts";
import { type Checkpoint, type ExportHeader, type Interrupted, readJournal, toLine } from "./export-journal.ts";
import { type FileSink, openFileSink } from "./open-file-sink.ts";

/** Where an export goes, and what of an earlier one may be thrown away. */
export interface ExportTarget {
  readonly file: string;
  /** The question as it was asked, its format and its organisation, as one text. */
  readonly asked: string;
  /** Replace the finished file. */
  readonly force: boolean;
  /** Begin anew, whatever was begun before. */
  readonly restart: boolean;
}

/** What an export counts on: an id and a start. */
interface ExportedRow {
  readonly conversationId: string;
  readonly startedAt: string | null;
}

/** A file that is being exported to: beside it until it is whole, with a journal of what is safely in it. */
export interface Export extends AsyncDisposable {
  readonly sink: TextSink;
  /** Rows in the file. */
  readonly rows: number;
  /** Passes rows on that are not in the file yet, and writes down now and then how far it is. */
  keepTrack<Row extends ExportedRow>(rows: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined>;
  /** Everything that began before the instant has been passed on. */
  reached(instant: number): void;
  /** What the answer lacks, asked for at each checkpoint. */
  lacking: () => string | null;
  /** Writes down how far it is; for one that is stopped on purpose. */
  checkpoint(): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
}

export const toPartPath = (file: string) => `${file}.part`;
const toJournalPath = (file: string) => `${file}.part.journal`;

/** What is lost at the worst when the process is killed: so many rows, or so long. */
const CHECKPOINT_ROWS = 1_000;
const CHECKPOINT_MS = 1_000;

/**
 * What an earlier run has left of this export. Throws `OUTPUT_EXISTS` when it has been finished, and `OUTPUT_OTHER_QUESTION` when
 * something else has been begun there (both input).
 */
export async function findInterrupted(target: ExportTarget): Promise<Interrupted | undefined> {
  const { file, asked, force, restart } = target;
  if (!force && (await exists(file))) throw existing(file);
  if (restart || !(await exists(toPartPath(file)))) return undefined;
  const interrupted = await readJournal(toJournalPath(file));
  if (interrupted?.header.asked !== asked) throw otherQuestion(file, interrupted?.header);
  const { size } = await orFail(file, () => stat(toPartPath(file)));
  // What the journal counts on is gone: the same range, from its begin.
  return size >= interrupted.bytes
    ? interrupted
    : { header: interrupted.header, bytes: 0, rows: 0, reached: null, ids: new Set(), lacking: null };
}

/** Opens the part file: where the interrupted export ended, or empty. */
export async function openExport(
  file: string,
  header: ExportHeader,
  interrupted: Interrupted | undefined,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Export> {
  const path = toJournalPath(file);
  // First, so that no part is without one.
  if (interrupted === undefined) await orFail(path, () => rewriteJournal(path, header, NOTHING));
  const sink = await openFileSink(toPartPath(file), interrupted?.bytes ?? 0, signal);
  return new JournaledExport(file, header, interrupted, sink, clock);
}

const NOTHING: Checkpoint = { bytes: 0, rows: 0, reached: null, ids: [], lacking: null };

/** Beside and renamed: a journal is the old one or the new one, never half of either. */
async function rewriteJournal(path: string, header: ExportHeader, checkpoint: Checkpoint): Promise<void> {
  const beside = `${path}.new`;
  await rm(beside, { force: true });
  await appendSafely(beside, toLine(header) + toLine(checkpoint));
  await rename(beside, path);
  await syncFolder(path);
}

class JournaledExport implements Export {
  readonly sink: FileSink;
  rows: number;
  lacking: () => string | null = () => null;
  readonly #file: string;
  readonly #header: ExportHeader;
  readonly #clock: Clock;
  /** What is in the file and may come again, with its start where that is known. */
  readonly #given: Map<string, number>;
  #fresh: string[] = [];
  #reached: number | null;
  /** Up to the end of the last row: what a format writes behind all rows is not counted on. */
  #bytes: number;
  /** As the journal has it. */
  #noted: number | null | undefined;
  #rowsNoted: number;
  #notedAt: number;

  constructor(file: string, header: ExportHeader, interrupted: Interrupted | undefined, sink: FileSink, clock: Clock) {
    this.sink = sink;
    this.rows = interrupted?.rows ?? 0;
    this.#bytes = interrupted?.bytes ?? 0;
    this.#file = file;
    this.#header = header;
    this.#clock = clock;
    this.#given = new Map([...(interrupted?.ids ?? [])].map((id) => [id, Number.POSITIVE_INFINITY]));
    this.#reached = interrupted?.reached ?? null;
    this.#rowsNoted = this.rows;
    this.#notedAt = clock.monotonic();
  }

  async *keepTrack<Row extends ExportedRow>(rows: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined> {
    const before = this.#reached;
    for await (const row of rows) {
      const start = row.startedAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.startedAt);
      const isKnown = this.#given.has(row.conversationId) || (before !== null && start < before);
      if (isKnown) continue;
      yield row;
      // Whoever asks for the next row has written this one.
      this.rows += 1;
      this.#bytes = this.sink.bytes;
      this.#given.set(row.conversationId, start);
      this.#fresh.push(row.conversationId);
      if (this.#isDue()) await this.checkpoint();
    }
  }

  reached(instant: number): void {
    if (this.#reached !== null && instant <= this.#reached) return;
    this.#reached = instant;
    for (const [id, start] of this.#given) if (start < instant) this.#given.delete(id);
  }

  async checkpoint(): Promise<void> {
    await this.sink.sync();
    const isFurther = this.#noted !== this.#reached;
    const ids = isFurther ? [...this.#given.keys()] : this.#fresh;
    const checkpoint: Checkpoint = {
      bytes: this.#bytes,
      rows: this.rows,
      reached: this.#reached,
      ids,
      lacking: this.lacking(),
    };
    const path = toJournalPath(this.#file);
    await orFail(path, () =>
      isFurther ? rewriteJournal(path, this.#header, checkpoint) : appendSafely(path, toLine(checkpoint)),
    );
    this.#noted = this.#reached;
    this.#fresh = [];
    this.#rowsNoted = this.rows;
    this.#notedAt = this.#clock.monotonic();
  }

  async finish(): Promise<void> {
    await this.sink.sync();
    await this.sink.close();
    await orFail(this.#file, async () => {
      await rename(toPartPath(this.#file), this.#file);
      await syncFolder(this.#file);
      await rm(toJournalPath(this.#file), { force: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sink.close();
  }

  #isDue(): boolean {
    return this.rows - this.#rowsNoted >= CHECKPOINT_ROWS || this.#clock.monotonic() - this.#notedAt >= CHECKPOINT_MS;
  }
}

async function appendSafely(path: string, text: string): Promise<void> {
  await appendFile(path, text, { flush: true });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function existing(file: string): AppError {
  return new AppError({
    kind: "input",
    code: "OUTPUT_EXISTS",
    message: `${file} is there already, and is not overwritten.`,
    hint: "Name another file with --output, or add --force.",
  });
}

function otherQuestion(file: string, header: ExportHeader | undefined): AppError {
  const what = header === undefined ? "and nothing says what it belongs to" : `of another question: ${header.asked}`;
  return new AppError({
    kind: "input",
    code: "OUTPUT_OTHER_QUESTION",
    message: `${toPartPath(file)} is part of an export that was interrupted, ${what}.`,
    hint: "Repeat the command that began it, name another file with --output, or throw that part away with --restart.",
  });
}
