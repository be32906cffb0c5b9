import type { Api } from "../api/api.ts";
import { queryConversationAggregates } from "../api/endpoints/analytics-conversation-aggregates.ts";
import {
  DETAIL_PERMISSIONS,
  getConversationDetails,
  queryConversationDetails,
} from "../api/endpoints/analytics-conversation-details.ts";
import { type Division, getTokenInfo, listDivisions, listDivisionsPermitted } from "../api/endpoints/authorization.ts";
import { getConversation } from "../api/endpoints/conversations.ts";
import { listQueuesById, listWrapUpCodesById } from "../api/endpoints/routing.ts";
import { listUsersById, searchUsers } from "../api/endpoints/users.ts";
import { type AppError, isAppError } from "../base/app-error.ts";
import type { Clock, Effects } from "../base/effects.ts";
import { HOUR_MS, SECOND_MS, toIsoInterval } from "../base/interval.ts";
import { examineNotifications, examineObservations } from "./examine-notifications.ts";

/** One step of the examination. `warning`: it works, but less is seen than might be expected. */
export interface Finding {
  check: string;
  result: "ok" | "warning" | "failed";
  /** What was found, in a sentence. */
  message: string;
  /** What to do about it. */
  hint: string | null;
  /** Milliseconds. */
  tookMs: number;
  error: AppError | null;
}

interface Check {
  name: string;
  /** The sentence of success; throws an AppError otherwise. */
  run(api: Api, effects: Effects, signal?: AbortSignal): Promise<string | { message: string; hint: string }>;
  /** Without it nothing else can work. */
  essential?: true;
}

/** An id that no organisation has: a permitted look-up answers "not found", a forbidden one "denied". */
const NOBODY = "00000000-0000-4000-8000-000000000000";

const CHECKS: readonly Check[] = [
  {
    name: "sign in",
    essential: true,
    async run(api, _effects, signal) {
      const how = await api.signIn(signal);
      return how === "signed-in" ? `signed in at ${api.loginUrl}` : "not needed: a token was brought";
    },
  },
  {
    name: "token",
    async run(api, _effects, signal) {
      const { organization, OAuthClient: client } = await getTokenInfo(api, signal);
      return `organisation ${organization?.name ?? organization?.id ?? "(no name)"}, client ${client?.name ?? client?.id ?? "(no name)"}`;
    },
  },
  {
    name: "conversation details query",
    async run(api, { clock }, signal) {
      const now = clock.now();
      const interval = toIsoInterval({ from: now - HOUR_MS, to: now });
      const query = { interval, paging: { pageSize: 1, pageNumber: 1 } };
      const { totalHits } = await queryConversationDetails(api, query, "asking for one conversation of today", signal);
      return `answers; about ${totalHits ?? 0} conversations around the last hour`;
    },
  },
  { name: "conversation aggregates", run: (api, { clock }, signal) => examineAggregates(api, clock, signal) },
  {
    name: "conversation details by id",
    run: (api, _effects, signal) => expectNotFound(getConversationDetails(api, NOBODY, signal)),
  },
  {
    name: "live conversation by id",
    run: (api, _effects, signal) => examineLive(api, signal),
  },
  {
    name: "search users",
    async run(api, _effects, signal) {
      return `answers; ${(await searchUsers(api, "no-such-user-7d1f", signal)).length} matches for a name that nobody has`;
    },
  },
  { name: "names of users", run: (api, _effects, signal) => expectListing(listUsersById(api, [NOBODY], signal)) },
  { name: "names of queues", run: (api, _effects, signal) => expectListing(listQueuesById(api, [NOBODY], signal)) },
  {
    name: "names of wrap-up codes",
    run: (api, _effects, signal) => expectListing(listWrapUpCodesById(api, [NOBODY], signal)),
  },
  { name: "queue observations", run: (api, _effects, signal) => examineObservations(api, signal) },
  { name: "notifications", run: (api, effects, signal) => examineNotifications(api, effects, signal) },
  { name: "divisions", run: (api, _effects, signal) => examineDivisions(api, signal) },
  { name: "rate limit", run: async (api, { clock }) => describeBudget(api, clock) },
];

const LOOK_AT_GRANTS =
  "Look at the OAuth client's roles in Admin: each is granted in certain divisions, and only those are seen.";

