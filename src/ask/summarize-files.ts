import { stat } from "node:fs/promises";
import { stopWaitingOnAbort } from "../base/abort.ts";
import type { Clock } from "../base/effects.ts";
import { toIso } from "../base/interval.ts";
import type { ConversationSummary } from "../model/conversation-summary.ts";
import { openInput, STDIN_PATH } from "../sources/records/file-input.ts";
import { describePlace, readRecords } from "../sources/records/record-reader.ts";
import type { Answer, AnswerMeta, AskContext } from "./answer.ts";
import { countRows } from "./count-rows.ts";
import { noteSetAside } from "./open-meta.ts";
import { setAside, summarizeRecord } from "./summarize-page.ts";

export interface FileWorld {
  clock: Clock;
  stdin: AsyncIterable<Uint8Array>;
}

/**
 * Summaries of the records in files (`-` is standard input), one after the other, however large. Needs no organisation,
 * so ids have no names. Throws `FILE_NOT_FOUND`, `IS_A_FOLDER`, `FILE_UNREADABLE` (input) before the first row.
 */
export async function summarizeFiles(
  world: FileWorld,
  paths: readonly string[],
  context: AskContext = {},
): Promise<Answer<ConversationSummary>> {
  for (const path of paths) await checkInput(path, world);
  const meta: AnswerMeta = {
    question: "summarize",
    from: null,
    to: null,
    user: null,
    queue: null,
    filters: [],
    complete: true,
    reason: null,
    asOf: toIso(world.clock.now()),
    rows: 0,
    requestsUsed: 0,
    setAsideCount: 0,
    setAside: [],
    notes: [],
  };
  return { rows: countRows(readAll(world, paths, meta, context), meta), meta };
}

/** Somebody who stops must not have to wait for the next bytes of a terminal or an idle pipe. */
async function* stopOnAbort(
  bytes: AsyncIterable<Uint8Array>,
  origin: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = bytes[Symbol.asyncIterator]();
  for (;;) {
    const next = await stopWaitingOnAbort(iterator.next(), `reading ${origin}`, signal);
    if (next.done === true) return;
    yield next.value;
  }
}

/**
 * A misspelt last name is told before an hour's work, not after. What can be read only once, such as a pipe that a shell
 * made (`<(…)`), is left alone.
 */
async function checkInput(path: string, { stdin }: FileWorld): Promise<void> {
  if (path === STDIN_PATH) return;
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) await (await openInput(path, stdin)).close();
}

async function* readAll(
  world: FileWorld,
  paths: readonly string[],
  meta: AnswerMeta,
  context: AskContext,
): AsyncGenerator<ConversationSummary, void, undefined> {
  for (const path of paths) {
    // What a file shows was so when it was written, at the latest.
    const observedAt = path === STDIN_PATH ? world.clock.now() : (await stat(path)).mtimeMs;
    await using input = await openInput(path, world.stdin);
    for await (const read of readRecords(stopOnAbort(input.bytes, input.origin, context.signal), input.origin)) {
      const place = describePlace(read.place);
      if (read.kind === "problem") {
        setAside(meta, context, { conversationId: null, place, reason: read.reason });
        continue;
      }
      const summary = summarizeRecord(read.value, { source: "file", observedAt }, meta, context, place);
      if (summary !== null) yield summary;
      context.progress?.(`${input.origin}: ${meta.rows} conversations`);
    }
  }
  noteSetAside(meta);
}
