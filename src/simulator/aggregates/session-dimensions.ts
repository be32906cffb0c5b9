import { toContact } from "../world/contact.ts";
import { toSessionId } from "../world/ids.ts";
import type { Organisation } from "../world/organisation.ts";
import { toWrapUpCode } from "../world/wrap-up-code.ts";
import type { SessionPlace } from "./emission.ts";

/** A session as of an instant: what dimensions are read from. */
export interface SessionView extends SessionPlace {
  readonly organisation: Organisation;
  readonly at: number;
}

type Reader = (view: SessionView) => readonly string[];

/** What this world has a value for; the other documented dimensions are accepted and have none. */
const READERS: Readonly<Record<string, Reader>> = {
  conversationId: ({ conversation }) => [conversation.id],
  conversationInitiator: ({ conversation }) => [conversation.initiator],
  direction: ({ session }) => [session.direction],
  disconnectType: ({ session, at }) => listOf(session.segments.findLast(({ end }) => end <= at)?.disconnect),
  divisionId: toDivisions,
  edgeId: ({ organisation, conversation, session }) =>
    session.media === "voice" ? listOf(organisation.edgeIds[conversation.site]) : [],
  errorCode: ({ session, at }) =>
    session.segments.flatMap(({ errorCode, end }) => (errorCode === undefined || end > at ? [] : [errorCode])),
  flowInType: ({ session }) => listOf(session.facts.flowIn),
  flowOutType: ({ session }) => listOf(session.facts.flowOut),
  mediaType: ({ session }) => [session.media],
  messageType: ({ session }) => listOf(session.facts.messageType),
  originatingDirection: ({ conversation }) => [conversation.direction],
  outboundCampaignId: (view) => listOf(toContact(view.organisation, view.conversation)?.outboundCampaignId),
  outboundContactId: (view) => listOf(toContact(view.organisation, view.conversation)?.outboundContactId),
  outboundContactListId: (view) => listOf(toContact(view.organisation, view.conversation)?.outboundContactListId),
  peerId: ({ conversation, session }) =>
    session.peer === undefined ? [] : [toSessionId(conversation.key, ...session.peer)],
  purpose: ({ participant }) => [participant.purpose],
  queueId: (view) => listOf(view.organisation.queues[toQueue(view) ?? -1]?.id),
  requestedRouting: (view) => (isRouted(view) ? ["Standard"] : []),
  requestedRoutingSkillId: (view) => {
    const { media, direction } = view.session;
    const asked = media === "voice" && direction === "inbound";
    return asked ? listOf(view.organisation.queues[toQueue(view) ?? -1]?.skillId) : [];
  },
  sessionId: ({ conversation, indexes }) => [toSessionId(conversation.key, ...indexes)],
  usedRouting: (view) => (isRouted(view) && isAnswered(view) ? ["Standard"] : []),
  userId: ({ organisation, participant }) => listOf(organisation.users[participant.user ?? -1]?.id),
  wrapUpCode: toWrapUpCodes,
};

/** The values of a dimension for a session; several for one that is about the whole conversation, none when there is none. */
export function readSessionDimension(dimension: string, view: SessionView): readonly string[] {
  return READERS[dimension]?.(view) ?? [];
}

/** Index of the queue that a session is about; a customer's is known once the conversation came into one. */
export function toQueue({ conversation, participant, session, at }: SessionView): number | undefined {
  const queue = session.segments.find((segment) => segment.queue !== undefined)?.queue ?? participant.queue;
  if (participant.purpose !== "customer" || conversation.direction === "outbound") return queue;
  return session.facts.stuck === true || hasQueued(conversation, at) ? queue : undefined;
}

function hasQueued({ participants }: SessionView["conversation"], at: number): boolean {
  return participants.some(({ purpose, sessions }) => purpose === "acd" && beginOf(sessions[0]) <= at);
}

function beginOf(session: SessionView["session"] | undefined): number {
  return session?.segments[0]?.start ?? Number.POSITIVE_INFINITY;
}

/** The divisions of whoever and whatever took part until then: they are the conversation's, not the session's. */
export function toDivisions({ organisation, conversation, at }: Omit<SessionView, "session">): readonly string[] {
  const { users, queues, divisions } = organisation;
  const ids = new Set<string>();
  for (const { purpose, queue, user, sessions } of conversation.participants) {
    const isCustomer = purpose === "customer" && sessions[0]?.facts.stuck !== true;
    if (isCustomer || beginOf(sessions[0]) > at) continue;
    const id = queue === undefined ? users[user ?? -1]?.divisionId : queues[queue]?.divisionId;
    if (id !== undefined) ids.add(id);
  }
  return ids.size > 0 ? [...ids] : listOf(divisions[0]?.id);
}

/** Codes are known when the work after the conversation is done; they then stand for all that the session emitted. */
function toWrapUpCodes({ organisation, session, at }: SessionView): readonly string[] {
  return session.segments.flatMap(({ wrapUp, end }) => {
    return wrapUp === undefined || end > at ? [] : listOf(toWrapUpCode(organisation, wrapUp));
  });
}

function isRouted({ conversation, participant, session, at }: SessionView): boolean {
  const { stuck, onBehalf, legOfCallback } = session.facts;
  if (!["customer", "acd", "agent"].includes(participant.purpose)) return false;
  return stuck !== true && onBehalf !== true && legOfCallback !== true && hasQueued(conversation, at);
}

function isAnswered({ conversation, at }: SessionView): boolean {
  return conversation.participants.some(({ sessions }) => (sessions[0]?.facts.answeredAt ?? at + 1) <= at);
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
