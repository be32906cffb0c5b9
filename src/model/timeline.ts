import type { AnalyticsConversation } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/** One segment of one participant's session: what `nowthen show` lists. Durations in milliseconds. */
export interface TimelineEntry {
  startedAt: string | null;
  /** `null` while the segment is open. */
  endedAt: string | null;
  durationMs: number | null;
  participantId: string | null;
  sessionId: string | null;
  purpose: string;
  name: string | null;
  userId: string | null;
  mediaType: string | null;
  segmentType: string;
  queueId: string | null;
  queueName: string | null;
  disconnectType: string | null;
  wrapUpCode: string | null;
  wrapUpCodeName: string | null;
  wrapUpNote: string | null;
}

/** All segments in time order; those that can't be placed come last. */
export function toTimeline(record: AnalyticsConversation): TimelineEntry[] {
  const entries: { at: number; entry: TimelineEntry }[] = [];
  for (const participant of record.participants ?? []) {
    for (const session of participant.sessions ?? []) {
      for (const segment of session.segments ?? []) {
        const start = parseWireInstant(segment.segmentStart);
        const end = parseWireInstant(segment.segmentEnd);
        entries.push({
          at: start ?? Number.POSITIVE_INFINITY,
          entry: {
            startedAt: segment.segmentStart ?? null,
            endedAt: segment.segmentEnd ?? null,
            durationMs: start === undefined || end === undefined ? null : end - start,
            participantId: participant.participantId ?? null,
            sessionId: session.sessionId ?? null,
            purpose: participant.purpose ?? "unknown",
            name: participant.participantName ?? null,
            userId: participant.userId ?? null,
            mediaType: session.mediaType ?? null,
            segmentType: segment.segmentType ?? "unknown",
            queueId: segment.queueId ?? null,
            queueName: null,
            disconnectType: segment.disconnectType ?? null,
            wrapUpCode: segment.wrapUpCode ?? null,
            wrapUpCodeName: null,
            wrapUpNote: segment.wrapUpNote ?? null,
          },
        });
      }
    }
  }
  // Infinity minus Infinity is not a number, which a sort would take for anything: equal stays equal.
  return entries.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ entry }) => entry);
}

/** A metric of a session, by Genesys' name. */
export interface TimelineMetric {
  readonly participantId: string | null;
  readonly sessionId: string | null;
  readonly name: string;
  /** Milliseconds of timed metrics, else a count. */
  readonly value: number | null;
  /** ISO-8601 UTC. */
  readonly emitDate: string | null;
}

/** All metrics as they were emitted, in the order of the record. */
export function toTimelineMetrics(record: AnalyticsConversation): TimelineMetric[] {
  return (record.participants ?? []).flatMap(({ participantId = null, sessions = [] }) =>
    sessions.flatMap(({ sessionId = null, metrics = [] }) =>
      metrics.map(({ name = "unknown", value = null, emitDate = null }) => ({
        participantId,
        sessionId,
        name,
        value,
        emitDate,
      })),
    ),
  );
}
