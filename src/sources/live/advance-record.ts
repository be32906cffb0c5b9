import { toIso } from "../../base/interval.ts";
import { viewSession } from "../../model/live-view.ts";
import { isOpenSegment, segmentsOf } from "../../model/segments.ts";
import type {
  AnalyticsConversation,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../model/wire.ts";

/**
 * A record as it is after an event: what the record knows (its start, its segments with their times, its metrics) and what the event
 * says of now. Where the event does not say when something began, it is when the event came.
 */
export function advanceRecord(
  record: AnalyticsConversation,
  event: AnalyticsConversation,
  receivedAt: number,
): AnalyticsConversation {
  const at = toIso(receivedAt);
  const told = new Map((event.participants ?? []).map((participant) => [participant.participantId, participant]));
  const known = (record.participants ?? []).map((participant) => {
    const now = told.get(participant.participantId);
    told.delete(participant.participantId);
    return now === undefined ? participant : advanceParticipant(participant, now, at);
  });
  const { conversationEnd } = event;
  return {
    ...record,
    ...(conversationEnd === undefined ? {} : { conversationEnd }),
    participants: [...known, ...[...told.values()].map((participant) => dateOpenSegments(participant, at))],
  };
}

/** The record of an event alone: it begins with the first thing that it tells. */
export function toFirstRecord(event: AnalyticsConversation, receivedAt: number): AnalyticsConversation {
  const at = toIso(receivedAt);
  const participants = (event.participants ?? []).map((participant) => dateOpenSegments(participant, at));
  const starts = participants.flatMap(({ sessions = [] }) =>
    sessions.flatMap((session) => segmentsOf(session).flatMap(({ segmentStart }) => segmentStart ?? [])),
  );
  return { ...event, conversationStart: event.conversationStart ?? starts.sort()[0] ?? at, participants };
}

function dateOpenSegments(participant: AnalyticsParticipant, at: string): AnalyticsParticipant {
  const date = (segment: AnalyticsSegment) =>
    segment.segmentStart === undefined ? { ...segment, segmentStart: at } : segment;
  const sessions = (participant.sessions ?? []).map((session) => ({
    ...session,
    segments: segmentsOf(session).map(date),
  }));
  return { ...participant, sessions };
}

function advanceParticipant(known: AnalyticsParticipant, now: AnalyticsParticipant, at: string): AnalyticsParticipant {
  const purpose = known.purpose ?? now.purpose ?? "";
  const told = new Map((now.sessions ?? []).map((session) => [session.sessionId, session]));
  const sessions = (known.sessions ?? []).map((session) => {
    const said = told.get(session.sessionId);
    told.delete(session.sessionId);
    return said === undefined ? session : advanceSession(session, said, purpose, at);
  });
  const added = dateOpenSegments({ sessions: [...told.values()] }, at).sessions ?? [];
  return {
    ...known,
    ...(now.attributes === undefined ? {} : { attributes: now.attributes }),
    sessions: [...sessions, ...added],
  };
}

function advanceSession(
  known: AnalyticsSession,
  said: AnalyticsSession,
  purpose: string,
  at: string,
): AnalyticsSession {
  if (viewSession(known, purpose).state === viewSession(said, purpose).state) return known;
  const saidOpen = segmentsOf(said).find(isOpenSegment);
  const saidEnd = segmentsOf(said)
    .filter(({ segmentType }) => segmentType !== "wrapup")
    .flatMap(({ segmentEnd }) => segmentEnd ?? [])
    .sort()
    .at(-1);
  const wrapUp = segmentsOf(said).find(({ segmentType }) => segmentType === "wrapup");
  const turn =
    wrapUp?.segmentStart ?? (saidOpen === undefined ? saidEnd : laterOf(saidOpen.segmentStart, saidEnd)) ?? at;
  const closed = segmentsOf(known).map((segment) =>
    isOpenSegment(segment) ? close(segment, turn, at, wrapUp) : segment,
  );
  return { ...known, segments: [...closed, ...toNext(closed, saidOpen, wrapUp, turn, at)] };
}

/** What goes on from now on, if anything does. */
function toNext(
  known: readonly AnalyticsSegment[],
  open: AnalyticsSegment | undefined,
  wrapUp: AnalyticsSegment | undefined,
  turn: string,
  at: string,
): AnalyticsSegment[] {
  const hasWrapUp = known.some(({ segmentType }) => segmentType === "wrapup");
  if (wrapUp !== undefined) return hasWrapUp ? [] : [{ ...wrapUp, segmentStart: wrapUp.segmentStart ?? at }];
  if (open === undefined) return [];
  // A hold that has ended: talking goes on from now, not from when it first began.
  const last = known.at(-1)?.segmentEnd ?? "";
  const { segmentStart = turn } = open;
  return [{ ...open, segmentStart: segmentStart > last ? segmentStart : (laterOf(last, turn) ?? at) }];
}

function close(
  segment: AnalyticsSegment,
  turn: string,
  at: string,
  wrapUp: AnalyticsSegment | undefined,
): AnalyticsSegment {
  if (segment.segmentType === "wrapup")
    return wrapUp?.segmentEnd === undefined ? segment : { ...segment, segmentEnd: wrapUp.segmentEnd };
  const start = segment.segmentStart ?? "";
  return { ...segment, segmentEnd: turn > start ? turn : at > start ? at : start };
}

function laterOf(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
