import { toDetailRecord } from "./live-to-detail.ts";
import type { LiveCommunication, LiveConversation, LiveParticipant } from "./live-wire.ts";
import { LIVE_MEDIA } from "./spellings.ts";
import type { AnalyticsConversation } from "./wire.ts";

/**
 * The body of an event on `v2.users.{id}.conversations` or `v2.routing.queues.{id}.conversations` in the shape of a detail record:
 * a whole snapshot of who takes part and what each does now. It has no start of the conversation, no segments, no metrics and no
 * queue names, and its wrap-up codes are names, so they are left out. `undefined` when it is no conversation.
 */
export function toRecordOfEvent(body: unknown): AnalyticsConversation | undefined {
  if (!isConversation(body)) return undefined;
  const participants = body.participants.filter(isObject).map(toRestParticipant);
  const record = toDetailRecord({ ...body, participants });
  const direction = directionOf(participants);
  const end = endOf(participants);
  return {
    ...record,
    ...(direction === undefined ? {} : { originatingDirection: direction }),
    ...(end === undefined ? {} : { conversationEnd: end }),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isConversation(body: unknown): body is LiveConversation & { participants: LiveParticipant[] } {
  if (!isObject(body)) return false;
  const { id, participants } = body as { id?: unknown; participants?: unknown };
  return typeof id === "string" && id !== "" && Array.isArray(participants);
}

/** As REST tells it: with the segments that have ended, as far as they follow from what is told. */
function toRestParticipant(participant: LiveParticipant): LiveParticipant {
  const lists = LIVE_MEDIA.flatMap(([list]) => {
    const communications: unknown = participant[list as keyof LiveParticipant];
    if (!Array.isArray(communications)) return [];
    const told = communications.filter(isObject).map((one) => toRestCommunication(one, participant));
    return [[list, told] as const];
  });
  const { wrapup, ...rest } = participant;
  return { ...rest, ...Object.fromEntries(lists) };
}

function toRestCommunication(
  communication: LiveCommunication,
  { endTime, purpose }: LiveParticipant,
): LiveCommunication {
  const { state, connectedTime, disconnectType } = communication;
  const end = communication.disconnectedTime ?? (isOver(state) ? endTime : undefined);
  if (end !== undefined) {
    const type = connectedTime === undefined ? "Alert" : "Interact";
    const segment = { startTime: connectedTime ?? end, endTime: end, type };
    return {
      ...communication,
      state: "disconnected",
      segments: [disconnectType === undefined ? segment : { ...segment, disconnectType }],
    };
  }
  const pausedAt = communication.held === true ? communication.startHoldTime : parkTimeOf(communication);
  const segments =
    pausedAt === undefined || connectedTime === undefined
      ? []
      : [{ startTime: connectedTime, endTime: pausedAt, type: "Interact" }];
  // A call that is offered waits in a queue, or is in a menu.
  const now = state === "offering" ? (purpose === "acd" ? "connected" : "offering") : state;
  return { ...communication, ...(now === undefined ? {} : { state: now }), segments };
}

function isOver(state: string | undefined): boolean {
  return state === "disconnected" || state === "terminated";
}

function parkTimeOf(communication: LiveCommunication): string | undefined {
  return communication.state === "parked" ? communication.parkTime : undefined;
}

function directionOf(participants: readonly LiveParticipant[]): string | undefined {
  const customer = participants.find(({ purpose }) => purpose === "customer" || purpose === "external");
  return LIVE_MEDIA.map(([list]) => {
    const [first] = (customer?.[list as keyof LiveParticipant] as LiveCommunication[] | undefined) ?? [];
    return first?.direction;
  }).find((direction) => direction !== undefined);
}

/** Everybody has left, and nobody is still wrapping up: then it has ended. */
function endOf(participants: readonly LiveParticipant[]): string | undefined {
  const ends = participants.map(({ endTime, startAcwTime, endAcwTime }) =>
    startAcwTime === undefined ? endTime : endAcwTime,
  );
  const known = ends.filter((end) => end !== undefined);
  return known.length === 0 || known.length < ends.length ? undefined : known.sort().at(-1);
}
