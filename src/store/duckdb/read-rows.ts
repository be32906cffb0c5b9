import { DAY_MS, toIso } from "../../base/interval.ts";
import type { ConversationSummary, Finality, Source } from "../../model/conversation-summary.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import type { Selection, StoredConversation, SupersededVersion } from "../store.ts";
import type { Database } from "./database.ts";
import { toIdKey } from "./id-key.ts";
import { instant } from "./write-rows.ts";

/** A current version, as columns have it. */
export interface SummaryRow {
  summary: string;
  source: Source;
  finality: Finality;
  observed: string;
  revision: number;
}

interface ConversationRow extends SummaryRow {
  detail: string;
}

const SUMMARY = "summary, source, finality, epoch_ms(observed_at) AS observed, revision";

export async function* readSummaries(
  database: Database,
  selection: Selection,
  signal?: AbortSignal,
): AsyncGenerator<ConversationSummary[], void, undefined> {
  for await (const rows of readByDay<SummaryRow>(database, SUMMARY, selection, signal)) yield rows.map(toSummary);
}

export async function* readConversations(
  database: Database,
  selection: Selection,
  signal?: AbortSignal,
): AsyncGenerator<StoredConversation[], void, undefined> {
  for await (const rows of readByDay<ConversationRow>(database, `${SUMMARY}, detail`, selection, signal))
    yield rows.map(toConversation);
}

export async function readOne(database: Database, conversationId: string): Promise<StoredConversation | null> {
  const [row] = await database.rows<ConversationRow>(
    `SELECT ${SUMMARY}, detail FROM conversation WHERE id_key = ${toIdKey("?")} AND conversation_id = ?`,
    `reading conversation ${conversationId}`,
    [conversationId, conversationId],
  );
  return row === undefined ? null : toConversation(row);
}

/** Day by day, so that no order of millions has to be held at once. */
async function* readByDay<R>(
  database: Database,
  columns: string,
  selection: Selection,
  signal: AbortSignal | undefined,
): AsyncGenerator<R[], void, undefined> {
  const { conditions, values } = toConditions(selection);
  const read = (condition: string) =>
    database.stream<R>(
      `SELECT ${columns} FROM conversation WHERE ${[...conditions, condition].join(" AND ")}
       ORDER BY conversation_start, conversation_id`,
      "reading conversations",
      values,
    );
  if (selection.startless === true) return yield* read("conversation_start IS NULL");
  const span = await readSpan(database, selection);
  for (let day = span.from; day < span.to; day = nextDay(day)) {
    signal?.throwIfAborted();
    const until = Math.min(nextDay(day), span.to);
    yield* read(`conversation_start >= ${instant(day)} AND conversation_start < ${instant(until)}`);
  }
  if (selection.interval === undefined) yield* read("conversation_start IS NULL");
}

function nextDay(ms: number): number {
  return (Math.floor(ms / DAY_MS) + 1) * DAY_MS;
}

async function readSpan(database: Database, { interval }: Selection): Promise<{ from: number; to: number }> {
  const [span] = await database.rows<{ first: string | null; last: string | null }>(
    "SELECT epoch_ms(min(conversation_start)) AS first, epoch_ms(max(conversation_start)) AS last FROM conversation",
    "looking how far the store reaches",
  );
  if (span?.first === null || span?.first === undefined) return { from: 0, to: 0 };
  const [first, last] = [Number(span.first), Number(span.last)];
  return {
    from: Math.max(first, interval?.from ?? first),
    to: Math.min(last + 1, interval?.to ?? last + 1),
  };
}

function toConditions({ finality, ids, aliveSince }: Selection): { conditions: string[]; values: string[] } {
  const conditions: string[] = [];
  const values: string[] = [];
  if (finality !== undefined) conditions.push(`finality IN (${finality.map((one) => `'${one}'`).join(", ")})`);
  if (aliveSince !== undefined)
    conditions.push(`(conversation_end IS NULL OR conversation_end >= ${instant(aliveSince)})`);
  if (ids !== undefined) {
    conditions.push("conversation_id IN (SELECT unnest(from_json(?::JSON, '[\"VARCHAR\"]')))");
    values.push(JSON.stringify(ids));
  }
  return { conditions, values };
}

export function toSummary({ summary, source, finality, observed, revision }: SummaryRow): ConversationSummary {
  return {
    ...(JSON.parse(summary) as Omit<ConversationSummary, "provenance">),
    provenance: { source, observedAt: toIso(Number(observed)), finality, revision },
  };
}

function toConversation(row: ConversationRow): StoredConversation {
  return { summary: toSummary(row), record: JSON.parse(row.detail) as AnalyticsConversation };
}

interface VersionRow {
  revision: number;
  source: Source;
  finality: Finality;
  observed: string;
  superseded: string;
  hash: string;
  detail: string;
}

export async function readVersions(database: Database, conversationId: string): Promise<SupersededVersion[]> {
  const rows = await database.rows<VersionRow>(
    `SELECT revision, source, finality, epoch_ms(observed_at) AS observed, epoch_ms(superseded_at) AS superseded,
       payload_hash AS hash, detail FROM version WHERE conversation_id = ? ORDER BY revision DESC`,
    `reading earlier versions of conversation ${conversationId}`,
    [conversationId],
  );
  return rows.map(({ revision, source, finality, observed, superseded, hash, detail }) => ({
    revision,
    source,
    finality,
    observedAt: Number(observed),
    supersededAt: Number(superseded),
    payloadHash: hash,
    record: JSON.parse(detail) as AnalyticsConversation,
  }));
}

/** Records, superseded ones too, in which one of some texts stands, whatever its case. */
export async function* searchRecords(
  database: Database,
  texts: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<AnalyticsConversation[], void, undefined> {
  const condition = texts.map(() => "contains(lower(detail), ?)").join(" OR ");
  for (const table of ["conversation", "version"]) {
    const found = database.stream<{ detail: string }>(
      `SELECT detail FROM ${table} WHERE ${condition}`,
      "searching records",
      texts.map((text) => text.toLowerCase()),
    );
    for await (const rows of found) {
      signal?.throwIfAborted();
      yield rows.map(({ detail }) => JSON.parse(detail) as AnalyticsConversation);
    }
  }
}
