import { copyFile, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "./app-error.ts";

/** A file that is written beside its place until it is whole: whoever looks sees the old one or the new one, never half of either. */
export async function publishFile(file: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${file}.part`;
  await write(part);
  await orFail(file, async () => {
    await using handle = await open(part, "r+");
    await handle.sync();
  });
  await orFail(file, async () => {
    await rename(part, file);
    await syncFolder(file);
  });
}

/** Removes a file, and what was on its way to become it; one that is not there is removed already. */
export async function removeFile(file: string): Promise<void> {
  await orFail(file, async () => {
    await rm(`${file}.part`, { force: true });
    await rm(file, { force: true });
    await syncFolder(file);
  });
}

/** Moves a file, to another disk too. */
export async function moveFile(from: string, to: string): Promise<void> {
  await orFail(to, async () => {
    try {
      await rename(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
      await copyFile(from, to);
      await rm(from, { force: true });
    }
  });
}

/** A name is on the disk when its folder is; Windows opens no folders, and needs none of it. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** Throws what a file system says as `OUTPUT_FAILED`. */
export async function orFail<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failedOutput(path, error);
  }
}

function failedOutput(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError({
    kind: "storage",
    code: "OUTPUT_FAILED",
    message: `Writing ${path} failed: ${reason}.`,
    hint: "Check the folder and its disk; the same command then goes on from what has been written.",
    cause,
  });
}
