import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEffects, type Log } from "../../src/base/effects.ts";
import { DAY_MS } from "../../src/base/interval.ts";
import { createDirectory, type Directory } from "../../src/directory/directory.ts";
import { type ConversationSummary, connect } from "../../src/index.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import { createSources, type Sources } from "../../src/sources/sources.ts";
import { openDuckDbStore } from "../../src/store/duckdb/open-duckdb-store.ts";
import type { Store } from "../../src/store/store.ts";
import { runSync } from "../../src/sync/run-sync.ts";
import { KEEP_VERSIONS_MS, SETTLE_DAYS } from "../../src/sync/sync-need.ts";
import type { SyncReport } from "../../src/sync/sync-report.ts";
import { openTestApi } from "./open-test-api.ts";

/** A copy of a simulated organisation whose time a test moves. */
export interface SyncRig extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly sources: Sources;
  readonly directory: Directory;
  /** In which the copy is, and everything else that is kept. */
  readonly folder: string;
  /** Runs sync once, in a store that is opened for it and closed again. */
  sync(options?: { sinceDays?: number; log?: Log }): Promise<SyncReport>;
  withStore<T>(work: (store: Store) => Promise<T>, log?: Log): Promise<T>;
  /** What `history` answers, with the copy that there is. */
  history(options: { days: number }): Promise<{ rows: ConversationSummary[]; requestsUsed: number }>;
  /** What a details job says now of everything that began in the last days, by id. */
  settledTruth(days: number): Promise<Map<string, AnalyticsConversation>>;
}

/** A Tuesday. */
export const RIG_START = Date.UTC(2026, 10, 10, 14);

export async function createSyncRig(options: Partial<SimulatorOptions> = {}): Promise<SyncRig> {
  const simulator = await startSimulator({
    // Fast enough that jobs and pauses take no time.
    clock: "x2000",
    clockStart: RIG_START,
    perDay: 60,
    days: 60,
    requestsPerMinute: 1_000_000,
    ...options,
  });
  const folder = mkdtempSync(join(tmpdir(), "nowthen-sync-"));
  const storePath = join(folder, "store.duckdb");
  const effectsOf = (log: Log = () => {}) => createEffects({ clock: simulator.clock, log, random: () => 0.5 });
  const api = openTestApi(simulator, effectsOf());
  const sources = createSources(api, effectsOf());
  const directory = createDirectory(api, simulator.clock);
  const withStore = async <T>(work: (store: Store) => Promise<T>, log?: Log) => {
    await using store = await openDuckDbStore(storePath, effectsOf(log));
    return await work(store);
  };
  return {
    simulator,
    sources,
    directory,
    folder,
    withStore,
    sync: ({ sinceDays, log } = {}) =>
      withStore(
        (store) =>
          runSync(
            { store, sources, directory, effects: effectsOf(log) },
            {
              since: sinceDays === undefined ? null : simulator.clock.now() - sinceDays * DAY_MS,
              settleDays: SETTLE_DAYS,
              keepVersionsMs: KEEP_VERSIONS_MS,
            },
          ),
        log,
      ),
    async history({ days }) {
      const { url, clientId, clientSecret, clock } = simulator;
      await using organisation = connect({
        env: {
          HOME: folder,
          GENESYS_CLOUD_LOGIN_URL: url,
          GENESYS_CLOUD_API_URL: url,
          GENESYS_CLOUD_CLIENT_ID: clientId,
          GENESYS_CLOUD_CLIENT_SECRET: clientSecret,
          NOWTHEN_STORE: folder,
          NOWTHEN_TIMEOUT: "100000",
          NOWTHEN_MAX_WAIT: "100000",
        },
        folder,
        effects: { clock },
      });
      const { rows, meta } = await organisation.history({ days: String(days) });
      const all: ConversationSummary[] = [];
      for await (const row of rows) all.push(row);
      return { rows: all, requestsUsed: meta.requestsUsed };
    },
    async settledTruth(days) {
      const now = simulator.clock.now();
      const from = Math.floor(now / DAY_MS - days) * DAY_MS;
      const planned = await sources.planHistory({
        interval: { from, to: now },
        criteria: [],
        reach: "began",
        attributes: "where-known",
        via: "job",
      });
      const found = new Map<string, AnalyticsConversation>();
      for await (const { records } of sources.runHistory(planned, {}))
        for (const record of records as AnalyticsConversation[]) found.set(record.conversationId, record);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await api.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
