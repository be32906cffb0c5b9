import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppError, isAppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import type { Config } from "../config/config.ts";
import type { Store } from "../store/store.ts";
import { createPrivacyChoice } from "./choose-privacy.ts";

/** What says where the local copy is, and what it may keep. */
export type StoreSettings = Pick<Config, "storeFolder" | "privacy">;

/** Opens the local copy that the settings name, made anew where there is none. DuckDB is loaded here and not before: that alone takes longer than most commands. */
export async function openStore(config: StoreSettings, effects: Effects): Promise<Store> {
  const { openDuckDbStore } = await import("../store/duckdb/open-duckdb-store.ts");
  return openDuckDbStore(toStoreFile(config), effects, createPrivacyChoice(config, effects));
}

/** The same, of a copy that must be there. Throws `STORE_EMPTY` (not-found). */
export async function openExistingStore(config: StoreSettings, effects: Effects): Promise<Store> {
  requireStore(config);
  return openStore(config, effects);
}

/** The same for who only reads. */
export async function openExistingStoreToRead(config: StoreSettings, effects: Effects): Promise<Store> {
  requireStore(config);
  return openStoreToRead(config, effects);
}

function requireStore(config: StoreSettings): void {
  const path = toStoreFile(config);
  if (existsSync(path)) return;
  throw new AppError({
    kind: "not-found",
    code: "STORE_EMPTY",
    message: `There is no local copy at ${path} yet.`,
    hint: "`nowthen sync` makes one, `nowthen import` fills one from files; --store names another folder.",
  });
}

/** For who only reads: where another process has it, through that process. */
export async function openStoreToRead(config: StoreSettings, effects: Effects): Promise<Store> {
  try {
    return await openStore(config, effects);
  } catch (error) {
    if (!isAppError(error) || error.code !== "STORE_BUSY") throw error;
    const { openServedStore } = await import("../store/duckdb/open-duckdb-store.ts");
    const served = await openServedStore(toStoreFile(config), effects);
    if (served === null) throw error;
    return served;
  }
}

/** The file of the local copy. */
export function toStoreFile({ storeFolder }: StoreSettings): string {
  return join(storeFolder, "store.duckdb");
}
