import type { Clock, Log } from "../base/effects.ts";
import type { Sources } from "../sources/sources.ts";
import type { Store } from "../store/store.ts";
import type { SyncNeed } from "./sync-need.ts";
import type { SyncReport } from "./sync-report.ts";

/** What every part of a run shares. */
export interface SyncRun {
  readonly store: Store;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly log: Log;
  readonly need: SyncNeed;
  /** When it began, epoch milliseconds: nothing of it is known any later. */
  readonly began: number;
  readonly report: SyncReport;
  /** What is under way, in words. */
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Names a moment at which a process may be killed: tests do, and `--verbose` shows them. */
export function passPoint(
  { log }: SyncRun,
  event: "sync.page" | "sync.checkpoint" | "sync.settle",
  message: string,
): void {
  log({ level: "debug", event, message: `${event}: ${message}` });
}
