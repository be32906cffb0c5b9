import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";

const CHUNK_BYTES = 64 * 1024;
/** What is older than this in a file is not ours: a journal never grows that long. */
const LONGEST_HISTORY_BYTES = 4 * CHUNK_BYTES;
const READ_AND_APPEND = constants.O_RDWR | constants.O_APPEND;

/**
 * One file of a journal: lines are appended in one write each, which the system puts one after the other, and read from where reading
 * stopped. Calls are synchronous: they cost some microseconds, a tenth of what their asynchronous form does.
 */
export class JournalFile {
  readonly #handle: number;
  readonly #buffer: Buffer;
  /** Up to here whole lines were read. */
  #position: number;

  /** `undefined` when there is none and none shall be made; throws what the system says otherwise. */
  static open(path: string, create: boolean, buffer: Buffer): JournalFile | undefined {
    try {
      return new JournalFile(
        openSync(path, create ? READ_AND_APPEND | constants.O_CREAT : READ_AND_APPEND, 0o600),
        buffer,
      );
    } catch (error) {
      if (!create && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  static createBuffer(): Buffer {
    return Buffer.allocUnsafe(CHUNK_BYTES);
  }

  private constructor(handle: number, buffer: Buffer) {
    this.#handle = handle;
    this.#buffer = buffer;
    this.#position = Math.max(0, fstatSync(handle).size - LONGEST_HISTORY_BYTES);
  }

  get bytesRead(): number {
    return this.#position;
  }

  append(line: string): void {
    writeSync(this.#handle, line);
  }

  /** Whole lines that were not read yet. Half a line at the end waits for its other half; one that fills the buffer is skipped. */
  *readLines(): Generator<string> {
    for (;;) {
      const bytes = readSync(this.#handle, this.#buffer, 0, CHUNK_BYTES, this.#position);
      if (bytes === 0) return;
      const end = this.#buffer.lastIndexOf(10, bytes - 1) + 1;
      if (end === 0 && bytes < CHUNK_BYTES) return;
      this.#position += end === 0 ? bytes : end;
      yield* this.#buffer
        .toString("utf8", 0, end)
        .split("\n")
        .filter((line) => line !== "");
      if (bytes < CHUNK_BYTES) return;
    }
  }

  /** Whether it can still be found: somebody may have emptied the folder. */
  isThere(): boolean {
    return fstatSync(this.#handle).nlink > 0;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
