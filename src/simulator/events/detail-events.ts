import { contactId } from "../views/detail-record.ts";
import { toFlow } from "../views/detail-session.ts";
import { endOf, participantId, type View } from "../views/view.ts";
import { attributesOf } from "../world/attributes.ts";
import { toContact } from "../world/contact.ts";
import type { SegmentType, WorldSession } from "../world/world-conversation.ts";
import { toWrapUpCode } from "../world/wrap-up-code.ts";
import type { LogEntry } from "./conversation-log.ts";
import { pick, toFields } from "./fields.ts";
import { isContactKnown, type SessionPlace, toCapitals, toSessionWords } from "./session-words.ts";

/** The detail events that exist; nothing here has outcomes of flows. */
export const DETAIL_EVENTS = toFields(
  "customer.start customer.end user.start user.end acd.start acd.end flow.start flow.end voicemail.start voicemail.end " +
    "acw wrapup attributes contact outbound flow.outcome",
);

type Tell = (at: number, ending: string, toRest?: (view: View) => object) => void;

/** Each step of each session, in the order of time, as `v2.detail.events.conversation.{id}.…` tell them. */
export function toDetailEvents({ organisation, conversation }: Omit<View, "at">): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  conversation.participants.forEach((participant, index) => {
    participant.sessions.forEach((session, sessionIndex) => {
      const place: SessionPlace = { participant, session, indexes: [index, sessionIndex] };
      const tell: Tell = (at, ending, toRest) => {
        if (at === Number.POSITIVE_INFINITY) return;
        const view = { organisation, conversation, at };
        const body = () => ({ eventTime: at, ...toSessionWords(view, place), ...toRest?.(view) });
        entries.push({ at, ending, body: ending === "attributes" ? () => toAttributes(view, place) : body });
      };
      tellSession(place, tell);
      // An attempt of a campaign begins with its first session, the contact's.
      const isAttempt = conversation.campaign !== undefined && index === 0 && sessionIndex === 0;
      if (isAttempt) tell(startOf(session), "outbound", () => ({ ...toContact(organisation, conversation) }));
    });
  });
  return entries.sort((a, b) => a.at - b.at);
}

function tellSession(place: SessionPlace, tell: Tell): void {
  const { participant, session } = place;
  switch (participant.purpose) {
    case "customer":
    case "external":
      tellCustomer(place, tell);
      break;
    case "agent":
    case "user":
      tellUser(place, tell);
      break;
    case "acd":
      tellQueue(place, tell);
      break;
    case "ivr":
    case "workflow":
      tellFlow(place, tell);
      break;
    case "voicemail":
      tellVoicemail(place, tell);
      break;
    case "dialer":
      break;
  }
  const first = place.indexes[1] === 0;
  if (first && Object.keys(participant.attributes ?? {}).length > 0) tell(startOf(session), "attributes");
}

function tellCustomer({ session, participant }: SessionPlace, tell: Tell): void {
  const contact = (view: View) =>
    participant.purpose === "customer" && session.facts.stuck !== true && isContactKnown(view)
      ? { externalContactId: contactId(view.organisation.id, view.conversation.customer.contact) }
      : {};
  tell(startOf(session), "customer.start", contact);
  if (participant.purpose === "customer" && participant.queue !== undefined && session.facts.stuck !== true)
    tell(startOf(session), "contact", contact);
  tell(endOf(session), "customer.end", (view) => ({
    ...contact(view),
    ...toDisconnect(session),
    interactingDurationMs: sumOf(session, "interact"),
  }));
}

function tellUser({ session, participant: { user, queue } }: SessionPlace, tell: Tell): void {
  const queueOf = ({ organisation }: View) => {
    const row = organisation.queues[queue ?? -1];
    return row === undefined ? {} : { queueId: row.id };
  };
  const who = (view: View) => {
    const row = view.organisation.users[user ?? -1];
    return { ...(row === undefined ? {} : { userId: row.id, divisionId: row.divisionId }), ...queueOf(view) };
  };
  tell(startOf(session), "user.start", who);
  tell(session.facts.interactionEnd ?? endOf(session), "user.end", (view) => ({
    ...who(view),
    ...toDisconnect(session),
    ...toHandling(session),
  }));
  const wrapup = session.segments.findLast(({ type }) => type === "wrapup");
  if (wrapup === undefined) return;
  const work = (view: View) => ({ ...queueOf(view), ...toWork(view, session) });
  tell(wrapup.end, "acw", (view) => ({ ...pick(who(view), ["userId"]), ...work(view) }));
  if (wrapup.wrapUp !== undefined) tell(wrapup.end, "wrapup", work);
}

function toHandling(session: WorldSession): object {
  const { firstConnect, interactionEnd } = session.facts;
  const durations = {
    interactingDurationMs: sumOf(session, "interact"),
    heldDurationMs: sumOf(session, "hold"),
    alertingDurationMs: sumOf(session, "alert"),
    contactingDurationMs: sumOf(session, "contacting"),
    dialingDurationMs: sumOf(session, "dialing"),
    ...(firstConnect === undefined || interactionEnd === undefined
      ? {}
      : { callbackDurationMs: interactionEnd - firstConnect }),
  };
  return Object.fromEntries(Object.entries(durations).filter(([, length]) => length > 0));
}

