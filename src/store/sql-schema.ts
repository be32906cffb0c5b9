/** What can be asked by SQL: each view with what a row of it is, and what its columns mean where their name does not say so. */
export interface ViewDescription {
  readonly name: string;
  readonly row: string;
  /** By column; Genesys' own names, in snake_case, mean what they mean there. */
  readonly columns: Readonly<Record<string, string>>;
}

const OF_CONVERSATION = {
  conversation_id: "conversationId",
  conversation_start: "when the conversation began; an instant, shown in UTC",
} as const;

const OF_SESSION = {
  participant_id: "participantId",
  purpose: "customer, ivr, acd, agent, user, …",
  user_id: "userId of an agent or user",
} as const;

export const SQL_VIEWS: readonly ViewDescription[] = [
  {
    name: "conversations",
    row: "one conversation, as it is known now, with the figures of its summary (docs/metrics.md)",
    columns: {
      ...OF_CONVERSATION,
      conversation_end: "when it ended; NULL while it is open",
      state: "active, lingering or ended",
      media_types: "analytics' spelling: voice, callback, chat, email, message, …",
      duration_ms: "life of the record, in milliseconds; NULL while it is open",
      effective_duration_ms: "without legs that were never hung up, in milliseconds",
      offered: "offers to queues",
      answered: "answers by agents",
      abandoned: "whether the customer left before an answer",
      answered_wait_ms: "wait of what was answered, in milliseconds",
      acd_ms: "time in queues, in milliseconds",
      talk_ms: "agents' talk, in milliseconds; held, acw, handle, ivr, contacting, dialing alike",
      handle_ms: "NULL while a session that talked has no tHandle",
      queue_ids_offered: "the queue of each offer in time order, repeats kept",
      queue_ids: "queues that it touched, each once",
      user_ids: "agents and users who handled it, each once",
      wrap_up_codes: "one a coded wrap-up segment",
      source: "live, query, job or file: which API told it",
      finality: "live, recent or settled",
      observed_at: "until when it is known to have been so",
      revision: "counts the versions that this copy has had of it",
    },
  },
  {
    name: "participants",
    row: "one participant of a conversation",
    columns: { ...OF_CONVERSATION, ...OF_SESSION, participant_name: "as the record has it" },
  },
  {
    name: "sessions",
    row: "one session of a participant",
    columns: { ...OF_CONVERSATION, ...OF_SESSION, session_id: "sessionId", media_type: "of this session" },
  },
  {
    name: "segments",
    row: "one segment of a session",
    columns: {
      ...OF_CONVERSATION,
      ...OF_SESSION,
      segment_type: "alert, interact, hold, wrapup, …",
      segment_end: "NULL while it is open",
      duration_ms: "in milliseconds; NULL while it is open",
    },
  },
  {
    name: "metrics",
    row: "one thing that was counted or measured in a session, as aggregates count it",
    columns: {
      ...OF_CONVERSATION,
      ...OF_SESSION,
      name: "Genesys' name: tTalk, tHandle, nOffered, …",
      value: "milliseconds for t…, a count for n…",
      emit_date: "the instant by which aggregates attribute it",
      queue_id: "of the session",
      wrap_up_codes: "of the session; NULL where it has none",
      derived: "true where it stands in no record, but follows from one (tWait)",
    },
  },
  {
    name: "attributes",
    row: "one participant attribute",
    columns: { ...OF_CONVERSATION, ...OF_SESSION, name: "of the attribute", value: "of the attribute" },
  },
  { name: "evaluations", row: "one evaluation of an agent's part", columns: { ...OF_CONVERSATION } },
  { name: "surveys", row: "one survey of a customer", columns: { ...OF_CONVERSATION } },
  {
    name: "details",
    row: "one conversation's record as it came, with everything that nowthen does not know",
    columns: { ...OF_CONVERSATION, detail: "JSON: detail->>'$.externalTag' reads from it" },
  },
  {
    name: "versions",
    row: "one version that another has replaced",
    columns: { conversation_id: "conversationId", superseded_at: "when", detail: "its record, JSON" },
  },
  {
    name: "slices",
    row: "one reading of a stretch of time: the ledger",
    columns: { slice_from: "conversations that began at or after", slice_to: "and before", as_of: "complete as of" },
  },
  {
    name: "names",
    row: "the name of a user, queue, wrap-up code or division",
    columns: { kind: "user, queue, wrapUpCode, division", id: "as records have it" },
  },
];

/** Statements that show what can be asked; a test runs each. */
export const SQL_EXAMPLES: readonly { readonly asks: string; readonly sql: string }[] = [
  {
    asks: "Conversations and average handle time by queue, yesterday and today",
    sql: `SELECT n.name AS queue, count(*) AS handled, round(avg(value) / 1000) AS aht_seconds
FROM metrics m LEFT JOIN names n ON n.kind = 'queue' AND n.id = m.queue_id
WHERE m.name = 'tHandle' AND emit_date >= current_date - INTERVAL 1 DAY
GROUP BY ALL ORDER BY handled DESC`,
  },
  {
    asks: "How long callers waited, by hour: median and 95th percentile in seconds",
    sql: `SELECT time_bucket(INTERVAL 1 HOUR, emit_date) AS hour, count(*) AS waits,
  round(quantile_cont(value, 0.5) / 1000) AS p50, round(quantile_cont(value, 0.95) / 1000) AS p95
FROM metrics WHERE name = 'tWait' GROUP BY ALL ORDER BY hour DESC LIMIT 24`,
  },
  {
    asks: "Who was in a conversation at an instant",
    sql: `SELECT conversation_id, media_types, direction, queue_ids FROM conversations
WHERE conversation_start <= TIMESTAMPTZ '2026-11-20 10:00:00Z'
  AND (conversation_end IS NULL OR conversation_end > TIMESTAMPTZ '2026-11-20 10:00:00Z')`,
  },
  {
    asks: "What changed after the end, and how often",
    sql: `SELECT conversation_id, revision, source, observed_at FROM versions ORDER BY superseded_at DESC LIMIT 20`,
  },
  {
    asks: "The longest holds of agents, with their notes",
    sql: `SELECT conversation_id, user_id, duration_ms, wrap_up_note FROM segments
WHERE segment_type = 'hold' ORDER BY duration_ms DESC NULLS LAST LIMIT 10`,
  },
];
