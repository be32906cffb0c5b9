import { isAppError } from "../../base/app-error.ts";
import type { Store } from "../../store/store.ts";
import { type ExportContext, updateFolder } from "./export-copy.ts";
import { readManifest } from "./export-manifest.ts";
import { identifyStore, recallFolders } from "./exported-folders.ts";
import { toDayName } from "./write-day-file.ts";

/** What became of one folder that the store was exported to. */
export interface RewrittenExport {
  readonly folder: string;
  /** Days whose files were written again, or removed. */
  readonly days: readonly string[];
  /** Why it was left as it is; `null` where it was not. */
  readonly reason: string | null;
}

/**
 * Makes every exported day what the store has now, in every folder that the store was exported to: what was forgotten is in none of them
 * afterwards. No day is added. What can't be written is said, and the others go on.
 */
export async function rewriteExports(
  store: Store,
  uuid: () => string,
  context: ExportContext = {},
): Promise<RewrittenExport[]> {
  const id = await identifyStore(store, uuid);
  const rewritten: RewrittenExport[] = [];
  for (const folder of await recallFolders(store)) rewritten.push(await rewriteFolder(store, id, folder, context));
  return rewritten;
}

async function rewriteFolder(
  store: Store,
  id: string,
  folder: string,
  context: ExportContext,
): Promise<RewrittenExport> {
  try {
    const manifest = await readManifest(folder);
    if (manifest === null) return { folder, days: [], reason: "it is not there, or empty" };
    if (manifest.store !== id) return { folder, days: [], reason: "another copy was exported to it since" };
    const exported = new Set(manifest.days.keys());
    const isExported = (day: number | null) => exported.has(toDayName(day));
    const { written, removed } = await updateFolder(store, folder, manifest, isExported, context);
    return { folder, days: [...written, ...removed].sort(), reason: null };
  } catch (error) {
    if (!isAppError(error) || error.kind === "cancelled" || error.kind === "bug") throw error;
    return { folder, days: [], reason: error.message };
  }
}
