/** Where a record came from: the live APIs, details query, details job, a file, or the local store. */
export type Source = "live" | "query" | "job" | "file" | "store";

/** `live`: not ended; `recent`: ended, wrap-up or the nightly re-processing may still change it; `settled`: neither. */
export type Finality = "live" | "recent" | "settled";

/** `lingering`: no end, but only other legs (a stuck consult, say) are open. */
export type ConversationState = "active" | "lingering" | "ended";

export interface Provenance {
  source: Source;
  /** When the API (or the file) showed it so, ISO-8601 UTC. */
  observedAt: string;
  finality: Finality;
  /** Counts the versions that a store has seen; `null` outside a store. */
  revision: number | null;
}

export interface QueueReference {
  id: string;
  name: string | null;
}

export interface TransferCounts {
  total: number;
  blind: number;
  consult: number;
}

/** One user's part as agent or employee; a supervisor who only listened has none. Durations in milliseconds. */
export interface AgentSummary {
  userId: string | null;
  name: string | null;
  purpose: string;
  /** Unique, in the order met. */
  queueIds: string[];
  sessions: number;
  talkMs: number;
  heldMs: number;
  acwMs: number;
  /** `null` while a session that talked has no `tHandle` yet. */
  handleMs: number | null;
  wrapUpCodes: string[];
  answered: boolean;
}

/** One conversation in one row. `null` is unknown and never zero; durations are milliseconds, instants ISO-8601 UTC. */
export interface ConversationSummary {
  conversationId: string;
  mediaTypes: string[];
  direction: string | null;
  state: ConversationState;
  startedAt: string | null;
  endedAt: string | null;
  /** Life of the record: `conversationEnd - conversationStart`; stuck legs can make it 60 days. */
  durationMs: number | null;
  /** To the last end of the first customer participant and of the acd, agent and user segments. */
  effectiveDurationMs: number | null;
  offered: number;
  answered: number;
  abandoned: boolean;
  answeredWaitMs: number;
  acdMs: number;
  ivrMs: number;
  voicemailMs: number;
  talkMs: number;
  heldMs: number;
  holdCount: number;
  acwMs: number;
  handleMs: number | null;
  handleCount: number;
  contactingMs: number;
  dialingMs: number;
  notResponding: number;
  notRespondingMs: number;
  /** One entry an offer, in time order, repeats kept. */
  queueIdsOffered: string[];
  queues: QueueReference[];
  transfers: TransferCounts;
  consults: number;
  /** One a coded wrap-up segment. */
  wrapUpCodes: string[];
  /** Their names, in the same order; `null` where nobody was asked or nobody knows. */
  wrapUpCodeNames: (string | null)[];
  agents: AgentSummary[];
  customer: { name: string | null; address: string | null };
  divisionIds: string[];
  disconnectType: string | null;
  /** Participant attributes, where they were asked for; empty where the source has none. */
  attributes?: Record<string, string>;
  provenance: Provenance;
}
