import type { Interval } from "../../base/interval.ts";
import type { Finality, Source } from "../../model/conversation-summary.ts";
import type { Account } from "../choose-version.ts";
import type { KnownConversation } from "../store.ts";
import type { Database } from "./database.ts";
import { toIdKey } from "./id-key.ts";
import { amongIds, instant, near } from "./write-rows.ts";

/** What the store has of a conversation, without its detail. */
export interface KnownVersion extends Account {
  readonly revision: number;
  readonly finality: Finality;
  readonly startedAt: number | null;
  readonly attributesAt: number | null;
}

interface KnownRow {
  id: string;
  revision: number;
  source: Source;
  finality: Finality;
  hash: string;
  observed: string;
  over: boolean;
  start: string | null;
  attributes: string | null;
}

/** The current versions of some conversations, by id. */
export async function readKnown(database: Database, ids: readonly string[]): Promise<Map<string, KnownVersion>> {
  const starts = ids.length === 0 ? null : await findStarts(database, ids);
  if (starts === null) return new Map();
  const rows = await database.rows<KnownRow>(
    `SELECT conversation_id AS id, revision, source, finality, payload_hash AS hash, epoch_ms(observed_at) AS observed,
       conversation_end IS NOT NULL AS over, epoch_ms(conversation_start) AS start, epoch_ms(attributes_at) AS attributes
     FROM conversation WHERE ${amongIds()} ${near(starts)}`,
    "looking up what is known",
    [JSON.stringify(ids)],
  );
  return new Map(
    rows.map(({ id, revision, source, finality, hash, observed, over, start, attributes }) => [
      id,
      {
        revision,
        source,
        finality,
        payloadHash: hash,
        observedAt: Number(observed),
        isOver: over,
        startedAt: start === null ? null : Number(start),
        attributesAt: attributes === null ? null : Number(attributes),
      },
    ]),
  );
}

/**
 * Between which starts those of some ids lie that the store has, found by the numbers for their ids; `null` when it has none of them, as
 * always in a backfill. In a million conversations that takes a seventh of looking for the ids themselves.
 */
async function findStarts(database: Database, ids: readonly string[]): Promise<readonly (number | null)[] | null> {
  const [found] = await database.rows<{ rows: string; dated: string; first: string | null; last: string | null }>(
    `SELECT count(*) AS rows, count(conversation_start) AS dated, epoch_ms(min(conversation_start)) AS first,
       epoch_ms(max(conversation_start)) AS last
     FROM conversation SEMI JOIN (SELECT ${toIdKey("id")} AS id_key FROM (SELECT unnest(from_json(?::JSON, '["VARCHAR"]')) AS id))
     USING (id_key)`,
    "looking up what is known",
    [JSON.stringify(ids)],
  );
  if (found === undefined || Number(found.rows) === 0) return null;
  if (found.first === null || found.last === null || found.dated !== found.rows) return [null];
  return [Number(found.first), Number(found.last)];
}

/** The details of some conversations as texts, by id. */
export async function readDetails(
  database: Database,
  ids: readonly string[],
  starts: readonly (number | null)[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database.rows<{ id: string; detail: string }>(
    `SELECT conversation_id AS id, detail FROM conversation WHERE ${amongIds()} ${near(starts)}`,
    "reading what is known",
    [JSON.stringify(ids)],
  );
  return new Map(rows.map(({ id, detail }) => [id, detail]));
}

/** Conversations that meet a condition, oldest first, without their details. */
export async function readKnownConversations(database: Database, condition: string): Promise<KnownConversation[]> {
  const rows = await database.rows<{ id: string; start: string | null; observed: string; source: Source }>(
    `SELECT conversation_id AS id, epoch_ms(conversation_start) AS start, epoch_ms(observed_at) AS observed, source
     FROM conversation WHERE ${condition} ORDER BY conversation_start, conversation_id`,
    "looking up conversations",
  );
  return rows.map(({ id, start, observed, source }) => ({
    conversationId: id,
    startedAt: start === null ? null : Number(start),
    observedAt: Number(observed),
    source,
  }));
}

/** Ids of what began in an interval. */
export async function readIds(database: Database, { from, to }: Interval): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    `SELECT conversation_id AS id FROM conversation
     WHERE conversation_start >= ${instant(from)} AND conversation_start < ${instant(to)}`,
    "looking up conversations",
  );
  return rows.map(({ id }) => id);
}
