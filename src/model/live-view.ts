import type { ConversationSummary } from "./conversation-summary.ts";
import { isOpenSegment, segmentsOf } from "./segments.ts";
import type { AnalyticsConversation, AnalyticsParticipant, AnalyticsSession } from "./wire.ts";

/** What is going on, of a participant or of the whole conversation. */
export type LiveState =
  | "connected"
  | "held"
  | "alerting"
  | "dialing"
  | "waiting"
  | "ivr"
  | "scheduled"
  | "parked"
  | "wrapup"
  | "disconnected"
  | "other";

/** One participant of an open conversation. */
export interface LiveParticipantView {
  participantId: string | null;
  name: string | null;
  purpose: string;
  userId: string | null;
  queueId: string | null;
  state: LiveState;
  /** Since when it is in that state; for one that left, when it left. */
  since: string | null;
}

/** An open conversation: its summary so far, what is going on, and who takes part. */
export interface LiveConversationView extends ConversationSummary {
  liveState: LiveState;
  participants: LiveParticipantView[];
}

/** What is happening decides before what is waiting to happen, and that before what is being finished. */
const MOST_TELLING_FIRST: readonly LiveState[] = [
  "connected",
  "held",
  "alerting",
  "dialing",
  "waiting",
  "ivr",
  "parked",
  "scheduled",
  "wrapup",
  "other",
  "disconnected",
];

export function toLiveView(record: AnalyticsConversation, summary: ConversationSummary): LiveConversationView {
  const participants = (record.participants ?? []).map(viewParticipant);
  // A customer is connected all the while; what the others do says more.
  const telling = participants.filter(({ purpose }) => purpose !== "customer" && purpose !== "external");
  const states = (telling.some(isPresent) ? telling : participants).map(({ state }) => state);
  const liveState = MOST_TELLING_FIRST.find((state) => states.includes(state)) ?? "other";
  return { ...summary, liveState, participants };
}

function isPresent({ state }: LiveParticipantView): boolean {
  return state !== "disconnected";
}

function viewParticipant(participant: AnalyticsParticipant): LiveParticipantView {
  const sessions = participant.sessions ?? [];
  const purpose = participant.purpose ?? "unknown";
  const current = sessions.map((session) => viewSession(session, purpose)).reduce(moreTelling, GONE);
  const queueId = sessions.flatMap(segmentsOf).find((segment) => segment.queueId !== undefined)?.queueId;
  return {
    participantId: participant.participantId ?? null,
    name: participant.participantName ?? null,
    purpose,
    userId: participant.userId ?? null,
    queueId: purpose === "customer" ? null : (queueId ?? null),
    ...current,
  };
}

export interface SessionView {
  state: LiveState;
  since: string | null;
}

const GONE: SessionView = { state: "disconnected", since: null };

function moreTelling(one: SessionView, other: SessionView): SessionView {
  if (one.state === other.state) return (other.since ?? "") > (one.since ?? "") ? other : one;
  return MOST_TELLING_FIRST.indexOf(one.state) < MOST_TELLING_FIRST.indexOf(other.state) ? one : other;
}

/** What goes on in one session. */
export function viewSession(session: AnalyticsSession, purpose: string): SessionView {
  const segments = segmentsOf(session);
  const open = segments.find(isOpenSegment);
  if (open !== undefined) return { state: toLiveState(open.segmentType, purpose), since: open.segmentStart ?? null };
  const lastEnd = segments
    .map(({ segmentEnd }) => segmentEnd ?? "")
    .sort()
    .at(-1);
  // A session without segments has only just begun.
  return segments.length === 0 ? { state: "other", since: null } : { state: "disconnected", since: lastEnd ?? null };
}

const STATE_BY_SEGMENT: Readonly<Record<string, LiveState | undefined>> = {
  interact: "connected",
  hold: "held",
  alert: "alerting",
  dialing: "dialing",
  contacting: "dialing",
  delay: "waiting",
  uploading: "waiting",
  ivr: "ivr",
  system: "ivr",
  scheduled: "scheduled",
  parked: "parked",
  wrapup: "wrapup",
};

function toLiveState(segmentType: string | undefined, purpose: string): LiveState {
  const state = STATE_BY_SEGMENT[segmentType ?? ""] ?? "other";
  if (purpose === "acd" && state === "connected") return "waiting";
  return purpose === "ivr" && state === "connected" ? "ivr" : state;
}
