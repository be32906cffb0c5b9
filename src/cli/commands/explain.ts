import type { Command } from "commander";
import type { Explanation, ExplanationMeta } from "../../ask/explanation.ts";
import type { Parameters } from "../../ask/parameter.ts";
import type { Question } from "../../ask/question.ts";
import { history } from "../../ask/questions/history.ts";
import { live } from "../../ask/questions/live.ts";
import { queues } from "../../ask/questions/queues.ts";
import { report } from "../../ask/questions/report.ts";
import { show } from "../../ask/questions/show.ts";
import { stats } from "../../ask/questions/stats.ts";
import { verify } from "../../ask/questions/verify.ts";
import type { Cli } from "../cli.ts";
import { describeStep } from "../describe-step.ts";
import { printAnswer, writeAnswerJson, writeMeta } from "../print-answer.ts";
import { type AnsweredContext, addAppCommand } from "../question-command.ts";

export function addCommand(program: Command, cli: Cli): void {
  const command = program
    .command("explain")
    .summary("How a question would be answered: which API, why, how many requests")
    .description(
      "Takes a question with its flags and says, instead of answering it, which API answers which part of it and why, how many " +
        "requests and minutes that takes, how fresh and how complete the answer is. Counts at the API where counting is cheap; the same plan runs " +
        "when the question is asked.",
    );
  addExplanation(command, cli, history);
  addExplanation(command, cli, report);
  addExplanation(command, cli, live);
  addExplanation(command, cli, queues);
  addExplanation(command, cli, show);
  addExplanation(command, cli, stats);
  addExplanation(command, cli, verify);
}

function addExplanation<P extends Parameters, A>(command: Command, cli: Cli, question: Question<P, A>): void {
  addAppCommand(
    command,
    cli,
    question,
    (app, raw, context) => app.explain(question, raw, context),
    (explanation, context) =>
      context.format === "table" ? printSteps(explanation, context) : printRowsOf(explanation, context),
  );
}

async function printSteps({ rows, meta }: Explanation, context: AnsweredContext): Promise<void> {
  const { cli, table, notice } = context;
  if (notice !== null) await cli.out.write(`${notice}\n\n`);
  let number = 0;
  for await (const step of rows) await cli.out.write(`${describeStep(step, ++number, table)}\n`);
  for (const line of describeEstimate(meta)) await cli.out.write(`${line}\n`);
  await writeMeta(meta, { ...context, notice: null }, ["Explained"]);
}

function printRowsOf(explanation: Explanation, context: AnsweredContext): Promise<void> {
  if (context.format === "json") return writeAnswerJson(explanation, context, ["Explained"]);
  return printAnswer(explanation, context, {
    columns: [],
    csvColumns: [
      "api",
      "answers",
      "from",
      "to",
      "conversations",
      "requests",
      "why",
      "freshness",
      "lacks",
      "permissions",
    ],
    empty: "",
    closing: describeEstimate,
  });
}

function describeEstimate({ estimate, budget, filteredByApi, filteredHere }: ExplanationMeta): string[] {
  const { conversations, requests, minutes } = estimate;
  const time = minutes < 1 ? "under a minute" : `about ${Math.ceil(minutes)} minutes`;
  const used =
    budget.allowed === null ? "" : `, of which ${budget.used} of ${budget.allowed} requests a minute are used now`;
  return [
    `In all about ${requests} requests${conversations === null ? "" : ` for ${conversations} conversations`}: ${time} at the rate limit${used}.`,
    "Names that are not known yet take a few requests more, once a day.",
    ...(filteredByApi.length === 0 ? [] : [`Filtered by the API: ${filteredByApi.join("; ")}.`]),
    ...(filteredHere.length === 0 ? [] : [`Filtered here: ${filteredHere.join("; ")}.`]),
  ];
}
