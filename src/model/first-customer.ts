import { isText, segmentsOf, startOf, textOrNull } from "./segments.ts";
import type { AnalyticsParticipant, AnalyticsSession } from "./wire.ts";

/**
 * The customer whom the conversation is about. Consult and conference legs are customers too, but begin later; lists
 * are not always in time order, so the earliest start decides and the order of the list breaks ties.
 */
export function findFirstCustomer(participants: readonly AnalyticsParticipant[]): AnalyticsParticipant | undefined {
  let first: AnalyticsParticipant | undefined;
  let firstStart = Number.NaN;
  for (const participant of participants) {
    if (participant.purpose !== "customer") continue;
    const start = startOfParticipant(participant);
    if (first === undefined || start < firstStart || (Number.isNaN(firstStart) && !Number.isNaN(start))) {
      first = participant;
      firstStart = start;
    }
  }
  return first;
}

function startOfParticipant(participant: AnalyticsParticipant): number {
  const starts = (participant.sessions ?? []).map(startOf).filter((start) => !Number.isNaN(start));
  return starts.length === 0 ? Number.NaN : Math.min(...starts);
}

/** Who the customer is, as far as the record tells: their number on a call, their address on a message or an e-mail. */
export function describeCustomer(customer: AnalyticsParticipant | undefined): {
  name: string | null;
  address: string | null;
} {
  const session = customer?.sessions?.[0];
  return { name: textOrNull(customer?.participantName), address: session === undefined ? null : addressOf(session) };
}

function addressOf(session: AnalyticsSession): string | null {
  const outbound = session.direction === "outbound";
  const own = outbound ? [session.dnis, session.addressTo] : [session.ani, session.addressFrom];
  return textOrNull([...own, firstOf(session.callbackNumbers), session.addressOther].find(isText));
}

function firstOf(list: readonly string[] | undefined): string | undefined {
  return Array.isArray(list) ? list[0] : undefined;
}

/** How the customer's leg ended; where that is not said, how the last leg that says so ended. */
export function findDisconnectType(
  customer: AnalyticsParticipant | undefined,
  participants: readonly AnalyticsParticipant[],
): string | null {
  return lastDisconnectType(customer?.sessions ?? []) ?? lastDisconnectType(participants.flatMap(handlerSessions));
}

function handlerSessions(participant: AnalyticsParticipant): readonly AnalyticsSession[] {
  return participant.purpose === "agent" || participant.purpose === "user" ? (participant.sessions ?? []) : [];
}

function lastDisconnectType(sessions: readonly AnalyticsSession[]): string | null {
  for (const session of [...sessions].reverse()) {
    for (const { disconnectType } of [...segmentsOf(session)].reverse()) {
      if (isText(disconnectType)) return disconnectType;
    }
  }
  return null;
}
