import { readFileSync } from "node:fs";
import { type Api, type ApiOptions, openApi } from "../api/api.ts";
import type { BudgetStatus } from "../api/budget/budget.ts";
import type { AskContext, AskWorld } from "../ask/answer.ts";
import type { Explanation } from "../ask/explanation.ts";
import { type ConversationStep, followConversation } from "../ask/follow-conversation.ts";
import type { Parameters, RawParameters } from "../ask/parameter.ts";
import { askQuestion, explainQuestion, type Question } from "../ask/question.ts";
import { type LiveWatch, watchLive } from "../ask/watch-live.ts";
import { AppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import type { Config } from "../config/config.ts";
import { createDirectory } from "../directory/directory.ts";
import { findQueue, findUser, requireQueue } from "../directory/find-entity.ts";
import { findNamed } from "../directory/find-named.ts";
import { createNameCache, type NameCache, NO_NAME_CACHE } from "../directory/name-cache.ts";
import { createSources } from "../sources/sources.ts";
import type { StoreStatus } from "../store/store.ts";
import { findGaps, type Gaps } from "../sync/find-gaps.ts";
import { type FollowContext, keepInSync } from "../sync/keep-in-sync.ts";
import { runSync, type SyncContext } from "../sync/run-sync.ts";
import type { SyncReport } from "../sync/sync-report.ts";
import { diagnose, type Finding } from "./diagnose.ts";
import { type HeldCopy, holdCopy } from "./hold-copy.ts";
import { parseSyncOptions, type SyncOptions } from "./parse-sync-options.ts";

export interface CopyStatus {
  readonly status: StoreStatus;
  readonly gaps: Gaps;
}

/** One organisation, opened: everything that asks it shares its connection, token and rate limit. */
export interface App extends AsyncDisposable {
  ask<P extends Parameters, A>(question: Question<P, A>, parameters: RawParameters, context?: AskContext): Promise<A>;
  /** Which API would answer which part of a question, why, and at what cost. */
  explain<P extends Parameters, A>(
    question: Question<P, A>,
    parameters: RawParameters,
    context?: AskContext,
  ): Promise<Explanation>;
  /** What is live, kept up to date. */
  watch(parameters: RawParameters, context?: AskContext): Promise<LiveWatch>;
  /** One conversation's story as it happens, until it has ended. */
  follow(conversationId: string, context?: AskContext): AsyncGenerator<ConversationStep, void, undefined>;
  /** Tries each step and each endpoint that nowthen uses; findings come as they are made. */
  diagnose(signal?: AbortSignal): AsyncIterable<Finding>;
  /** Brings the local copy up to date, once. Throws what the store throws, and `SYNC_OPTION_INVALID` (input). */
  sync(options: SyncOptions, context?: SyncContext): Promise<SyncReport>;
  /** Keeps the local copy in sync until the signal aborts. */
  keepInSync(options: SyncOptions, context: FollowContext): Promise<void>;
  /** What the local copy holds, and what it lacks; `null` where there is none, or it can't be read now. */
  copyStatus(): Promise<CopyStatus | null>;
  requestsUsed(): number;
  /** What is used and left of the client's rate limit. */
  budget(): BudgetStatus;
  /** Ends at once; answers under way fail. */
  close(): Promise<void>;
}

/** The composition root. Throws `NOT_CONNECTED` (config) when nothing says which organisation is meant. */
export function openApp(config: Config, effects: Effects): App {
  const api = openApi(toApiOptions(config), effects);
  const copy = holdCopy(config, effects);
  const world: AskWorld = {
    copy: () => copy.read(),
    sources: createSources(api, effects),
    directory: createDirectory(api, effects.clock, toNameCache(config, effects)),
    findUser: (text, signal) => findUser(api, text, signal),
    findQueue: (text, signal) => findQueue(api, text, signal),
    findNamed: (kind, text, signal) => findNamed(api, kind, text, signal),
    requireQueue: (id, signal) => requireQueue(api, id, signal),
    clock: effects.clock,
    timeZone: config.timeZone,
  };
  return toApp(api, effects, world, copy, config);
}

/** A token that was brought does not say whose eyes see the names. */
function toNameCache({ connection, cacheFolder }: Config, { log }: Effects): NameCache {
  if (cacheFolder === null || connection?.credentials.kind !== "client") return NO_NAME_CACHE;
  return createNameCache(cacheFolder, { apiUrl: connection.apiUrl, clientId: connection.credentials.clientId }, log);
}

function toApp(api: Api, effects: Effects, world: AskWorld, copy: HeldCopy, config: Config): App {
  const watches = new Set<LiveWatch>();
  const close = async () => {
    await Promise.all([...watches].map((watch) => watch.close()));
    await world.directory.settled();
    await copy.close();
    await api.close();
  };
  const toSyncWorld = async () => {
    const { sources, directory } = world;
    return { store: await copy.open(), sources, directory, effects };
  };
  return {
    ask: (question, parameters, context) => askQuestion(question, world, parameters, context),
    explain: (question, parameters, context) => explainQuestion(question, world, parameters, context),
    watch: async (parameters, context) => {
      const watch = await watchLive(world, parameters, context);
      watches.add(watch);
      return watch;
    },
    follow: (conversationId, context) => followConversation(world, conversationId, context),
    diagnose: (signal) => diagnose(api, effects, config.cacheFolder, signal),
    sync: async (options, context) => {
      const need = parseSyncOptions(options, world.timeZone, world.clock.now());
      return runSync(await toSyncWorld(), need, context);
    },
    keepInSync: async (options, context) => {
      const need = parseSyncOptions(options, world.timeZone, world.clock.now());
      return keepInSync(await toSyncWorld(), need, context);
    },
    copyStatus: async () => {
      const { store } = await copy.read();
      return store === null ? null : { status: await store.status(), gaps: await findGaps(store, world.clock.now()) };
    },
    requestsUsed: () => api.requestsUsed(),
    budget: () => api.budget(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toApiOptions(config: Config): ApiOptions {
  if (config.connection === null) {
    throw new AppError({
      kind: "config",
      code: "NOT_CONNECTED",
      message: "Nothing says which organisation is meant.",
      hint: "Set GENESYS_CLOUD_REGION, GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET, or choose a --profile.",
    });
  }
  const { loginUrl, apiUrl, credentials } = config.connection;
  return {
    loginUrl,
    apiUrl,
    credentials,
    timeoutMs: config.timeoutMs,
    maxWaitMs: config.maxWaitMs,
    cacheFolder: config.cacheFolder,
    httpProxy: config.httpProxy,
    httpsProxy: config.httpsProxy,
    noProxy: config.noProxy,
    ca: config.caFile === null ? null : readCertificates(config.caFile),
  };
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadableCertificates(file, error);
  }
}

function unreadableCertificates(file: string, cause: unknown): AppError {
  return new AppError({
    kind: "config",
    code: "CA_FILE_UNREADABLE",
    message: `Reading the certificate authorities in ${file} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Name a readable PEM file with --ca-file, NOWTHEN_CA_FILE or SSL_CERT_FILE.",
    cause,
  });
}
