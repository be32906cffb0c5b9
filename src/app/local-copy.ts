import type { Effects } from "../base/effects.ts";
import type { SqlAnswer, Store, StoreStatus } from "../store/store.ts";
import { findGaps, type Gaps } from "../sync/find-gaps.ts";
import { openExistingStore, type StoreSettings } from "./open-store.ts";

/** The local copy of an organisation, for whoever reads it without asking the organisation. */
export interface LocalCopy extends AsyncDisposable {
  readonly store: Store;
  status(): Promise<StoreStatus>;
  gaps(): Promise<Gaps>;
  sql(statement: string, signal?: AbortSignal): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** Throws `STORE_EMPTY` (not-found), and what opening a store throws. */
export async function openLocalCopy(config: StoreSettings, effects: Effects): Promise<LocalCopy> {
  const store = await openExistingStore(config, effects);
  return {
    store,
    status: () => store.status(),
    gaps: () => findGaps(store, effects.clock.now()),
    sql: (statement, signal) => store.sql(statement, signal),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  };
}
