import type { App } from "../app/app.ts";
import type { SyncOptions } from "../app/parse-sync-options.ts";
import type { Effects } from "../base/effects.ts";

/** Whose conversations are served. */
export interface ServedOrganisation {
  readonly app: App;
  readonly effects: Effects;
  /** How the local copy is kept; `null`: it is not. */
  readonly sync: SyncOptions | null;
  /** Said to whoever opens the page: that it is the simulated organisation, say. */
  readonly notice: string | null;
  readonly timeZone: string;
  /** Something went wrong and is tried again. */
  readonly say: (line: string) => void;
}
