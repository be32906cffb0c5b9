import { AppError } from "../../base/app-error.ts";

/** What DuckDB says, as what a person can do about it. */
export function toStorageError(error: unknown, doing: string, path: string): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  const found = CAUSES.find(({ pattern }) => pattern.test(reason));
  const { code, hint } = found ?? OTHER;
  const holder = /PID (\d+)/.exec(reason)?.[1];
  return new AppError({
    kind: "storage",
    code,
    message: `${doing} failed: ${code === "STORE_BUSY" ? busy(path, holder) : firstLine(reason)}`,
    hint,
    details: { path, ...(holder === undefined ? {} : { pid: Number(holder) }) },
    cause: error,
  });
}

const OTHER = {
  code: "STORE_FAILED",
  hint: "Nothing that was acknowledged is lost; try again, and report it when it stays.",
};

const CAUSES = [
  {
    pattern: /Could not set lock|Conflicting lock|being used by another process|already attached|same database file/i,
    code: "STORE_BUSY",
    hint: "One process writes at a time. Wait for it or stop it; questions can be asked while it runs, it answers them itself.",
  },
  {
    pattern: /No space left|disk full|ENOSPC|Disk quota|File too large/i,
    code: "STORE_FULL",
    hint: "Make room and run the same command again: what was committed is safe, what was under way is read again.",
  },
  {
    pattern: /Permission denied|EACCES|Read-only file system|EROFS|Is a directory|Cannot open file/i,
    code: "STORE_UNREACHABLE",
    hint: "The file and its folder must be readable and writable for this user; name another one with --store.",
  },
  {
    pattern: /corrupt|not a valid DuckDB|Checksum|checksum|Serialization Error|WAL file|deserialize|magic/i,
    code: "STORE_BROKEN",
    hint: "Move the file away and sync again, or restore a copy; `nowthen import` takes what was exported.",
  },
  {
    pattern: /Out of Memory/i,
    code: "STORE_MEMORY",
    hint: "Ask for less at once: a shorter range, fewer columns, or a LIMIT.",
  },
];

function busy(path: string, pid: string | undefined): string {
  return `another process${pid === undefined ? "" : ` (pid ${pid})`} has the store ${path} open`;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
