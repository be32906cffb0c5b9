import type { Client } from "pg";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSession } from "../../src/model/wire.ts";

// The approach of Genesys' own blueprint `conversation-model-to-sql`: five tables, tied by foreign keys; a transaction a conversation and
// an INSERT a row. Tables and code are ours. Only the keys of segments and metrics differ: theirs come apart when a value is there twice.

const TABLES = [
  `CREATE TABLE conversations (conversation_id char(36) PRIMARY KEY, conversation_start varchar NOT NULL, conversation_end varchar,
     originating_direction varchar, division_ids varchar, media_stats_min_conversation_mos decimal,
     media_stats_min_conversation_rfactor decimal)`,
  `CREATE TABLE participants (participant_id char(36) PRIMARY KEY, conversation_id char(36) NOT NULL REFERENCES conversations,
     participant_name varchar, purpose varchar NOT NULL, user_id char(36))`,
  `CREATE TABLE sessions (session_id char(36) PRIMARY KEY, participant_id char(36) NOT NULL REFERENCES participants,
     media_type varchar, direction varchar, peer_id char(36), provider varchar, requested_routings varchar, used_routing varchar,
     selected_agent_id char(36), remote varchar)`,
  `CREATE TABLE segments (session_id char(36) NOT NULL REFERENCES sessions, place int NOT NULL, segment_start varchar, segment_end varchar,
     segment_type varchar, conference boolean, disconnect_type varchar, queue_id char(36), PRIMARY KEY (session_id, place))`,
  `CREATE TABLE metrics (session_id char(36) NOT NULL REFERENCES sessions, place int NOT NULL, name varchar NOT NULL, value bigint NOT NULL,
     emit_date varchar, PRIMARY KEY (session_id, place))`,
];

export async function createTables(client: Client): Promise<void> {
  for (const table of TABLES) await client.query(table);
}

/** Says how many rows it was. */
export async function insertConversation(client: Client, conversation: AnalyticsConversation): Promise<number> {
  let rows = 0;
  const insert: Insert = async (table, values) => {
    rows += 1;
    const places = values.map((_, n) => `$${n + 1}`).join(", ");
    await client.query(`INSERT INTO ${table} VALUES (${places})`, [...values]);
  };
  await client.query("BEGIN");
  await insert("conversations", [
    conversation.conversationId,
    conversation.conversationStart,
    conversation.conversationEnd,
    conversation.originatingDirection,
    conversation.divisionIds?.join(","),
    conversation.mediaStatsMinConversationMos,
    conversation["mediaStatsMinConversationRFactor" as keyof AnalyticsConversation],
  ]);
  for (const participant of conversation.participants ?? [])
    await insertParticipant(insert, conversation.conversationId, participant);
  await client.query("COMMIT");
  return rows;
}

type Insert = (table: string, values: readonly unknown[]) => Promise<void>;

async function insertParticipant(
  insert: Insert,
  conversationId: string,
  participant: AnalyticsParticipant,
): Promise<void> {
  const { participantId, participantName, purpose, userId, sessions = [] } = participant;
  await insert("participants", [participantId, conversationId, participantName, purpose, userId]);
  for (const session of sessions) await insertSession(insert, participantId, session);
}

async function insertSession(
  insert: Insert,
  participantId: string | undefined,
  session: AnalyticsSession,
): Promise<void> {
  const { sessionId, mediaType, direction, peerId, provider, requestedRoutings, usedRouting, selectedAgentId, remote } =
    session;
  const routings = requestedRoutings?.join(",");
  await insert("sessions", [
    sessionId,
    participantId,
    mediaType,
    direction,
    peerId,
    provider,
    routings,
    usedRouting,
    selectedAgentId,
    remote,
  ]);
  for (const [place, segment] of (session.segments ?? []).entries()) {
    const { segmentStart, segmentEnd, segmentType, conference, disconnectType, queueId } = segment;
    const values = [sessionId, place, segmentStart, segmentEnd, segmentType, conference, disconnectType, queueId];
    await insert("segments", values);
  }
  for (const [place, { name, value, emitDate }] of (session.metrics ?? []).entries())
    await insert("metrics", [sessionId, place, name, value, emitDate]);
}
