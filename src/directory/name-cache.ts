import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../base/effects.ts";

/** A name as it was read; `null` when the API did not know the id. */
export interface KnownName {
  readonly name: string | null;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** Names kept between runs, by kind and id. Losing them costs some requests, so trouble is only logged. */
export interface NameCache {
  load(kind: string): Promise<Map<string, KnownName>>;
  /** Adds to what is kept; of two readings of a name the later one stays. */
  save(kind: string, names: ReadonlyMap<string, KnownName>): Promise<void>;
}

export const NO_NAME_CACHE: NameCache = { load: async () => new Map(), save: async () => {} };

/** Who sees the names: another client may see other divisions. */
export interface NameCacheKey {
  readonly apiUrl: string;
  readonly clientId: string;
}

/** One file a kind and client, readable by its owner only, because names are people's. */
export function createNameCache(folder: string, { apiUrl, clientId }: NameCacheKey, log: Log): NameCache {
  const hash = createHash("sha256").update(`${apiUrl}\n${clientId}`).digest("hex").slice(0, 32);
  const names = join(folder, "names");
  const fileOf = (kind: string) => join(names, `${hash}-${kind}.json`);
  return {
    load: (kind) => readNames(fileOf(kind)),
    async save(kind, added) {
      try {
        const file = fileOf(kind);
        // Another process may have learnt names meanwhile. What gets lost between this and the renaming is read again some day.
        const merged = await readNames(file);
        for (const [id, known] of added) if ((merged.get(id)?.readAt ?? 0) <= known.readAt) merged.set(id, known);
        await mkdir(names, { recursive: true, mode: 0o700 });
        await chmod(names, 0o700);
        await replaceFile(file, JSON.stringify({ version: 1, names: Object.fromEntries(merged) }));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log({ level: "warn", event: "name-cache", message: `names can't be kept for the next run: ${reason}` });
      }
    },
  };
}

async function readNames(file: string): Promise<Map<string, KnownName>> {
  try {
    const { version, names } = JSON.parse(await readFile(file, "utf8")) as { version?: unknown; names?: unknown };
    if (version !== 1 || typeof names !== "object" || names === null) return new Map();
    return new Map(Object.entries(names).filter((entry): entry is [string, KnownName] => isKnownName(entry[1])));
  } catch {
    // Absent, cut off or somebody else's: as good as none, and replaced.
    return new Map();
  }
}

function isKnownName(value: unknown): value is KnownName {
  const { name, readAt } = (value ?? {}) as Partial<KnownName>;
  return (name === null || typeof name === "string") && typeof readAt === "number";
}

let replaced = 0;

/** Written beside and renamed, so that a reader sees the old file or the new one and never half of either. */
async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.${++replaced}`;
  try {
    await writeFile(beside, text, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
