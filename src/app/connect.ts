import type { AskContext } from "../ask/answer.ts";
import type { RawParameters } from "../ask/parameter.ts";
import { history } from "../ask/questions/history.ts";
import { live } from "../ask/questions/live.ts";
import { report } from "../ask/questions/report.ts";
import { show } from "../ask/questions/show.ts";
import { createEffects, type Effects } from "../base/effects.ts";
import { type ConfigInput, loadConfig } from "../config/load-config.ts";
import { openApp } from "./app.ts";

export interface ConnectOptions extends ConfigInput {
  effects?: Partial<Effects>;
}

/** Parameters of a question as texts and switches, by the names of their flags in `docs/commands.md`. */
type Asked = RawParameters;

/**
 * Opens an organisation by the same settings as the command line: `flags` by setting name, the environment, `.env`.
 *
 * @example
 * await using organisation = connect();
 * const { rows } = await organisation.history({ user: "ada@example.com", days: "2" });
 * for await (const conversation of rows) console.log(conversation.conversationId);
 */
export function connect(options: ConnectOptions = {}) {
  const { effects, ...input } = options;
  const app = openApp(loadConfig(input), createEffects(effects));
  return {
    live: (asked: Asked = {}, context?: AskContext) => app.ask(live, asked, context),
    history: (asked: Asked = {}, context?: AskContext) => app.ask(history, asked, context),
    show: (conversationId: string, context?: AskContext) => app.ask(show, { conversationId }, context),
    report: (asked: Asked = {}, context?: AskContext) => app.ask(report, asked, context),
    requestsUsed: () => app.requestsUsed(),
    close: () => app.close(),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export type Connection = ReturnType<typeof connect>;
