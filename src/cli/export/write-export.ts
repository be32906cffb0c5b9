import type { Answer, AskContext } from "../../ask/answer.ts";
import type { RawParameters } from "../../ask/parameter.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import { createRowFormat } from "../output/create-row-format.ts";
import { type AnswerView, writeMeta } from "../print-answer.ts";
import type { AnsweredContext } from "../question-command.ts";
import type { Interrupted } from "./export-journal.ts";
import { type Export, findInterrupted, openExport, toPartPath } from "./open-export.ts";
import type { OutputTarget } from "./output-flags.ts";

/** An export whose question has been asked, and whose rows have not been read. */
export interface AskedExport {
  readonly target: OutputTarget;
  readonly interrupted: Interrupted | undefined;
  readonly answer: Answer<ConversationSummary>;
  /** Tells an open export how far the answer has come. */
  readonly reports: { to: Export | null };
}

/** Asks the question of an export: what is still missing of it where it was interrupted, of the range that it then meant. */
export async function askForExport(
  target: OutputTarget,
  raw: RawParameters,
  context: AskContext,
  ask: (raw: RawParameters, context: AskContext) => Promise<Answer<ConversationSummary>>,
): Promise<AskedExport> {
  const interrupted = await findInterrupted(target);
  const reports: AskedExport["reports"] = { to: null };
  const range = interrupted?.header;
  const answer = await ask(range === undefined ? raw : { ...raw, days: undefined, from: range.from, to: range.to }, {
    ...context,
    resumeAt: interrupted?.reached ?? undefined,
    reached: (instant) => reports.to?.reached(instant),
  });
  return { target, interrupted, answer, reports };
}

/** Writes the rows to their file. What is stopped, by whatever, stays beside it for the same command to go on with. */
export async function writeExport(
  { target, interrupted, answer, reports }: AskedExport,
  context: AnsweredContext,
  view: AnswerView<ConversationSummary, Answer<ConversationSummary>["meta"]>,
): Promise<void> {
  const { cli, progress } = context;
  const { file, format, asked } = target;
  const { meta } = answer;
  const header = { version: 1, asked, from: meta.from ?? "", to: meta.to ?? "" } as const;
  await using opened = await openExport(file, header, interrupted, cli.effects.clock, cli.signal);
  const lacked = interrupted?.lacking ?? null;
  reports.to = opened;
  opened.lacking = () => describeLacking(lacked, meta);
  if (interrupted !== undefined)
    progress.say(`Goes on with the export of ${header.from} to ${header.to}: ${opened.rows} rows are there already.`);
  // Rows don't go to the terminal: the progress line stays.
  progress.resume();
  const table = { columns: view.columns, empty: view.empty, width: undefined, colours: false };
  const rowFormat = createRowFormat(format, { table, csvColumns: view.csvColumns });
  try {
    await rowFormat.write(opened.keepTrack(answer.rows), opened.sink, opened.rows);
    await opened.finish();
  } catch (error) {
    await keepWhatIsThere(opened, file, context);
    throw error;
  }
  if (lacked !== null) Object.assign(meta, { complete: false, reason: opened.lacking() });
  meta.rows = opened.rows;
  await writeMeta(meta, { ...context, format }, [...view.closing(meta), `written to ${file}`]);
}

function describeLacking(lacked: string | null, { reason, setAsideCount }: Answer<unknown>["meta"]): string | null {
  const unread = reason === null && setAsideCount > 0 ? `${setAsideCount} records could not be read` : reason;
  const all = new Set([lacked, unread].filter((text) => text !== null));
  return all.size === 0 ? null : [...all].join("; ");
}

async function keepWhatIsThere(opened: Export, file: string, { progress }: AnsweredContext): Promise<void> {
  try {
    await opened.checkpoint();
    progress.say(`${opened.rows} rows are in ${toPartPath(file)}; the same command goes on from there.`);
  } catch {
    // The error that is being thrown says why; what was written down before still counts.
  }
}
