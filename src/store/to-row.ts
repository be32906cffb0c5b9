import { hash } from "node:crypto";
import type { ConversationSummary, Source } from "../model/conversation-summary.ts";
import { toEmissions } from "../model/emissions.ts";
import type { Protection } from "../model/privacy/create-protection.ts";
import { summarize } from "../model/summarize.ts";
import type { AnalyticsConversation } from "../model/wire.ts";
import { parseWireInstant } from "../model/wire-instant.ts";
import { hasAttributes } from "./carry-attributes.ts";
import type { Account } from "./choose-version.ts";
import type { ObservedRecord } from "./store.ts";

/** A version that is ready to be written. */
export interface Row extends Account {
  readonly conversationId: string;
  readonly source: Source;
  readonly record: AnalyticsConversation;
  /** The record as JSON: what is kept of it. */
  readonly detail: string;
  readonly summary: ConversationSummary;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly hasAttributes: boolean;
}

/** Reads, summarises and fingerprints what may be kept of a record. Throws `RECORD_UNREADABLE` (input). */
export function toRow({ record: whole, source, observedAt }: ObservedRecord, protect: Protection): Row {
  const record = protect(whole);
  const { summary } = summarize(record, { source, observedAt });
  const read = record as AnalyticsConversation;
  const detail = JSON.stringify(read);
  const endedAt = parseWireInstant(read.conversationEnd) ?? null;
  return {
    conversationId: read.conversationId,
    source,
    observedAt,
    record: read,
    detail,
    payloadHash: hash("sha256", detail, "base64url").slice(0, 22),
    summary,
    startedAt: parseWireInstant(read.conversationStart) ?? null,
    endedAt,
    isOver: endedAt !== null,
    hasAttributes: hasAttributes(read),
  };
}

/** What a conversation has emitted, in columns; `session` counts the sessions from 1, as lists of SQL do. */
export interface EmissionColumns {
  readonly metric: string[];
  readonly value: number[];
  readonly emitDate: number[];
  readonly session: number[];
  readonly derived: boolean[];
  readonly participantId: (string | null)[];
  readonly purpose: (string | null)[];
  readonly sessionId: (string | null)[];
  readonly queueId: (string | null)[];
  readonly userId: (string | null)[];
  readonly mediaType: (string | null)[];
  readonly wrapUpCodes: (readonly string[] | null)[];
}

/** By columns, because that is several times as fast to write and to read as a list of objects. */
export function toEmissionColumns(record: AnalyticsConversation): EmissionColumns {
  const columns: EmissionColumns = {
    metric: [],
    value: [],
    emitDate: [],
    session: [],
    derived: [],
    participantId: [],
    purpose: [],
    sessionId: [],
    queueId: [],
    userId: [],
    mediaType: [],
    wrapUpCodes: [],
  };
  const places = new Map<unknown, number>();
  for (const { metric, value, at, dimensions, origin, derived } of toEmissions(record)) {
    let place = places.get(dimensions);
    if (place === undefined) {
      place = columns.sessionId.push(origin.sessionId ?? null);
      places.set(dimensions, place);
      columns.participantId.push(origin.participantId ?? null);
      columns.purpose.push(origin.purpose ?? null);
      columns.queueId.push(dimensions.queueId[0] ?? null);
      columns.userId.push(dimensions.userId[0] ?? null);
      columns.mediaType.push(dimensions.mediaType[0] ?? null);
      columns.wrapUpCodes.push(dimensions.wrapUpCode.length === 0 ? null : dimensions.wrapUpCode);
    }
    columns.metric.push(metric);
    columns.value.push(value);
    columns.emitDate.push(at);
    columns.session.push(place);
    columns.derived.push(derived === true);
  }
  return columns;
}
