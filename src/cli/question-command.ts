import { type Command, Option } from "commander";
import type { App } from "../app/app.ts";
import type { AskContext, SetAside } from "../ask/answer.ts";
import type { Parameter, Parameters, RawParameters, RawValue } from "../ask/parameter.ts";
import type { Question } from "../ask/question.ts";
import type { Config } from "../config/config.ts";
import { type Cli, isNarrow } from "./cli.ts";
import { addConnectionFlags, type Flags } from "./connection-flags.ts";
import { addFormatFlag, readFormat } from "./format-flag.ts";
import { openOrganisation } from "./open-organisation.ts";
import { openProgress, type ProgressLine } from "./open-progress.ts";
import type { PrintContext } from "./print-answer.ts";

export interface AnsweredContext extends PrintContext {
  progress: ProgressLine;
  flags: Flags;
  config: Config;
}

/** Makes the command of a question: its flags are the question's parameters. */
export function addQuestionCommand<P extends Parameters, A>(
  program: Command,
  cli: Cli,
  question: Question<P, A>,
  print: (answer: A, context: AnsweredContext) => Promise<void>,
): Command {
  return addAppCommand(program, cli, question, (app, raw, context) => app.ask(question, raw, context), print);
}

/** Makes a command with a question's flags, whatever is done with them. */
export function addAppCommand<P extends Parameters, A, Result>(
  program: Command,
  cli: Cli,
  question: Question<P, A>,
  act: (app: App, raw: RawParameters, context: AskContext, answered: AnsweredContext) => Promise<Result>,
  print: (result: Result, context: AnsweredContext) => Promise<void>,
): Command {
  const command = program.command(question.name).summary(question.summary).description(question.description);
  for (const parameter of Object.values(question.parameters)) addParameter(command, parameter);
  addFormatFlag(command);
  addConnectionFlags(command);
  return command.action(async (...given: unknown[]) => {
    const flags = command.opts<Flags>();
    await using organisation = await openOrganisation(cli, flags);
    using progress = openProgress(cli);
    const raw = collectParameters(question.parameters, flags, given);
    const { app, config, notice } = organisation;
    const table = { timeZone: config.timeZone, now: cli.effects.clock.now(), narrow: isNarrow(cli) };
    const context = { cli, format: readFormat(flags), table, notice, flags, config, progress };
    const asking = {
      signal: cli.signal,
      progress: progress.update,
      setAside: ({ conversationId, reason }: SetAside) =>
        progress.say(`${conversationId ?? "a record"} is set aside: ${reason}`),
    };
    const result = await act(app, raw, asking, context);
    progress.makeRoom();
    await print(result, context);
  });
}

export function addParameter(command: Command, { flag, description, choices, many }: Parameter<unknown>): void {
  if (flag.startsWith("<")) {
    command.argument(flag, description);
    return;
  }
  const option = new Option(flag, description);
  if (choices !== undefined) option.choices(choices);
  if (many === true)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  command.addOption(option);
}

export function collectParameters(parameters: Parameters, flags: Flags, given: readonly unknown[]): RawParameters {
  const raw: Record<string, RawValue> = {};
  let position = 0;
  for (const [name, { flag }] of Object.entries(parameters)) {
    const value = flag.startsWith("<") ? given[position++] : flags[name];
    if (typeof value === "string" || typeof value === "boolean" || Array.isArray(value)) raw[name] = value;
  }
  return raw;
}
