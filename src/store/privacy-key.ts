import { createHmac, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../base/app-error.ts";

/** With what a store hashes. */
export interface PrivacyKey {
  readonly key: Uint8Array;
  /** Tells keys apart without telling them: what a store remembers of the key that its hashes were made with. */
  readonly fingerprint: string;
}

const BYTES = 32;

/**
 * The local key in a file of its own, mode 0600, that is made at the first need and only read afterwards. `known` is the fingerprint that the
 * store remembers; `null` as long as it holds no hashes. Hashes of another key would silently be strangers to those that are there,
 * so that a key that is missing then, or is another one, is refused. `suffix` is for the name of a passing file, unique to this call.
 *
 * Throws `PRIVACY_KEY_MISSING`, `PRIVACY_KEY_OTHER`, `PRIVACY_KEY_UNREADABLE`, `PRIVACY_KEY_UNWRITTEN` (storage).
 */
export async function loadPrivacyKey(path: string, known: string | null, suffix: string): Promise<PrivacyKey> {
  const found = await readKey(path);
  if (found === null && known !== null) throw missing(path);
  const key = found ?? (await createKey(path, `${path}.${suffix}`));
  const fingerprint = fingerprintOf(key);
  if (known !== null && fingerprint !== known) throw other(path);
  return { key, fingerprint };
}

async function readKey(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw unreadable(path, error.message, error);
  });
  if (text === null) return null;
  const key = Buffer.from(text.trim(), "base64url");
  if (key.length !== BYTES || key.toString("base64url") !== text.trim()) throw unreadable(path, "it holds no key");
  return key;
}

/** Written beside, and given its name only whole and only if the name is free: of two that begin at once, both use the key of one. */
async function createKey(path: string, temporary: string): Promise<Uint8Array> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // A secret, which the random numbers of Effects are not made for.
    await writeWhole(temporary, randomBytes(BYTES).toString("base64url"));
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => settleName(error, temporary, path));
    await syncFolder(dirname(path));
  } catch (error) {
    throw unwritten(path, error);
  } finally {
    // What failed before this counts.
    await rm(temporary, { force: true }).catch(() => {});
  }
  const key = await readKey(path);
  if (key === null) throw missing(path);
  return key;
}

/** The other one was first; or the file system has no hard links, and then the one that writes to the store is alone. */
async function settleName(error: NodeJS.ErrnoException, temporary: string, path: string): Promise<void> {
  if (error.code !== "EEXIST") await rename(temporary, path);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Or a power failure could take the name of the key and leave what was hashed with it. Windows doesn't open folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function fingerprintOf(key: Uint8Array): string {
  return createHmac("sha256", key).update("nowthen: which key").digest("base64url").slice(0, 22);
}

function missing(path: string): AppError {
  return new AppError({
    kind: "storage",
    code: "PRIVACY_KEY_MISSING",
    message: `The store holds hashed values, but the key that they were made with, ${path}, is missing.`,
    hint: "Put the file back from a backup. Without it new hashes can't match old ones: begin another store, or a policy that hashes nothing.",
  });
}

function other(path: string): AppError {
  return new AppError({
    kind: "storage",
    code: "PRIVACY_KEY_OTHER",
    message: `The key in ${path} is not the one that the hashed values of the store were made with.`,
    hint: "Put the store's own key back from a backup; a key goes with its store wherever that is moved.",
  });
}

function unreadable(path: string, reason: string, cause?: unknown): AppError {
  return new AppError({
    kind: "storage",
    code: "PRIVACY_KEY_UNREADABLE",
    message: `Reading the privacy key ${path} failed: ${reason}.`,
    hint: "Make it readable, or put it back from a backup. If the store holds no hashed values yet, remove the file, and a new key is made.",
    cause,
  });
}

function unwritten(path: string, cause: unknown): AppError {
  return new AppError({
    kind: "storage",
    code: "PRIVACY_KEY_UNWRITTEN",
    message: `Writing a new privacy key to ${path} failed: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: "The folder of the store has to be writable, and the disk not full. Nothing has been stored.",
    cause,
  });
}
