import { type Command, Option } from "commander";
import type { App } from "../app/app.ts";
import type { AskContext } from "../ask/answer.ts";
import type { Parameter, Parameters, RawParameters, RawValue } from "../ask/parameter.ts";
import type { Question } from "../ask/question.ts";
import { type Cli, isNarrow } from "./cli.ts";
import { addConnectionFlags, type Flags } from "./connection-flags.ts";
import { addFormatFlag, readFormat } from "./format-flag.ts";
import { openOrganisation } from "./open-organisation.ts";
import { openProgress, type ProgressLine } from "./open-progress.ts";
import type { PrintContext } from "./print-answer.ts";

export interface AnsweredContext extends PrintContext {
  progress: ProgressLine;
  flags: Flags;
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
  act: (app: App, raw: RawParameters, context: AskContext) => Promise<Result>,
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
    const answer = await act(organisation.app, raw, {
      signal: cli.signal,
      progress: progress.update,
      setAside: ({ conversationId, reason }) => progress.say(`${conversationId ?? "a record"} is set aside: ${reason}`),
    });
    progress.makeRoom();
    const table = { timeZone: organisation.config.timeZone, now: cli.effects.clock.now(), narrow: isNarrow(cli) };
    await print(answer, { cli, format: readFormat(flags), table, notice: organisation.notice, flags, progress });
  });
}

function addParameter(command: Command, { flag, description, choices, many }: Parameter<unknown>): void {
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

function collectParameters(parameters: Parameters, flags: Flags, given: readonly unknown[]): RawParameters {
  const raw: Record<string, RawValue> = {};
  let position = 0;
  for (const [name, { flag }] of Object.entries(parameters)) {
    const value = flag.startsWith("<") ? given[position++] : flags[name];
    if (typeof value === "string" || typeof value === "boolean" || Array.isArray(value)) raw[name] = value;
  }
  return raw;
}
