import type { Customer } from "./customer.ts";

/**
 * What happens in one conversation, whole, from its first moment to its last: the truth, of which every view (detail record,
 * live conversation, …) is a rendering as of some instant. Instants are epoch milliseconds.
 */
export interface WorldConversation {
  readonly id: string;
  /** Decides the ids of what is in it. */
  readonly key: number;
  /** Index of the site whose agents see it. */
  readonly site: number;
  readonly start: number;
  /** When the last of its sessions ends, stuck legs included. */
  readonly end: number;
  /** When the last session of the real conversation ends: after it only stuck legs are open. */
  readonly activeUntil: number;
  readonly direction: Direction;
  readonly initiator: "customer" | "agent" | "user" | "dialer";
  /** Index of the campaign that it is an attempt of. */
  readonly campaign: number | undefined;
  readonly customer: Customer;
  readonly participants: readonly WorldParticipant[];
  /** When it became a conference. */
  readonly conferenceStart: number | undefined;
  /** Voice quality. */
  readonly mos: number | undefined;
}

export type Direction = "inbound" | "outbound";
export type MediaType = "voice" | "chat" | "email" | "message" | "callback";
export type Purpose = "customer" | "ivr" | "workflow" | "acd" | "agent" | "user" | "voicemail" | "external" | "dialer";

export interface WorldParticipant {
  readonly purpose: Purpose;
  /** Index of the user, for agents and users. */
  readonly user?: number;
  /** Index of the queue that the participant is about. */
  readonly queue?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sessions: readonly WorldSession[];
}

export type SegmentType =
  | "system"
  | "ivr"
  | "delay"
  | "uploading"
  | "scheduled"
  | "interact"
  | "alert"
  | "hold"
  | "parked"
  | "contacting"
  | "dialing"
  | "wrapup"
  | SupervisionType;

/** What a supervisor does in somebody's call: listen, talk to the agent alone, talk to all. */
export type SupervisionType = "monitoring" | "coaching" | "barging";

export interface WorldSegment {
  readonly type: SegmentType;
  readonly start: number;
  end: number;
  /** Known only once the segment has ended. */
  disconnect?: string;
  readonly queue?: number;
  /** Index of the wrap-up code; one of SYSTEM_WRAP_UPS when nobody chose it. */
  wrapUp?: number;
  conference?: boolean;
  errorCode?: string;
}

/** The codes that the system gives, by their negative indexes. */
export const SYSTEM_WRAP_UPS = {
  timedOut: -1,
  previewSkipped: -2,
  failedToReachAgent: -3,
  noAnswer: -4,
  machine: -5,
  busy: -6,
  fax: -7,
  uncallable: -8,
  transferredToFlow: -9,
} as const;

export interface WorldSession {
  readonly media: MediaType;
  readonly direction: Direction;
  readonly segments: readonly WorldSegment[];
  /** Participant and session that this leg is connected with. */
  readonly peer?: readonly [number, number];
  readonly facts: SessionFacts;
}

/** What happened besides the segments; each view knows when it may tell. */
export interface SessionFacts {
  /** acd: how the entry left its queue. */
  outcome?: "answered" | "abandoned" | "flow-out" | "expired";
  flowIn?: string;
  flowOut?: string;
  /** agent: the queue wait that this answer ended. */
  answeredWait?: number;
  answeredAt?: number;
  /** agent: the alert was not taken. */
  missed?: boolean;
  /** agent: after-call work as measured, which need not be its segment. */
  acw?: number;
  acwSkipped?: boolean;
  /** agent: when the interaction ended, before after-call work. */
  interactionEnd?: number;
  transfer?: { readonly kind: "blind" | "consult"; readonly at: number };
  consultAt?: number;
  errorAt?: number;
  /** agent: an outbound interaction on behalf of a queue. */
  onBehalf?: boolean;
  /** dialer, or the agent of a preview: an attempt to reach a contact of a campaign, and what became of it. */
  attempt?: { readonly at: number; readonly connectedAt?: number; abandonedAt?: number };
  /** customer of a campaign: what the call was found to be, and when that was known. */
  disposition?: { readonly name: string; readonly analyzer?: string; readonly at: number };
  /** callback: when the agent dialled, and was connected. */
  firstDial?: number;
  firstConnect?: number;
  acdStart?: number;
  /** callback: the voice leg of an agent, whose talk counts on the callback session. */
  legOfCallback?: boolean;
  callbackScheduled?: number;
  /** ivr and workflow. */
  flow?: {
    readonly exit: "transfer" | "disconnect";
    readonly queue?: number;
    readonly voicemail?: boolean;
    /** A flow that talks to the contacts of a campaign. */
    readonly outbound?: boolean;
  };
  /** supervisor: index of the participant who is listened to or talked to; how is told by the segments. */
  supervised?: number;
  /** A leg that nobody closed: index of the foreign queue. */
  stuck?: boolean;
  /** digital: how often customer and agent took turns, and how long the first answer took. */
  turns?: number;
  responseMs?: number;
  messageType?: string;
  subject?: string;
}
