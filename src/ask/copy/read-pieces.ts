import { contains, toIso } from "../../base/interval.ts";
import { collectAttributes } from "../../model/collect-attributes.ts";
import type { ConversationSummary } from "../../model/conversation-summary.ts";
import { summarize } from "../../model/summarize.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { matchesAll } from "../../sources/filter/matches-locally.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import { addNames } from "../add-names.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { closeMeta, markIncomplete } from "../open-meta.ts";
import { readPlanned } from "../read-summaries.ts";
import type { ApiPiece, CopyPiece, PiecesPlan } from "./plan-pieces.ts";
import { withStoredNames } from "./stored-names.ts";

type Rows = AsyncGenerator<ConversationSummary, void, undefined>;

interface Asking {
  readonly world: AskWorld;
  readonly need: HistoryNeed;
  readonly meta: AnswerMeta;
  readonly context: AskContext;
}

/** The summaries of a question about the past, oldest first, each once, from the copy and the API; the meta data is final at the end. */
export async function* readPieces(asking: Asking, { pieces, lacking, notes }: PiecesPlan): Rows {
  const { meta, need, context } = asking;
  meta.notes.push(...notes);
  if (lacking !== null) markIncomplete(meta, lacking);
  const [copy] = pieces.flatMap((piece) => (piece.kind === "copy" ? [piece.store] : (piece.beside ?? [])));
  const named = copy === undefined ? asking.world : await withStoredNames(asking.world, copy, need.via === "store");
  const world = { ...asking, world: named };
  let observedAt = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (context.resumeAt !== undefined && piece.interval.to <= context.resumeAt) continue;
    const seen = (at: number) => {
      observedAt = Math.max(observedAt, at);
    };
    yield* piece.kind === "copy" ? readCopy(world, piece, seen) : readApi(world, piece, seen);
    context.reached?.(piece.interval.to);
  }
  closeMeta(meta, named, Number.isFinite(observedAt) ? observedAt : named.clock.now());
}

async function* readCopy(asking: Asking, piece: CopyPiece, seen: (at: number) => void): Rows {
  const { world, need, context } = asking;
  const { interval, store, asOf } = piece;
  const fresh = await readOpenAgain(asking, piece);
  seen(fresh.size > 0 ? world.clock.now() : asOf);
  const from = Math.max(interval.from, context.resumeAt ?? interval.from);
  const wanted = { interval: { from, to: interval.to } };
  const needsRecords = need.criteria.length > 0 || need.attributes !== false;
  if (!needsRecords) {
    for await (const run of store.summaries(wanted, context.signal)) {
      const rows = run.map((summary) => fresh.get(summary.conversationId)?.summary ?? summary);
      await addNames(rows, world.directory, context.signal);
      yield* rows;
    }
    return;
  }
  for await (const run of store.conversations(wanted, context.signal)) {
    const rows = run
      .map((one) => fresh.get(one.summary.conversationId) ?? one)
      .filter(({ record }) => matchesAll(record, need.criteria))
      .map(({ summary, record }) => withAttributes(summary, record, need));
    await addNames(rows, world.directory, context.signal);
    yield* rows;
  }
}

interface Read {
  readonly summary: ConversationSummary;
  readonly record: AnalyticsConversation;
}

/** What was open when the copy was brought up to date, as it is now. */
async function readOpenAgain({ world, context }: Asking, { open }: CopyPiece): Promise<Map<string, Read>> {
  const fresh = new Map<string, Read>();
  if (open.length === 0) return fresh;
  const ids = open.map(({ conversationId }) => conversationId);
  const { records, source, observedAt } = await world.sources.byIds(ids, context.signal);
  for (const record of records as AnalyticsConversation[]) {
    const { summary } = summarize(record, { source, observedAt });
    fresh.set(record.conversationId, { summary, record });
  }
  return fresh;
}

/** The API's rows, and between them, in their places, what only the copy knows: live ones that analytics does not tell yet. */
async function* readApi(asking: Asking, piece: ApiPiece, seen: (at: number) => void): Rows {
  const { world, need, meta, context } = asking;
  const told = new Set<string>();
  const waiting = await readBeside(asking, piece);
  const before = (start: number) => {
    const due: Read[] = [];
    while (waiting.length > 0 && startOf(waiting[0]) < start) {
      const next = waiting.shift();
      if (next !== undefined && !told.has(next.summary.conversationId)) due.push(next);
    }
    return due.map(({ summary, record }) => withAttributes(summary, record, need));
  };
  for await (const row of readPlanned(world, piece.planned, meta, context, seen)) {
    const due = before(row.startedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(row.startedAt));
    await addNames(due, world.directory, context.signal);
    yield* due;
    told.add(row.conversationId);
    yield row;
  }
  const rest = before(Number.POSITIVE_INFINITY);
  await addNames(rest, world.directory, context.signal);
  yield* rest;
}

async function readBeside({ need, context }: Asking, { beside, interval }: ApiPiece): Promise<Read[]> {
  const found: Read[] = [];
  if (beside === null) return found;
  for await (const run of beside.conversations({ interval }, context.signal))
    found.push(...run.filter(({ record }) => matchesAll(record, need.criteria)));
  return found.filter((one) => contains(interval, startOf(one)));
}

function startOf(one: Read | undefined): number {
  return Date.parse(one?.summary.startedAt ?? toIso(0));
}

function withAttributes(summary: ConversationSummary, record: AnalyticsConversation, need: HistoryNeed) {
  return need.attributes === false ? summary : { ...summary, attributes: collectAttributes(record) };
}
