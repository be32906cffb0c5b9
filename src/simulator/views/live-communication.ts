import { type Contact, toContact } from "../world/contact.ts";
import type { WorldSegment, WorldSession } from "../world/world-conversation.ts";
import { PROVIDERS } from "./detail-session.ts";
import { SUPERVISION_TYPES } from "./supervised-participants.ts";
import { toInstant } from "./to-instant.ts";
import { begunSegments, endOf, sessionId, type View } from "./view.ts";

/** One call, chat, e-mail, message or callback of a participant. */
export type LiveCommunication = Readonly<Record<string, unknown>>;

/** The live API spells disconnect types with dots. */
const DOTTED: Readonly<Record<string, string>> = {
  consultTransfer: "transfer.consult",
  conferenceTransfer: "transfer.conference",
  forwardTransfer: "transfer.forward",
  noAnswerTransfer: "transfer.noanswer",
  notAvailableTransfer: "transfer.notavailable",
  dndTransfer: "transfer.donotdisturb",
  dndEndpoint: "endpoint.donotdisturb",
  transportFailure: "transport.failure",
  sessionExpired: "session.expired",
};

const TYPES: Readonly<Record<string, string>> = {
  interact: "Interact",
  hold: "Hold",
  parked: "Parked",
  alert: "Alert",
  ivr: "IVR",
  delay: "Delay",
  system: "System",
  contacting: "Contacting",
  dialing: "Dialing",
  scheduled: "Scheduled",
  uploading: "Uploading",
  monitoring: "Monitoring",
  coaching: "Coaching",
  barging: "Barging",
};

export function toCommunication(
  view: View,
  session: WorldSession,
  participant: number,
  index: number,
): LiveCommunication {
  const { at } = view;
  const { facts, media } = session;
  const segments = begunSegments(session, at).filter(({ type }) => type !== "wrapup");
  const last = segments.at(-1);
  const ended = last !== undefined && last.end <= at && (facts.interactionEnd ?? endOf(session)) <= at;
  const held = !ended && last?.type === "hold";
  const alerting = segments.find(({ type }) => type === "alert");
  const connected = segments.find(isConnection);
  const disconnect = ended ? last.disconnect : undefined;
  return {
    state: toState(session, last, ended),
    ...(segments[0] === undefined ? {} : { initialState: toState(session, segments[0], false) }),
    id: sessionId(view, participant, index),
    direction: session.direction,
    held,
    ...(media === "voice"
      ? { recording: false, recordingState: "none", muted: false, confined: false, securePause: false }
      : {}),
    // The published type has no segment without its end: what goes on now is told by the state.
    segments: segments.filter(({ end }) => end <= at).map(toEndedSegment),
    ...(disconnect === undefined ? {} : { disconnectType: toDotted(disconnect) }),
    ...(held ? { startHoldTime: toInstant(last.start) } : {}),
    ...(!ended && last?.type === "parked" ? { parkTime: toInstant(last.start) } : {}),
    ...(alerting === undefined ? {} : { startAlertingTime: toInstant(alerting.start) }),
    ...(connected === undefined ? {} : { connectedTime: toInstant(connected.start) }),
    ...(ended ? { disconnectedTime: toInstant(last.end) } : {}),
    provider: PROVIDERS[media],
    ...(session.peer === undefined ? {} : { peerId: sessionId(view, ...session.peer) }),
    ...toMediaFields(view, session),
    afterCallWork: toAfterCallWork(session, at),
    afterCallWorkRequired: facts.answeredAt !== undefined,
  };
}

/** Whoever is in such a segment is connected. */
export function isConnection({ type }: WorldSegment): boolean {
  return type === "interact" || type === "ivr" || SUPERVISION_TYPES.some((known) => known === type);
}

function toState(session: WorldSession, segment: WorldSegment | undefined, ended: boolean): string {
  if (ended || segment === undefined) return session.media === "voice" ? "terminated" : "disconnected";
  const voice = session.media === "voice";
  switch (segment.type) {
    case "alert":
      return "alerting";
    case "dialing":
      return "dialing";
    case "contacting":
      return "contacting";
    case "system":
    case "delay":
      return voice ? "offering" : "connected";
    case "scheduled":
      return "scheduled";
    case "uploading":
      return "uploading";
    case "parked":
      return "parked";
    case "interact":
    case "hold":
    case "ivr":
    case "monitoring":
    case "coaching":
    case "barging":
    case "wrapup":
      return "connected";
  }
}

function toEndedSegment({ type, start, end, disconnect }: WorldSegment): object {
  const howEnded = disconnect === undefined ? (type === "interact" ? "Hold" : "Interact") : "Disconnect";
  return {
    startTime: toInstant(start),
    endTime: toInstant(end),
    type: TYPES[type] ?? type,
    howEnded,
    ...(disconnect === undefined ? {} : { disconnectType: toDotted(disconnect) }),
  };
}

function toDotted(disconnect: string): string {
  return DOTTED[disconnect] ?? disconnect;
}

function toMediaFields({ conversation, organisation, at }: View, { media, facts }: WorldSession): object {
  const contact = toContact(organisation, conversation);
  switch (media) {
    case "callback":
      return {
        callbackNumbers: [conversation.customer.phone],
        callbackUserName: conversation.customer.name,
        ...(contact === undefined ? {} : { dialerPreview: toPreview(conversation.id, contact) }),
        skipEnabled: true,
        timeoutSeconds: 0,
        ...(facts.callbackScheduled === undefined ? {} : { callbackScheduledTime: toInstant(facts.callbackScheduled) }),
      };
    case "message":
      return facts.messageType === undefined ? {} : { type: facts.messageType };
    case "email":
      return facts.subject === undefined ? {} : { subject: facts.subject };
    case "voice": {
      const { name, analyzer, at: foundAt = at + 1 } = facts.disposition ?? {};
      return foundAt > at ? {} : { disposition: { name, ...(analyzer === undefined ? {} : { analyzer }) } };
    }
    case "chat":
      return {};
  }
}

/** What an agent is shown of a contact before dialling. */
function toPreview(id: string, contact: Contact): object {
  return {
    id,
    contactId: contact.outboundContactId,
    contactListId: contact.outboundContactListId,
    campaignId: contact.outboundCampaignId,
    phoneNumberColumns: [{ columnName: "phone", type: "home" }],
  };
}

function toAfterCallWork({ segments, facts }: WorldSession, at: number): object {
  const wrapup = segments.findLast(({ type }) => type === "wrapup");
  if (facts.acwSkipped === true && (facts.interactionEnd ?? at + 1) <= at) return { state: "skipped" };
  if (wrapup === undefined || wrapup.start > at) return {};
  const startTime = toInstant(wrapup.start);
  return wrapup.end > at
    ? { startTime, state: "pending" }
    : { startTime, endTime: toInstant(wrapup.end), state: "complete" };
}
