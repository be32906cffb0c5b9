import { DAY_MS, toIso } from "../base/interval.ts";
import { collectAgents } from "./collect-agents.ts";
import { toConversationState } from "./conversation-state.ts";
import type { ConversationSummary, Finality, QueueReference, Source } from "./conversation-summary.ts";
import { describeCustomer, findDisconnectType, findFirstCustomer } from "./first-customer.ts";
import { readDetailRecord } from "./read-detail-record.ts";
import { isOpenSession, isText, queueIdOf, segmentsOf, startOf, textOrNull, wrapUpCodesOf } from "./segments.ts";
import { type MetricTally, type Reading, tallyMetrics } from "./session-tally.ts";
import { isHandlerPurpose, tallySegments } from "./tally-segments.ts";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSession } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/** Where and when a record was seen. `observedAt` in epoch milliseconds. */
export interface Observation {
  source: Source;
  observedAt: number;
}

export interface Summarized {
  summary: ConversationSummary;
  /** Oddities that didn't stop the reading, such as a date that can't be read. */
  warnings: string[];
}

/** The nightly re-processing and late surveys are over by then (the settle points are D-1, D-3 and D-7). */
const SETTLED_AFTER_MS = 7 * DAY_MS;

/**
 * One conversation in one row, by the rules of `docs/metrics.md`, from a detail record as the API sends it: any media,
 * any key missing, with metrics or (as in 2016) without any.
 *
 * Throws `RECORD_UNREADABLE` (input) when the value is no such record.
 */
export function summarize(value: unknown, observation: Observation): Summarized {
  const record = readDetailRecord(value);
  const warnings: string[] = [];
  const participants = record.participants ?? [];
  const customer = findFirstCustomer(participants);
  const readings = readSessions(participants, (message) => warnings.push(message));
  const started = readInstant(record, "conversationStart", warnings);
  const ended = readInstant(record, "conversationEnd", warnings);
  if (started !== null && ended !== null && ended < started)
    warnings.push("conversationEnd is before conversationStart");
  const handlers = readings.filter(({ participant }) => isHandlerPurpose(participant.purpose ?? ""));
  const state = toConversationState(record, customer);
  const wrapUpCodes = handlers.flatMap(({ session }) => wrapUpCodesOf(session));
  const summary: ConversationSummary = {
    conversationId: record.conversationId,
    mediaTypes: collectMediaTypes(participants),
    direction: textOrNull(record.originatingDirection) ?? textOrNull(customer?.sessions?.[0]?.direction),
    state,
    startedAt: toIsoOrNull(started),
    endedAt: toIsoOrNull(ended),
    durationMs: lengthOf(started, ended),
    effectiveDurationMs: ended === null ? null : lengthOf(started, findLastEnd(participants, customer)),
    ...addUp(readings),
    ...addUpHandling(handlers),
    queueIdsOffered: collectOffers(readings),
    queues: collectQueues(readings),
    wrapUpCodes,
    wrapUpCodeNames: wrapUpCodes.map(() => null),
    agents: collectAgents(handlers),
    customer: describeCustomer(customer),
    divisionIds: Array.isArray(record.divisionIds) ? record.divisionIds.filter(isText) : [],
    disconnectType: findDisconnectType(customer, participants),
    provenance: {
      source: observation.source,
      observedAt: toIso(observation.observedAt),
      finality: toFinality(state, ended, observation.observedAt),
      revision: null,
    },
  };
  return { summary, warnings };
}

/** Every session with its sums; supervisors who monitor, coach or barge in don't handle and are left out. */
function readSessions(participants: readonly AnalyticsParticipant[], warn: (message: string) => void): Reading[] {
  const hasMetrics = participants.some(({ sessions }) => sessions?.some(({ metrics }) => (metrics?.length ?? 0) > 0));
  const hasAgent = participants.some(({ purpose }) => purpose === "agent");
  const readings: Reading[] = [];
  for (const participant of participants) {
    const purpose = participant.purpose ?? "";
    // Without metrics a `user` beside an agent is a caller, not a handler.
    if (!hasMetrics && hasAgent && purpose === "user") continue;
    for (const session of participant.sessions ?? []) {
      if (isSupervision(session)) continue;
      const tally = hasMetrics ? tallyMetrics(session, warn) : tallySegments(session, purpose);
      readings.push({ participant, session, tally });
    }
  }
  if (!hasMetrics) markAbandoned(readings);
  return readings;
}

function isSupervision(session: AnalyticsSession): boolean {
  return [session.monitoredParticipantId, session.coachedParticipantId, session.bargedParticipantId].some(isText);
}

/** Without metrics: abandoned = there was an acd session and nobody answered; those still waiting have not left yet. */
function markAbandoned(readings: readonly Reading[]): void {
  const answered = readings.some(({ tally }) => tally.answered > 0);
  const waiting = readings.some(({ participant, session }) => participant.purpose === "acd" && isOpenSession(session));
  for (const { participant, tally } of readings) {
    if (participant.purpose !== "acd") continue;
    if (answered) tally.answeredWaitMs = tally.acdMs;
    else if (!waiting) tally.abandoned = true;
  }
}

