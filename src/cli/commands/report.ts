import type { Command } from "commander";
import { LIVE_FILTER_PARAMETERS } from "../../ask/filter-parameters.ts";
import { type ReportAnswer, report } from "../../ask/questions/report.ts";
import { toAsyncIterable } from "../../base/async-iterable.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import type { Cli } from "../cli.ts";
import { historyColumns, liveColumns } from "../conversation-columns.ts";
import { SUMMARY_CSV_COLUMNS } from "../csv-columns.ts";
import { describeLingering } from "../describe-lingering.ts";
import { toHumanInstant } from "../output/instant.ts";
import { printRows, writeMeta, writeReportJson } from "../print-answer.ts";
import { type AnsweredContext, addQuestionCommand } from "../question-command.ts";

/** Rows of each part that the table shows; the commands that it names show the rest. */
const SHOWN = 20;

export function addCommand(program: Command, cli: Cli): void {
  addQuestionCommand(program, cli, report, (answer, context) => {
    if (context.format === "table") return printReport(answer, context);
    if (context.format === "json") return writeReportJson(answer, context);
    return printBoth(answer, context);
  });
}

/** Rows of both parts one after the other, for programs: `state` says which is which. */
async function printBoth({ active, history, meta }: ReportAnswer, context: AnsweredContext): Promise<void> {
  async function* both(): AsyncGenerator<ConversationSummary> {
    yield* active;
    yield* history;
  }
  await printRows(both(), context.cli, context.format, { columns: [], csvColumns: SUMMARY_CSV_COLUMNS, empty: "" });
  await writeMeta(meta, context, [`${meta.active} active, ${meta.rows} in the history`]);
}

async function printReport({ active, history, meta }: ReportAnswer, context: AnsweredContext): Promise<void> {
  const { cli, table, notice, progress } = context;
  const { out } = cli;
  if (notice !== null) await out.write(`${notice}\n\n`);
  await out.write(`${heading(`Active now: ${meta.active}`, active.length)}\n`);
  const newestActive = active.slice(-SHOWN).reverse();
  await printRows(toAsyncIterable(newestActive), cli, "table", {
    columns: liveColumns(table),
    csvColumns: [],
    empty: "No conversation is active now.",
  });
  for (const line of describeLingering(meta.lingering)) await out.write(`${line}\n`);
  await out.flush();
  progress.resume();
  const newest = await keepNewest(history);
  progress.makeRoom();
  const range = `${toHumanInstant(meta.from, table.timeZone)} to ${toHumanInstant(meta.to, table.timeZone)} ${table.timeZone}`;
  await out.write(`\n${heading(`History: ${meta.rows} began ${range}`, meta.rows)}\n`);
  await printRows(toAsyncIterable(newest), cli, "table", {
    columns: historyColumns(table),
    csvColumns: [],
    empty: "No other conversation began in that range.",
  });
  await out.write(`\n${describeNext(context, newest[0]?.conversationId ?? active[0]?.conversationId)}`);
  await writeMeta(meta, { ...context, notice: null }, []);
}

/** The history comes oldest first and may be long: only the newest are kept, newest first. */
async function keepNewest(history: AsyncIterable<ConversationSummary>): Promise<ConversationSummary[]> {
  const newest: ConversationSummary[] = [];
  for await (const summary of history) {
    newest.push(summary);
    if (newest.length > SHOWN) newest.shift();
  }
  return newest.reverse();
}

function heading(text: string, count: number): string {
  return count > SHOWN ? `${text}; the newest ${SHOWN}:` : text;
}

function toFlagName(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** As a shell takes it for one word, and nothing more than a word. */
function quote(value: string): string {
  return /^[\w.:/@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** The next commands to try, with the flags of this one where they narrow it. */
function describeNext({ flags }: AnsweredContext, conversationId: string | undefined): string {
  const given = (names: readonly string[]) =>
    names.flatMap((name) => {
      const value: unknown = flags[toFlagName(name)];
      const values = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
      return values.map((one) => `--${name} ${quote(one)}`);
    });
  // The same organisation in the same time zone: a command that is copied must not ask another one.
  const same = given(["profile", "region", "client-id", "login-url", "api-url", "ca-file", "time-zone"]);
  const filters = Object.values(LIVE_FILTER_PARAMETERS).map(({ flag }) => flag.slice(2).split(" ")[0] ?? "");
  const narrowed = [...given(filters), ...same];
  const commands: [string, string][] = [
    [["live --watch", ...narrowed].join(" "), "every active conversation, kept up to date until Ctrl-C"],
    [["history", ...narrowed, ...given(["days", "from", "to"])].join(" "), "the whole history"],
  ];
  if (conversationId !== undefined)
    commands.push([["show", conversationId, ...same].join(" "), "the timeline of one conversation"]);
  const width = Math.max(...commands.map(([command]) => command.length));
  const lines = commands.map(([command, meaning]) => `  npx nowthen ${command.padEnd(width)}   ${meaning}\n`);
  return `Next:\n${lines.join("")}\n`;
}
