import { constants, open as openDescriptor } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { AppError, isAppError } from "../../base/app-error.ts";

/** The name that stands for standard input. */
export const STDIN_PATH = "-";

const CHUNK_BYTES = 256 * 1024;

/** Bytes from a file or from standard input. */
export interface FileInput extends AsyncDisposable {
  /** For messages: the path as given, or `stdin`. */
  readonly origin: string;
  /** Can be iterated once; throws AppError `FILE_UNREADABLE` (input) when reading fails half-way. */
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens a file, or standard input for `-`.
 * Throws AppError (input): `FILE_NOT_FOUND`, `IS_A_FOLDER`, `FILE_UNREADABLE`.
 */
export async function openInput(path: string, stdin: AsyncIterable<Uint8Array>): Promise<FileInput> {
  if (path === STDIN_PATH) return toInput("stdin", "standard input", stdin, async () => {});
  const isPipe = await stat(path).then(
    (found) => found.isFIFO(),
    () => false,
  );
  if (isPipe) return openPipe(path);
  const handle = await openFile(path);
  return toInput(path, `the file ${path}`, readFile(handle), () => handle.close());
}

function toInput(
  origin: string,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  close: () => Promise<void>,
): FileInput {
  return { origin, bytes: guard(bytes, name), close, [Symbol.asyncDispose]: close };
}

async function openFile(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    throw toInputError(error, `the file ${path}`, "Opening");
  }
  const stats = await handle.stat();
  if (!stats.isDirectory()) return handle;
  await handle.close();
  throw isAFolder(`the file ${path}`, "Opening");
}

/** Read as a socket is: a file operation that waits for a writer or its bytes cannot be ended, not even by the end of the process. */
async function openPipe(path: string): Promise<FileInput> {
  const name = `the pipe ${path}`;
  const descriptor = await promisify(openDescriptor)(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw toInputError(error, name, "Opening");
  });
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  return toInput(path, name, socket, async () => void socket.destroy());
}

async function* readFile(handle: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  while (true) {
    // A buffer of its own for each chunk: what is read is kept by reference until its records are complete.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* guard(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* bytes;
  } catch (error) {
    throw isAppError(error) ? error : toInputError(error, name, "Reading");
  }
}

function toInputError(error: unknown, name: string, doing: string): AppError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const details = { file: name, errno: typeof code === "string" ? code : undefined };
  if (code === "EISDIR") return isAFolder(name, doing);
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError({
      kind: "input",
      code: "FILE_NOT_FOUND",
      message: `${doing} ${name} failed: there is no such file.`,
      hint: "Check the path; - reads standard input.",
      details,
      cause: error,
    });
  }
  return new AppError({
    kind: "input",
    code: "FILE_UNREADABLE",
    message: `${doing} ${name} failed: ${toReason(code, error)}.`,
    hint:
      code === "EACCES"
        ? "Ask for permission to read it, or run as a user who has it."
        : "Check the file and its disk.",
    details,
    cause: error,
  });
}

function toReason(code: unknown, error: unknown): string {
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}

function isAFolder(name: string, doing: string): AppError {
  return new AppError({
    kind: "input",
    code: "IS_A_FOLDER",
    message: `${doing} ${name} failed: it is a folder, not a file.`,
    hint: "Name the files in it, for example with a pattern: folder/*.json",
    details: { file: name },
  });
}
