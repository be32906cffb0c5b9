import { type LiveState, viewSession } from "../../model/live-view.ts";
import { isOpenSegment, segmentsOf } from "../../model/segments.ts";
import type { AnalyticsConversation, AnalyticsSession } from "../../model/wire.ts";
import { parseWireInstant } from "../../model/wire-instant.ts";

/** What one account of a conversation says of one of its sessions. */
export interface SessionFacts {
  /** How far it has come; it never goes back. */
  readonly stage: Stage;
  readonly state: LiveState;
  /** Epoch milliseconds, or not-a-number. */
  readonly begunAt: number;
  /** When what goes on now began; not-a-number when nothing goes on or nobody says. */
  readonly openSince: number;
  /** When holds and parkings began that are over. */
  readonly endedPauses: ReadonlySet<number>;
}

/** Begun, talked in, over, wrapping up, wrapped up. */
type Stage = 0 | 1 | 2 | 3 | 4;

/** Segments of somebody who is there, and not only being called or waited for. */
const CONNECTED = new Set(["interact", "hold", "ivr", "monitoring", "coaching", "barging", "parked"]);

const PAUSES = new Set(["hold", "parked"]);

export interface AccountFacts {
  /** By session id. */
  readonly sessions: ReadonlyMap<string, SessionFacts>;
  /** The latest instant of anything in it, in epoch milliseconds; 0 when it names none. */
  readonly latest: number;
  readonly isOver: boolean;
}

export function readFacts(record: AnalyticsConversation): AccountFacts {
  const sessions = new Map<string, SessionFacts>();
  let latest = parseWireInstant(record.conversationEnd) ?? 0;
  for (const { purpose = "", sessions: list = [] } of record.participants ?? []) {
    for (const session of list) {
      for (const { segmentStart, segmentEnd } of segmentsOf(session))
        latest = Math.max(latest, parseWireInstant(segmentStart) ?? 0, parseWireInstant(segmentEnd) ?? 0);
      if (session.sessionId !== undefined) sessions.set(session.sessionId, readSession(session, purpose));
    }
  }
  return { sessions, latest, isOver: record.conversationEnd !== undefined && record.conversationEnd !== null };
}

/** An event tells exactly when it began, and nothing of one that is over. */
export function isPaused({ state }: SessionFacts): boolean {
  return state === "held" || state === "parked";
}

const NO_PAUSES: ReadonlySet<number> = new Set();

function readEndedPauses(session: AnalyticsSession): ReadonlySet<number> {
  const ended = segmentsOf(session).filter(
    (segment) => !isOpenSegment(segment) && PAUSES.has(segment.segmentType ?? ""),
  );
  if (ended.length === 0) return NO_PAUSES;
  return new Set(ended.map(({ segmentStart }) => parseWireInstant(segmentStart) ?? Number.NaN));
}

function readSession(session: AnalyticsSession, purpose: string): SessionFacts {
  const segments = segmentsOf(session);
  const open = segments.find(isOpenSegment);
  const starts = segments.map(({ segmentStart }) => parseWireInstant(segmentStart) ?? Number.NaN);
  return {
    stage: toStage(session),
    state: viewSession(session, purpose).state,
    begunAt: starts.reduce((first, start) => (start < first || Number.isNaN(first) ? start : first), Number.NaN),
    openSince: parseWireInstant(open?.segmentStart) ?? Number.NaN,
    endedPauses: readEndedPauses(session),
  };
}

function toStage(session: AnalyticsSession): Stage {
  const segments = segmentsOf(session);
  const wrapups = segments.filter(({ segmentType }) => segmentType === "wrapup");
  if (wrapups.length > 0) return wrapups.some(isOpenSegment) ? 3 : 4;
  if (segments.length > 0 && !segments.some(isOpenSegment)) return 2;
  return segments.some(({ segmentType = "" }) => CONNECTED.has(segmentType)) ? 1 : 0;
}
