import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../base/effects.ts";

export interface CachedToken {
  accessToken: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Keeps a token between runs and shares it between processes. Losing it costs a sign-in, so trouble is only logged. */
export interface TokenCache {
  load(): Promise<CachedToken | undefined>;
  save(token: CachedToken): Promise<void>;
}

export interface TokenCacheKey {
  loginUrl: string;
  apiUrl: string;
  clientId: string;
  clientSecret: string;
}

export const NO_TOKEN_CACHE: TokenCache = { load: async () => undefined, save: async () => {} };

/**
 * A file a client, readable by its owner only: the one place where a token rests. A fingerprint of the secret stands
 * beside the token, so that a secret that was changed is tried at once instead of hiding behind the old token.
 */
export function createTokenCache(folder: string, key: TokenCacheKey, log: Log): TokenCache {
  const name = hash(key.loginUrl, key.apiUrl, key.clientId).slice(0, 32);
  const file = join(folder, "tokens", `${name}.json`);
  const fingerprint = hash(key.clientId, key.clientSecret).slice(0, 16);
  return {
    async load() {
      const entry = await readEntry(file);
      return entry?.fingerprint === fingerprint
        ? { accessToken: entry.accessToken, expiresAt: entry.expiresAt }
        : undefined;
    },
    async save(token) {
      try {
        await writeEntry(folder, file, { ...token, fingerprint });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log({ level: "warn", event: "token-cache", message: `the token can't be kept for the next run: ${reason}` });
      }
    },
  };
}

interface Entry extends CachedToken {
  fingerprint: string;
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, "utf8")) as Partial<Entry>;
    const whole =
      typeof entry.accessToken === "string" &&
      typeof entry.expiresAt === "number" &&
      typeof entry.fingerprint === "string";
    return whole ? (entry as Entry) : undefined;
  } catch {
    // Absent, or cut off by a crash: as good as none.
    return undefined;
  }
}

/** Written beside and renamed, so that a reader sees the old token or the new one and never half of either. */
async function writeEntry(folder: string, file: string, entry: Entry): Promise<void> {
  const tokens = join(folder, "tokens");
  await mkdir(tokens, { recursive: true, mode: 0o700 });
  await chmod(tokens, 0o700);
  const temporary = `${file}.${process.pid}`;
  try {
    await writeFile(temporary, JSON.stringify(entry), { mode: 0o600 });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function hash(...parts: string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
