import type { Interval } from "../../base/interval.ts";
import type { Finality, Source } from "../../model/conversation-summary.ts";
import type { Account } from "../choose-version.ts";
import type { KnownConversation } from "../store.ts";
import type { Database } from "./database.ts";
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
  start: string | null;
  attributes: string | null;
}

/** The current versions of some conversations, by id. */
export async function readKnown(database: Database, ids: readonly string[]): Promise<Map<string, KnownVersion>> {
  if (ids.length === 0) return new Map();
  const rows = await database.rows<KnownRow>(
    `SELECT conversation_id AS id, revision, source, finality, payload_hash AS hash, epoch_ms(observed_at) AS observed,
       epoch_ms(conversation_start) AS start, epoch_ms(attributes_at) AS attributes
     FROM conversation WHERE ${amongIds()}`,
    "looking up what is known",
    [JSON.stringify(ids)],
  );
  return new Map(
    rows.map(({ id, revision, source, finality, hash, observed, start, attributes }) => [
      id,
      {
        revision,
        source,
        finality,
        payloadHash: hash,
        observedAt: Number(observed),
        startedAt: start === null ? null : Number(start),
        attributesAt: attributes === null ? null : Number(attributes),
      },
    ]),
  );
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
