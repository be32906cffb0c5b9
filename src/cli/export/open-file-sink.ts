import { type FileHandle, open } from "node:fs/promises";
import { type AppError, cancelled } from "../../base/app-error.ts";
import { orFail } from "../../base/output-file.ts";
import type { TextSink } from "../output/writer.ts";

/** A file that text is appended to. */
export interface FileSink extends TextSink, AsyncDisposable {
  /** Bytes handed over so far, those in the file before included. */
  readonly bytes: number;
  /** Resolves when everything is on the disk, whatever happens to the machine. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const BATCH_CHARACTERS = 64 * 1024;

/** Opens a file and cuts it off after `bytes`; what stood behind was not known to be whole. Throws `OUTPUT_FAILED` (storage). */
export async function openFileSink(path: string, bytes: number, signal?: AbortSignal): Promise<FileSink> {
  const handle = await orFail(path, () => open(path, bytes === 0 ? "w" : "r+"));
  try {
    await orFail(path, () => handle.truncate(bytes));
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new AppendedFile(path, handle, bytes, signal);
}

class AppendedFile implements FileSink {
  readonly closed = false;
  bytes: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal | undefined;
  #written: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** What has failed once is not whole any more. */
  #failure: AppError | undefined;

  constructor(path: string, handle: FileHandle, bytes: number, signal: AbortSignal | undefined) {
    this.#path = path;
    this.#handle = handle;
    this.#signal = signal;
    this.bytes = bytes;
    this.#written = bytes;
  }

  async write(text: string): Promise<void> {
    if (this.#signal?.aborted === true) throw cancelled("writing the output");
    const bytes = Buffer.from(text, "utf8");
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.bytes += bytes.length;
    if (this.#pendingBytes >= BATCH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const text = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    await orFail(this.#path, async () => {
      // A disk that is nearly full takes a part.
      for (let done = 0; done < text.length; ) {
        const { bytesWritten } = await this.#handle.write(text, done, text.length - done, this.#written);
        done += bytesWritten;
        this.#written += bytesWritten;
      }
    }).catch((error: AppError) => {
      this.#failure = error;
      throw error;
    });
  }

  async sync(): Promise<void> {
    await this.flush();
    await orFail(this.#path, () => this.#handle.datasync());
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
