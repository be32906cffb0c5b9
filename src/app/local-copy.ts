import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Effects } from "../base/effects.ts";
import { protectAddress } from "../model/privacy/value-hash.ts";
import { loadPrivacyKey } from "../store/privacy-key.ts";
import type { SqlAnswer, Store, StoreStatus } from "../store/store.ts";
import { findGaps, type Gaps } from "../sync/find-gaps.ts";
import { type ImportContext, type ImportReport, importFiles } from "../sync/import-files.ts";
import { PRIVACY_KEY_NAME } from "./choose-privacy.ts";
import { type ExportContext, type ExportReport, exportCopy } from "./export/export-copy.ts";
import type { ExportNeed } from "./export/export-need.ts";
import { type RewrittenExport, rewriteExports } from "./export/rewrite-exports.ts";
import { type Forgettable, findConversations } from "./find-conversations.ts";
import { openExistingStore, openExistingStoreToRead, openStore, type StoreSettings } from "./open-store.ts";

export { SQL_EXAMPLES, SQL_VIEWS } from "../store/sql-schema.ts";

/** The local copy of an organisation, for whoever asks it and not the organisation. */
export interface LocalCopy extends AsyncDisposable {
  readonly store: Store;
  status(): Promise<StoreStatus>;
  gaps(): Promise<Gaps>;
  sql(statement: string, signal?: AbortSignal): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** One that no other process changes meanwhile: what is forgotten there must not get into an export that is being written here. */
export interface OwnCopy extends LocalCopy {
  /** Brings a folder of Parquet, CSV or NDJSON files up to what the copy has. */
  export(need: ExportNeed, context?: ExportContext): Promise<ExportReport>;
}

/** One that is also written to. */
export interface WritableCopy extends OwnCopy {
  /** Takes records from files, `-` is `stdin`. `asOf` in epoch milliseconds; `null`: the time of each file. */
  import(
    paths: readonly string[],
    asOf: number | null,
    stdin: Readable,
    context?: ImportContext,
  ): Promise<ImportReport>;
  /**
   * Removes conversations by ids or addresses, with all their versions, and from what was exported; says which. `isSure` false: only says
   * which they would be.
   */
  forget(asked: readonly string[], options: ForgetOptions): Promise<Forgotten>;
}

export interface Forgotten {
  readonly conversationIds: readonly string[];
  /** The folders that the copy was exported to. */
  readonly exports: readonly RewrittenExport[];
}

export interface ForgetOptions {
  readonly isSure: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((text: string) => void) | undefined;
}

/** Throws `STORE_EMPTY` (not-found), and what opening a store throws. */
export async function openLocalCopy(config: StoreSettings, effects: Effects): Promise<LocalCopy> {
  return toCopy(await openExistingStoreToRead(config, effects), effects);
}

/** For what is written about it outside: one that must be there, and that no other process has. */
export async function openOwnCopy(config: StoreSettings, effects: Effects): Promise<OwnCopy> {
  const store = await openExistingStore(config, effects);
  return toOwnCopy(store, effects);
}

/** The same, made anew where there is none. */
export async function openWritableCopy(config: StoreSettings, effects: Effects): Promise<WritableCopy> {
  const store = await openStore(config, effects);
  return {
    ...toOwnCopy(store, effects),
    import: (paths, asOf, stdin, context) =>
      importFiles({ store, clock: effects.clock, stdin }, { paths, asOf }, context),
    forget: async (asked, { isSure, signal, progress }) => {
      const found = new Set<string>();
      for (const one of asked) {
        const what = await toForgettable(store, one, config, effects);
        for (const id of await findConversations(store, what, progress, signal)) found.add(id);
      }
      if (isSure && found.size > 0) await store.forget([...found]);
      // Also where nothing was found: an earlier run may have been stopped between the two.
      const exports = isSure ? await rewriteExports(store, effects.uuid, { signal, progress }) : [];
      return { conversationIds: [...found], exports };
    },
  };
}

/** A store that hashes has the address as its key makes it. */
async function toForgettable(
  store: Store,
  asked: string,
  { storeFolder }: StoreSettings,
  effects: Effects,
): Promise<Forgettable> {
  const fingerprint = await store.recall(PRIVACY_KEY_NAME);
  if (fingerprint === null) return { asked, hashed: null };
  const { key } = await loadPrivacyKey(join(storeFolder, "privacy.key"), fingerprint, effects.uuid());
  return { asked, hashed: protectAddress(asked, key) };
}

function toCopy(store: Store, { clock }: Effects): LocalCopy {
  return {
    store,
    status: () => store.status(),
    gaps: () => findGaps(store, clock.now()),
    sql: (statement, signal) => store.sql(statement, signal),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  };
}

function toOwnCopy(store: Store, effects: Effects): OwnCopy {
  return {
    ...toCopy(store, effects),
    export: (need, context) => exportCopy(store, need, effects.uuid, context),
  };
}
