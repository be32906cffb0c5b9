import type { Writable } from "node:stream";
import { stopWaitingOnAbort } from "../../base/abort.ts";
import { AppError, cancelled } from "../../base/app-error.ts";

/** Where text goes: a stream that is written no faster than it is read. */
export interface TextSink {
  /** Nobody reads any more (the `head` of a pipe has had enough): not an error, but a reason to stop. */
  readonly closed: boolean;
  /** Resolves when more may be written. Throws AppError `OUTPUT_FAILED` (storage), or cancelled. */
  write(text: string): Promise<void>;
  /** Resolves when everything is written. */
  flush(): Promise<void>;
}

/** Rows by the ten thousand are handed to the stream together, not each by itself. */
const BATCH_CHARACTERS = 64 * 1024;
const DOING = "writing the output";
/** What a stream says when its reader has gone. */
const GONE: ReadonlySet<unknown> = new Set([
  "EPIPE",
  "ECONNRESET",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
]);

/** A sink over a stream of Node. It never ends the stream; an abort of the signal ends the wait for a slow reader. */
export function createTextSink(stream: Writable, signal?: AbortSignal): TextSink {
  return new StreamSink(stream, signal);
}

class StreamSink implements TextSink {
  closed = false;
  readonly #stream: Writable;
  readonly #signal: AbortSignal | undefined;
  #pending = "";
  #scheduled = false;
  #unwritten = 0;
  #failure: unknown;
  /** The writes before, one behind the other; never rejects. */
  #written: Promise<void> = Promise.resolve();

  constructor(stream: Writable, signal: AbortSignal | undefined) {
    this.#stream = stream;
    this.#signal = signal;
    // It stays for good: a stream may tell of its reader's end long after the last write.
    stream.on("error", (error: unknown) => this.#fail(error));
  }

  async write(text: string): Promise<void> {
    this.#checkSignal();
    this.#checkFailure();
    if (this.closed) return;
    this.#pending += text;
    if (this.#pending.length >= BATCH_CHARACTERS || this.#stream.writableNeedDrain) await this.flush();
    else this.#schedule();
  }

  async flush(): Promise<void> {
    this.#send();
    // With nothing left to write there is nothing to stop: a command that lives until Ctrl-C ends well.
    if (this.#unwritten > 0) await stopWaitingOnAbort(this.#written, DOING, this.#signal);
    this.#checkFailure();
  }

  /** What comes slowly is not held back: it goes out as soon as the process has nothing else to do. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    const text = this.#pending;
    this.#pending = "";
    if (text === "" || this.closed) return;
    this.#unwritten += 1;
    const sent = new Promise<void>((resolve) => {
      this.#stream.write(text, (error) => {
        this.#unwritten -= 1;
        if (error) this.#fail(error);
        resolve();
      });
    });
    this.#written = Promise.all([this.#written, sent]).then(() => {});
  }

  #fail(error: unknown): void {
    this.closed = true;
    this.#pending = "";
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!GONE.has(code)) this.#failure ??= error;
  }

  #checkSignal(): void {
    if (this.#signal?.aborted === true) throw cancelled(DOING);
  }

  #checkFailure(): void {
    if (this.#failure === undefined) return;
    const reason = this.#failure instanceof Error ? this.#failure.message : String(this.#failure);
    throw new AppError({
      kind: "storage",
      code: "OUTPUT_FAILED",
      message: `Writing the output failed: ${reason}.`,
      hint: "Check the disk that the output goes to; what has been written is incomplete.",
      cause: this.#failure,
    });
  }
}

/** Writes the text of each row as it comes, until nobody reads any more. Returns how many rows were read. */
export async function writeEach<Row>(
  rows: AsyncIterable<Row>,
  sink: TextSink,
  toText: (row: Row, index: number) => string,
): Promise<number> {
  let count = 0;
  if (sink.closed) return count;
  for await (const row of rows) {
    await sink.write(toText(row, count));
    count++;
    if (sink.closed) break;
  }
  return count;
}
