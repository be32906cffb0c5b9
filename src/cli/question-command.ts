import { type Command, Option } from "commander";
import type { Parameters, RawParameters } from "../ask/parameter.ts";
import type { Question } from "../ask/question.ts";
import type { Cli } from "./cli.ts";
import { addConnectionFlags, type Flags } from "./connection-flags.ts";
import { type Organisation, openOrganisation } from "./open-organisation.ts";
import { openProgress } from "./open-progress.ts";
import { addFormatFlag, type FormatName, readFormat } from "./output/format-flag.ts";

export interface AnsweredContext {
  cli: Cli;
  organisation: Organisation;
  format: FormatName;
  flags: Flags;
}

/** Makes the command of a question: its flags are the question's parameters. */
export function addQuestionCommand<P extends Parameters, A>(
  program: Command,
  cli: Cli,
  question: Question<P, A>,
  print: (answer: A, context: AnsweredContext) => Promise<void>,
): Command {
  const command = program.command(question.name).summary(question.summary).description(question.description);
  for (const { flag, description, choices } of Object.values(question.parameters)) {
    if (flag.startsWith("<")) command.argument(flag, description);
    else if (choices === undefined) command.option(flag, description);
    else command.addOption(new Option(flag, description).choices(choices));
  }
  addFormatFlag(command);
  addConnectionFlags(command);
  return command.action(async (...given: unknown[]) => {
    const flags = command.opts<Flags>();
    await using organisation = await openOrganisation(cli, flags);
    using progress = openProgress(cli);
    const raw = collectParameters(question.parameters, flags, given);
    const context = { signal: cli.signal, progress: progress.update };
    const answer = await organisation.app.ask(question, raw, context);
    await print(answer, { cli, organisation, format: readFormat(flags), flags });
  });
}

function collectParameters(parameters: Parameters, flags: Flags, given: readonly unknown[]): RawParameters {
  const raw: Record<string, string | boolean> = {};
  let position = 0;
  for (const [name, { flag }] of Object.entries(parameters)) {
    const value = flag.startsWith("<") ? given[position++] : flags[name];
    if (typeof value === "string" || typeof value === "boolean") raw[name] = value;
  }
  return raw;
}