/** Needed for statistics only, so its absence is no failure. */
async function examineAggregates(
  api: Api,
  clock: Clock,
  signal?: AbortSignal,
): Promise<string | { message: string; hint: string }> {
  const now = clock.now();
  const query = { interval: toIsoInterval({ from: now - HOUR_MS, to: now }), metrics: ["nOffered"] };
  try {
    await queryConversationAggregates(api, query, "counting what was offered in the last hour", signal);
    return "answers";
  } catch (error) {
    if (!isAppError(error) || error.kind !== "denied") throw error;
    return { message: "not permitted; only `stats` and `verify` need it", hint: error.hint ?? "" };
  }
}

/** Last: the answers to the other steps say what is used. */
function describeBudget(api: Api, clock: Clock): string {
  const { allowed, used, resetsAt, processes } = api.budget();
  if (allowed === null) return "the API names none";
  const resets =
    resetsAt === null ? "" : `, resets in ${Math.max(0, Math.ceil((resetsAt - clock.now()) / SECOND_MS))} s`;
  const sharing = processes > 1 ? `, shared by ${processes} processes` : "";
  return `${used} of ${allowed} used${resets}${sharing}`;
}

/** Needed for conversations of the last seconds only, so its absence is no failure. */
async function examineLive(api: Api, signal?: AbortSignal): Promise<string | { message: string; hint: string }> {
  try {
    return await expectNotFound(getConversation(api, NOBODY, signal));
  } catch (error) {
    if (!isAppError(error) || error.kind !== "denied") throw error;
    return {
      message: "not permitted; only `show` of a conversation that has just begun needs it",
      hint: error.hint ?? "",
    };
  }
}

export async function* diagnose(
  api: Api,
  effects: Effects,
  cacheFolder: string | null,
  signal?: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  for (const check of CHECKS) {
    const finding = await runCheck(check, api, effects, signal);
    yield finding;
    if (check.essential === true && finding.result === "failed") return;
  }
  yield describeCache(cacheFolder);
}

function describeCache(folder: string | null): Finding {
  const message =
    folder === null ? "tokens and names are kept in memory only" : `tokens and names are kept in ${folder}`;
  return { check: "cache", result: "ok", message, hint: null, tookMs: 0, error: null };
}

async function runCheck(check: Check, api: Api, effects: Effects, signal?: AbortSignal): Promise<Finding> {
  const { clock } = effects;
  const startedAt = clock.monotonic();
  const finish = (finding: Pick<Finding, "result" | "message" | "hint" | "error">): Finding => ({
    check: check.name,
    ...finding,
    tookMs: Math.round(clock.monotonic() - startedAt),
  });
  try {
    const said = await check.run(api, effects, signal);
    return typeof said === "string"
      ? finish({ result: "ok", message: said, hint: null, error: null })
      : finish({ result: "warning", ...said, error: null });
  } catch (error) {
    if (!isAppError(error) || error.kind === "cancelled") throw error;
    return finish({ result: "failed", message: error.message, hint: error.hint ?? null, error });
  }
}

async function expectNotFound(lookUp: Promise<unknown>): Promise<string> {
  try {
    await lookUp;
  } catch (error) {
    if (!isAppError(error) || error.kind !== "not-found") throw error;
  }
  return "answers";
}

async function expectListing(listing: AsyncIterable<unknown>): Promise<string> {
  for await (const _ of listing) break;
  return "answers";
}

/** A role granted in one division only silently hides all others: nothing fails, there is just less. */
async function examineDivisions(api: Api, signal?: AbortSignal): Promise<string | { message: string; hint: string }> {
  let permitted: Division[];
  try {
    permitted = await collectDivisions(listDivisionsPermitted(api, DETAIL_PERMISSIONS[0], signal));
  } catch (error) {
    // The endpoint speaks of "the current user", which a client is not everywhere.
    if (!isAppError(error) || error.kind !== "input") throw error;
    return { message: `the client's divisions can't be asked for (${error.message})`, hint: LOOK_AT_GRANTS };
  }
  const all = await collectDivisions(listDivisions(api, signal));
  const seen = new Set(permitted.map(({ id }) => id));
  const hidden = all.filter(({ id }) => !seen.has(id));
  const names = (divisions: readonly Division[]) => divisions.map(({ id, name }) => name ?? id).join(", ");
  if (hidden.length === 0) return `the client sees all ${all.length}: ${names(permitted)}`;
  return {
    message: `the client sees ${permitted.length} of ${all.length} divisions (${names(permitted) || "none"}); conversations of ${names(hidden)} are left out without any error`,
    hint: `Ask an administrator to grant the client's role with ${DETAIL_PERMISSIONS[0]} in those divisions too.`,
  };
}

async function collectDivisions(listing: AsyncIterable<Division>): Promise<Division[]> {
  const divisions: Division[] = [];
  for await (const division of listing) divisions.push(division);
  return divisions;
}
