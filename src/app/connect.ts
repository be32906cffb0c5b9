import type { AskContext } from "../ask/answer.ts";
import type { Explanation } from "../ask/explanation.ts";
import type { Parameters, RawParameters } from "../ask/parameter.ts";
import type { Question } from "../ask/question.ts";
import { history } from "../ask/questions/history.ts";
import { live } from "../ask/questions/live.ts";
import { queues } from "../ask/questions/queues.ts";
import { report } from "../ask/questions/report.ts";
import { show } from "../ask/questions/show.ts";
import { stats } from "../ask/questions/stats.ts";
import { verify } from "../ask/questions/verify.ts";
import type { QuestionName } from "../ask/questions.ts";
import type { LiveChange } from "../ask/watch-live.ts";
import type { Effects } from "../base/effects.ts";
import { type ConfigInput, loadConfig } from "../config/load-config.ts";
import type { FollowContext } from "../sync/keep-in-sync.ts";
import type { SyncContext } from "../sync/run-sync.ts";
import type { App } from "./app.ts";
import { type OpeningApp, openInTime } from "./open-in-time.ts";
import type { SyncOptions } from "./parse-sync-options.ts";

export interface ConnectOptions extends ConfigInput {
  effects?: Partial<Effects>;
}

/** Parameters of a question as texts and switches, by the names of their flags in `docs/commands.md`. */
type Asked = RawParameters;

/**
 * Opens an organisation by the same settings as the command line: `flags` by setting name, the environment, `.env`. It lives in the
 * time of `NOWTHEN_CLOCK_URL`, which is then asked at the first question, unless `effects` bring a clock.
 *
 * @example
 * await using organisation = connect();
 * const { rows } = await organisation.history({ user: "ada@example.com", days: "2" });
 * for await (const conversation of rows) console.log(conversation.conversationId);
 */
export function connect(options: ConnectOptions = {}) {
  const { effects, ...input } = options;
  const app = openInTime(loadConfig(input), effects);
  async function ask<P extends Parameters, A>(
    question: Question<P, A>,
    asked: Asked,
    context?: AskContext,
  ): Promise<A> {
    return (await app.opened()).ask(question, asked, context);
  }
  return {
    live: (asked: Asked = {}, context?: AskContext) => ask(live, asked, context),
    /** One conversation's story as it happens: what there is, and then each step, until it has ended. */
    follow: (conversationId: string, context?: AskContext) => follow(app, conversationId, context),
    queues: (asked: Asked = {}, context?: AskContext) => ask(queues, asked, context),
    /**
     * What is live, kept up to date: what there is now, and then each change, until the loop is left, the signal aborts or the connection is
     * closed. Parameters as of `live`.
     *
     * @example
     * for await (const { change, before, after } of organisation.watch({ queue: "Support" })) console.log(change, after.liveState);
     */
    watch: (asked: Asked = {}, context?: AskContext) => watch(app, asked, context),
    history: (asked: Asked = {}, context?: AskContext) => ask(history, asked, context),
    show: (conversationId: string, context?: AskContext) => ask(show, { conversationId }, context),
    report: (asked: Asked = {}, context?: AskContext) => ask(report, asked, context),
    stats: (asked: Asked = {}, context?: AskContext) => ask(stats, asked, context),
    verify: (asked: Asked = {}, context?: AskContext) => ask(verify, asked, context),
    /** Which API would answer which part of a question, why, and at what cost. */
    explain: async (question: QuestionName, asked: Asked = {}, context?: AskContext) =>
      explain(await app.opened(), question, asked, context),
    /** Brings the local copy up to date, once; options as of `nowthen sync`. */
    sync: async (options: SyncOptions = {}, context?: SyncContext) => (await app.opened()).sync(options, context),
    /** Keeps the local copy in sync until the signal of the context aborts. */
    keepInSync: async (options: SyncOptions, context: FollowContext) =>
      (await app.opened()).keepInSync(options, context),
    requestsUsed: () => app.requestsUsed(),
    close: () => app.close(),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

async function* follow(opened: OpeningApp, conversationId: string, context?: AskContext) {
  yield* (await opened.opened()).follow(conversationId, context);
}

async function* watch(opened: OpeningApp, asked: Asked, context?: AskContext): AsyncGenerator<LiveChange, void> {
  await using live = await (await opened.opened()).watch(asked, context);
  yield* live.changes();
}

function explain(app: App, name: QuestionName, asked: Asked, context?: AskContext): Promise<Explanation> {
  switch (name) {
    case "live":
      return app.explain(live, asked, context);
    case "queues":
      return app.explain(queues, asked, context);
    case "history":
      return app.explain(history, asked, context);
    case "report":
      return app.explain(report, asked, context);
    case "show":
      return app.explain(show, asked, context);
    case "stats":
      return app.explain(stats, asked, context);
    case "verify":
      return app.explain(verify, asked, context);
  }
}

export type Connection = ReturnType<typeof connect>;
