import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSession } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/** Where something was counted: the dimensions of one session, by which aggregates group and filter. */
export interface SessionDimensions {
  readonly queueId: readonly string[];
  readonly userId: readonly string[];
  readonly mediaType: readonly string[];
  readonly originatingDirection: readonly string[];
  readonly wrapUpCode: readonly string[];
  /** The conversation's: all divisions of whoever took part. */
  readonly divisionId: readonly string[];
}

/** Whose session it was that something was counted in. */
export interface EmissionOrigin {
  readonly participantId: string | undefined;
  readonly purpose: string | undefined;
  readonly sessionId: string | undefined;
}

/** One thing that was counted or measured, with the instant by which aggregates attribute it. */
export interface Emission {
  readonly metric: string;
  /** Milliseconds for what is timed, usually 1 for what is counted. */
  readonly value: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The same object for all of a session. */
  readonly dimensions: SessionDimensions;
  readonly origin: EmissionOrigin;
  /** Stands in no record: told from what does. */
  readonly derived?: true;
}

/**
 * All that a conversation has emitted, as aggregates count it: each metric by its own date and by its own session. What has no
 * readable date or value is left out. `tWait` stands in no record and is told from the waits that do: each `tAcd`, dated by the
 * answer where an agent took it.
 */
export function toEmissions(record: AnalyticsConversation): Emission[] {
  const emissions: Emission[] = [];
  for (const participant of record.participants ?? []) {
    for (const session of participant.sessions ?? []) {
      const dimensions = toDimensions(record, participant, session);
      const { participantId, purpose } = participant;
      const origin = { participantId, purpose, sessionId: session.sessionId };
      for (const { name, value, emitDate } of session.metrics ?? []) {
        const at = parseWireInstant(emitDate);
        if (typeof name !== "string" || typeof value !== "number" || !Number.isFinite(value) || at === undefined)
          continue;
        emissions.push({ metric: name, value, at, dimensions, origin });
      }
    }
  }
  return emissions.some(({ metric }) => metric === "tWait") ? emissions : [...emissions, ...toWaits(emissions)];
}

function toDimensions(
  record: AnalyticsConversation,
  participant: AnalyticsParticipant,
  session: AnalyticsSession,
): SessionDimensions {
  const segments = session.segments ?? [];
  const queueId = segments.find((segment) => segment.queueId !== undefined)?.queueId;
  const codes = segments.flatMap(({ wrapUpCode }) => wrapUpCode ?? []);
  return {
    queueId: listOf(queueId),
    userId: listOf(participant.userId),
    mediaType: listOf(session.mediaType),
    originatingDirection: listOf(record.originatingDirection),
    wrapUpCode: [...new Set(codes)],
    divisionId: record.divisionIds ?? [],
  };
}

/** `tAnswered` is the wait in the queue that its agent took the customer from, so it equals that queue's `tAcd`. */
function toWaits(emissions: readonly Emission[]): Emission[] {
  const answers = emissions.filter(({ metric }) => metric === "tAnswered");
  return emissions
    .filter(({ metric }) => metric === "tAcd")
    .map((acd) => {
      const place = answers.findIndex((answer) => answer.value === acd.value && isSameQueue(answer, acd));
      const [answer] = place === -1 ? [] : answers.splice(place, 1);
      return { ...acd, metric: "tWait", at: answer?.at ?? acd.at, derived: true };
    });
}

function isSameQueue(a: Emission, b: Emission): boolean {
  return a.dimensions.queueId[0] === b.dimensions.queueId[0] && a.dimensions.mediaType[0] === b.dimensions.mediaType[0];
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
