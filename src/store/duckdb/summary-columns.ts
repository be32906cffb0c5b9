export interface SummaryColumn {
  readonly name: string;
  readonly type: string;
  readonly from: string;
  readonly more?: true;
}

/**
 * Columns of `conversation` that are read from the summary: the name, its type, and where the summary says it, or what is staged beside
 * it because the summary has it in a nested form. No rule about a metric stands in SQL; `model/summarize` has them all.
 */
export const SUMMARY_COLUMNS: readonly SummaryColumn[] = [
  { name: "state", type: "VARCHAR", from: "state" },
  { name: "media_types", type: "VARCHAR[]", from: "mediaTypes" },
  { name: "direction", type: "VARCHAR", from: "direction" },
  { name: "duration_ms", type: "BIGINT", from: "durationMs" },
  { name: "effective_duration_ms", type: "BIGINT", from: "effectiveDurationMs" },
  { name: "offered", type: "INTEGER", from: "offered" },
  { name: "answered", type: "INTEGER", from: "answered" },
  { name: "abandoned", type: "BOOLEAN", from: "abandoned" },
  { name: "answered_wait_ms", type: "BIGINT", from: "answeredWaitMs" },
  { name: "acd_ms", type: "BIGINT", from: "acdMs" },
  { name: "ivr_ms", type: "BIGINT", from: "ivrMs" },
  { name: "voicemail_ms", type: "BIGINT", from: "voicemailMs" },
  { name: "talk_ms", type: "BIGINT", from: "talkMs" },
  { name: "held_ms", type: "BIGINT", from: "heldMs" },
  { name: "hold_count", type: "INTEGER", from: "holdCount" },
  { name: "acw_ms", type: "BIGINT", from: "acwMs" },
  { name: "handle_ms", type: "BIGINT", from: "handleMs" },
  { name: "handle_count", type: "INTEGER", from: "handleCount" },
  { name: "contacting_ms", type: "BIGINT", from: "contactingMs" },
  { name: "dialing_ms", type: "BIGINT", from: "dialingMs" },
  { name: "not_responding", type: "INTEGER", from: "notResponding" },
  { name: "not_responding_ms", type: "BIGINT", from: "notRespondingMs" },
  { name: "queue_ids_offered", type: "VARCHAR[]", from: "queueIdsOffered" },
  { name: "queue_ids", type: "VARCHAR[]", from: "queueIds", more: true },
  { name: "transfers", type: "INTEGER", from: "transfers", more: true },
  { name: "blind_transfers", type: "INTEGER", from: "blindTransfers", more: true },
  { name: "consult_transfers", type: "INTEGER", from: "consultTransfers", more: true },
  { name: "consults", type: "INTEGER", from: "consults" },
  { name: "wrap_up_codes", type: "VARCHAR[]", from: "wrapUpCodes" },
  { name: "user_ids", type: "VARCHAR[]", from: "userIds", more: true },
  { name: "customer_name", type: "VARCHAR", from: "customerName", more: true },
  { name: "customer_address", type: "VARCHAR", from: "customerAddress", more: true },
  { name: "division_ids", type: "VARCHAR[]", from: "divisionIds" },
  { name: "disconnect_type", type: "VARCHAR", from: "disconnectType" },
];
