import { join } from "node:path";
import { AppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import type { Config } from "../config/config.ts";
import type { Store } from "../store/store.ts";

/**
 * Opens the local copy that the settings name. Throws `STORE_UNNAMED` (config) when nothing says whose copy is meant, and what the
 * store's opening throws. DuckDB is loaded here and not before: that alone takes longer than most commands.
 */
export async function openStore(config: Config, effects: Effects): Promise<Store> {
  const { openDuckDbStore } = await import("../store/duckdb/open-duckdb-store.ts");
  return openDuckDbStore(toStoreFile(config), effects);
}

/** Where the local copy is. Throws `STORE_UNNAMED` (config). */
export function toStoreFile({ storeFolder }: Config): string {
  if (storeFolder === null) {
    throw new AppError({
      kind: "config",
      code: "STORE_UNNAMED",
      message: "Nothing says which local copy is meant.",
      hint: "Name its folder with --store or NOWTHEN_STORE, or the organisation with GENESYS_CLOUD_REGION and GENESYS_CLOUD_CLIENT_ID or a --profile.",
    });
  }
  return join(storeFolder, "store.duckdb");
}