function addUp(readings: readonly Reading[]) {
  const onAcd = readings.filter(({ participant }) => participant.purpose === "acd");
  return {
    offered: sum(onAcd, ({ offered }) => offered),
    answered: sum(readings, ({ answered }) => answered),
    abandoned: readings.some(({ tally }) => tally.abandoned),
    answeredWaitMs: sum(readings, ({ answeredWaitMs }) => answeredWaitMs),
    acdMs: sum(onAcd, ({ acdMs }) => acdMs),
    ivrMs: sum(readings, ({ ivrMs }) => ivrMs),
    voicemailMs: sum(readings, ({ voicemailMs }) => voicemailMs),
  };
}

function addUpHandling(handlers: readonly Reading[]) {
  return {
    talkMs: sum(handlers, ({ talkMs }) => talkMs),
    heldMs: sum(handlers, ({ heldMs }) => heldMs),
    holdCount: sum(handlers, ({ holdCount }) => holdCount),
    acwMs: sum(handlers, ({ acwMs }) => acwMs),
    handleMs: handlers.some(({ tally }) => tally.handleMs === null)
      ? null
      : sum(handlers, ({ handleMs }) => handleMs ?? 0),
    handleCount: sum(handlers, ({ handleCount }) => handleCount),
    contactingMs: sum(handlers, ({ contactingMs }) => contactingMs),
    dialingMs: sum(handlers, ({ dialingMs }) => dialingMs),
    notResponding: sum(handlers, ({ notResponding }) => notResponding),
    notRespondingMs: sum(handlers, ({ notRespondingMs }) => notRespondingMs),
    transfers: {
      total: sum(handlers, ({ transferred }) => transferred),
      blind: sum(handlers, ({ blindTransferred }) => blindTransferred),
      consult: sum(handlers, ({ consultTransferred }) => consultTransferred),
    },
    consults: sum(handlers, ({ consults }) => consults),
  };
}

function sum(readings: readonly Reading[], pick: (tally: MetricTally) => number): number {
  let total = 0;
  for (const { tally } of readings) total += pick(tally);
  return total;
}

function collectMediaTypes(participants: readonly AnalyticsParticipant[]): string[] {
  const mediaTypes: string[] = [];
  for (const { sessions } of participants) {
    for (const { mediaType } of sessions ?? []) {
      if (isText(mediaType) && !mediaTypes.includes(mediaType)) mediaTypes.push(mediaType);
    }
  }
  return mediaTypes;
}

/** The queue of each offer in time order. Only acd segments are asked: consult legs of customers carry foreign queues. */
function collectOffers(readings: readonly Reading[]): string[] {
  const offers: { queueId: string; at: number }[] = [];
  for (const { participant, session, tally } of readings) {
    if (participant.purpose !== "acd") continue;
    const queueId = queueIdOf(session);
    if (queueId === undefined) continue;
    for (const at of tally.offeredAt) offers.push({ queueId, at: Number.isNaN(at) ? startOf(session) : at });
  }
  // An offer without any date keeps its place among the others as well as can be.
  return offers.sort((a, b) => (a.at || 0) - (b.at || 0)).map(({ queueId }) => queueId);
}

/** Queues of acd and handler segments. An acd participant is named after its queue; the directory knows better names. */
function collectQueues(readings: readonly Reading[]): QueueReference[] {
  const queues = new Map<string, QueueReference>();
  for (const { participant, session } of readings) {
    const isAcd = participant.purpose === "acd";
    if (!isAcd && !isHandlerPurpose(participant.purpose ?? "")) continue;
    for (const { queueId } of segmentsOf(session)) {
      if (!isText(queueId)) continue;
      const queue = queues.get(queueId) ?? { id: queueId, name: null };
      if (isAcd) queue.name ??= textOrNull(participant.participantName);
      queues.set(queueId, queue);
    }
  }
  return [...queues.values()];
}

const COUNTS_FOR_EFFECTIVE_END = new Set(["acd", "agent", "user"]);

function findLastEnd(
  participants: readonly AnalyticsParticipant[],
  customer: AnalyticsParticipant | undefined,
): number | null {
  let last: number | null = null;
  for (const participant of participants) {
    if (participant !== customer && !COUNTS_FOR_EFFECTIVE_END.has(participant.purpose ?? "")) continue;
    for (const session of participant.sessions ?? []) {
      for (const { segmentEnd } of segmentsOf(session)) {
        const end = parseWireInstant(segmentEnd);
        if (end !== undefined && (last === null || end > last)) last = end;
      }
    }
  }
  return last;
}

function readInstant(
  record: AnalyticsConversation,
  key: "conversationStart" | "conversationEnd",
  warnings: string[],
): number | null {
  const text = record[key];
  if (text === undefined || text === null) return null;
  const instant = parseWireInstant(text);
  if (instant === undefined) warnings.push(`${key} ${JSON.stringify(text)} is no date that can be read`);
  return instant ?? null;
}

function lengthOf(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : to - from;
}

function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : toIso(instant);
}

function toFinality(state: ConversationSummary["state"], ended: number | null, observedAt: number): Finality {
  if (state !== "ended") return "live";
  return ended !== null && observedAt - ended >= SETTLED_AFTER_MS ? "settled" : "recent";
}