function toWork({ organisation }: View, { segments, facts }: WorldSession): object {
  const wrapup = segments.findLast(({ type }) => type === "wrapup");
  const { wrapUp } = wrapup ?? {};
  const code = wrapUp === undefined ? undefined : toWrapUpCode(organisation, wrapUp);
  return {
    ...(code === undefined ? {} : { wrapupCode: code }),
    wrapupDurationMs: facts.acw ?? (wrapup === undefined ? 0 : wrapup.end - wrapup.start),
  };
}

const OUTCOMES = { answered: "ANSWERED", abandoned: "ABANDON", "flow-out": "FLOW_OUT", expired: "UNKNOWN" } as const;

function tellQueue({ session, participant }: SessionPlace, tell: Tell): void {
  const where = ({ organisation }: View) => {
    const queue = organisation.queues[participant.queue ?? -1];
    const asked = queue?.skillId !== undefined && session.media === "voice" && session.direction === "inbound";
    return {
      ...(queue === undefined ? {} : { queueId: queue.id, divisionId: queue.divisionId }),
      routingPriority: 0,
      ...(asked ? { requestedRoutingSkillIds: [queue.skillId] } : {}),
    };
  };
  tell(startOf(session), "acd.start", where);
  tell(endOf(session), "acd.end", (view) => ({
    ...where(view),
    ...toDisconnect(session),
    acdOutcome: OUTCOMES[session.facts.outcome ?? "expired"],
    requestedRoutings: ["STANDARD"],
    ...toAnswer(view, session),
    connectedDurationMs: sumOf(session, "interact"),
  }));
}

function toAnswer({ organisation, conversation }: View, { segments, facts }: WorldSession): object {
  const since = segments.findLast(({ type }) => type === "interact")?.start;
  if (facts.outcome !== "answered" || since === undefined) return {};
  const agent = conversation.participants.find(({ sessions }) => {
    const { acdStart, answeredAt } = sessions[0]?.facts ?? {};
    return acdStart === since && answeredAt !== undefined;
  });
  const userId = organisation.users[agent?.user ?? -1]?.id;
  return { ...(userId === undefined ? {} : { answeredUserId: userId }), usedRouting: "STANDARD" };
}

function tellFlow({ session, participant }: SessionPlace, tell: Tell): void {
  const flow = (ended: boolean, fields: readonly string[]) => (view: View) => {
    const divisionId =
      view.organisation.queues[participant.queue ?? -1]?.divisionId ?? view.organisation.divisions[0]?.id;
    return { ...pick({ ...toFlow(view, participant, session, ended) }, fields), divisionId };
  };
  const which = toFields("flowId flowType flowVersion");
  tell(startOf(session), "flow.start", flow(false, which));
  tell(endOf(session), "flow.end", (view) => ({
    ...flow(true, [...which, "exitReason", "transferType"])(view),
    ...toDisconnect(session),
    connectedDurationMs: endOf(session) - startOf(session),
  }));
}

function tellVoicemail({ session, participant }: SessionPlace, tell: Tell): void {
  const where = ({ organisation }: View) => {
    const queue = organisation.queues[participant.queue ?? -1];
    return queue === undefined ? {} : { queueId: queue.id, divisionId: queue.divisionId };
  };
  tell(startOf(session), "voicemail.start", where);
  tell(endOf(session), "voicemail.end", (view) => ({
    ...where(view),
    ...toDisconnect(session),
    voicemailDurationMs: sumOf(session, "interact"),
  }));
}

/** These are about a participant, whatever his sessions. */
function toAttributes(view: View, { participant, session, indexes }: SessionPlace): object {
  const { conversation, at } = view;
  const { sessionId, conversationExternalContactIds, mediaType } = toSessionWords(view, {
    participant,
    session,
    indexes,
  });
  return {
    eventTime: at,
    conversationId: conversation.id,
    participantId: participantId(view, indexes[0]),
    attributes: attributesOf(conversation, participant),
    ...(conversationExternalContactIds === undefined ? {} : { conversationExternalContactIds }),
    communications: [{ id: sessionId, mediaType }],
  };
}

/** How the interaction ended: the work after it has an end of its own. */
function toDisconnect({ segments }: WorldSession): object {
  const disconnect = segments.findLast(({ type }) => type !== "wrapup")?.disconnect;
  return disconnect === undefined ? {} : { disconnectType: toCapitals(disconnect) };
}

function startOf({ segments }: WorldSession): number {
  return segments[0]?.start ?? Number.POSITIVE_INFINITY;
}

function sumOf({ segments }: WorldSession, wanted: SegmentType): number {
  return segments.reduce((sum, { type, start, end }) => (type === wanted ? sum + end - start : sum), 0);
}
