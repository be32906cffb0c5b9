import type { LiveCommunication, LiveConversation, LiveParticipant } from "./live-wire.ts";
import { LIVE_MEDIA, toAnalyticsDisconnectType } from "./spellings.ts";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSegment, AnalyticsSession } from "./wire.ts";

/**
 * A live conversation in the shape of a detail record, for moments when analytics does not know it yet. It has no
 * metrics: talk and hold follow from its segments, as in the segment-only records of 2016.
 */
export function toDetailRecord(live: LiveConversation): AnalyticsConversation {
  const divisionIds = (live.divisions ?? []).flatMap(({ division }) =>
    division?.id === undefined ? [] : [division.id],
  );
  return dropAbsent({
    conversationId: live.id,
    conversationStart: live.startTime,
    conversationEnd: live.endTime,
    divisionIds,
    participants: (live.participants ?? []).map(toParticipant),
  });
}

function toParticipant(live: LiveParticipant): AnalyticsParticipant {
  const sessions = LIVE_MEDIA.flatMap(([key, mediaType]) => {
    const communications = live[key as keyof LiveParticipant] as LiveCommunication[] | undefined;
    return (communications ?? []).map((communication) => toSession(live, communication, mediaType));
  });
  // A participant wraps up once, however many legs there were (a callback has two).
  sessions[0]?.segments?.push(...toWrapUp(live));
  return dropAbsent({
    participantId: live.id,
    participantName: live.purpose === "acd" ? (live.queueName ?? live.name) : live.name,
    purpose: live.purpose,
    userId: live.userId,
    attributes: live.attributes,
    sessions,
  });
}

function toSession(live: LiveParticipant, communication: LiveCommunication, mediaType: string): AnalyticsSession {
  return dropAbsent({
    sessionId: communication.id,
    mediaType,
    direction: communication.direction,
    provider: communication.provider,
    ani: live.ani,
    dnis: live.dnis,
    segments: [...toMediaSegments(live, communication), ...toOpenSegment(live, communication)],
  });
}

function toMediaSegments(live: LiveParticipant, communication: LiveCommunication): AnalyticsSegment[] {
  return (communication.segments ?? []).map((segment) =>
    dropAbsent({
      segmentStart: segment.startTime,
      segmentEnd: segment.endTime,
      // Live capitalises: `Interact`, `Alert`, `Scheduled`.
      segmentType: segment.type?.toLowerCase(),
      queueId: live.queueId,
      disconnectType:
        segment.disconnectType === undefined ? undefined : toAnalyticsDisconnectType(segment.disconnectType),
    }),
  );
}

const SEGMENT_TYPES: Readonly<Record<string, string>> = {
  alerting: "alert",
  dialing: "dialing",
  contacting: "contacting",
  scheduled: "scheduled",
  uploading: "uploading",
  // In a menu, or on the way to somebody.
  offering: "system",
  parked: "parked",
  connected: "interact",
};

/** The published type lists segments once they have ended; what goes on now is told by the state. */
function toOpenSegment(live: LiveParticipant, communication: LiveCommunication): AnalyticsSegment[] {
  const { state = "", held, segments = [], startHoldTime, connectedTime, startAlertingTime } = communication;
  const segmentType = held === true ? "hold" : SEGMENT_TYPES[state];
  if (segmentType === undefined || segments.some(({ endTime }) => endTime === undefined)) return [];
  return [
    dropAbsent({
      segmentStart:
        (held === true ? startHoldTime : undefined) ??
        segments.at(-1)?.endTime ??
        connectedTime ??
        startAlertingTime ??
        live.startTime,
      segmentType: segmentType === "interact" ? toPresence(live) : segmentType,
      queueId: live.queueId,
    }),
  ];
}

/** How somebody takes part who is connected. A supervisor who has broken in has listened before. */
function toPresence(live: LiveParticipant): string {
  if (live.purpose === "ivr") return "ivr";
  if (live.bargedParticipantId !== undefined) return "barging";
  if (live.coachedParticipantId !== undefined) return "coaching";
  return live.monitoredParticipantId === undefined ? "interact" : "monitoring";
}

function toWrapUp(live: LiveParticipant): AnalyticsSegment[] {
  if (live.startAcwTime === undefined) return [];
  return [
    dropAbsent({
      segmentStart: live.startAcwTime,
      segmentEnd: live.endAcwTime,
      segmentType: "wrapup",
      queueId: live.queueId,
      wrapUpCode: live.wrapup?.code,
    }),
  ];
}

type WithoutUndefined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Records leave out what is absent; they hold neither `undefined` nor `null`. */
function dropAbsent<T extends object>(record: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as WithoutUndefined<T>;
}
