import type { Organisation } from "../world/organisation.ts";
import { SHORT_ABANDON_MS } from "../world/organisation-specs.ts";
import type { WorldConversation, WorldParticipant, WorldSession } from "../world/world-conversation.ts";
import type { Emission, SessionEmissions } from "./emission.ts";
import { type Emit, emitStretches } from "./emit-stretches.ts";
import { emitAttempt, emitHandling } from "./handling-emissions.ts";

/**
 * Everything that a conversation will ever emit, told from what happens in it. It shares nothing with the metrics of detail
 * records: that both agree is what tests compare.
 */
export function toEmissions(organisation: Organisation, conversation: WorldConversation): readonly SessionEmissions[] {
  const answers = toAnswers(conversation);
  const found: SessionEmissions[] = [];
  conversation.participants.forEach((participant, participantIndex) => {
    participant.sessions.forEach((session, sessionIndex) => {
      const emissions: Emission[] = [];
      const emit: Emit = (metric, value, at, { seenAt = at, eventAt = at } = {}) =>
        emissions.push({ metric, value, at, seenAt, eventAt });
      emitSession(emit, organisation, participant, session, answers);
      if (emissions.length === 0) return;
      const dates = emissions.map(({ at }) => at);
      found.push({
        conversation,
        participant,
        session,
        indexes: [participantIndex, sessionIndex],
        emissions,
        first: Math.min(...dates),
        last: Math.max(...dates),
        keptFrom: Number.NEGATIVE_INFINITY,
        keptUntil: Number.POSITIVE_INFINITY,
      });
    });
  });
  return found;
}

/** When an agent took each entry into a queue, by the instant at which its wait began. */
function toAnswers({ participants }: WorldConversation): ReadonlyMap<number, number> {
  const answers = new Map<number, number>();
  for (const { sessions } of participants) {
    const { acdStart, answeredAt, answeredWait } = sessions[0]?.facts ?? {};
    if (acdStart !== undefined && answeredAt !== undefined && answeredWait !== undefined)
      answers.set(acdStart, answeredAt);
  }
  return answers;
}

function emitSession(
  emit: Emit,
  organisation: Organisation,
  { purpose }: WorldParticipant,
  session: WorldSession,
  answers: ReadonlyMap<number, number>,
): void {
  if (purpose === "customer") emitConnection(emit, session);
  else if (purpose === "ivr") emitStretches(emit, session, "ivr", "tIvr");
  else if (purpose === "acd") emitWait(emit, session, answers);
  else if (purpose === "dialer") emitAttempt(emit, session);
  else if (purpose === "voicemail") emitStretches(emit, session, "interact", "tVoicemail");
  else if (purpose !== "agent" && purpose !== "user") return;
  else if (session.facts.supervised !== undefined) emitSupervision(emit, session);
  // The call that an agent makes for a callback counts on the callback.
  else if (session.facts.legOfCallback !== true) emitHandling(emit, organisation, session);
}

function emitConnection(emit: Emit, { segments }: WorldSession): void {
  const connected = segments.find(({ type }) => type === "interact");
  if (connected === undefined) return;
  emit("nConnected", 1, connected.start);
  emit("tConnected", connected.end - connected.start, connected.end);
}

/** What enters a queue is offered, and leaves it in one of four ways; the wait counts whatever the way. */
function emitWait(emit: Emit, { segments, facts }: WorldSession, answers: ReadonlyMap<number, number>): void {
  const wait = segments.at(-1);
  if (wait?.type !== "interact") return;
  const { start, end } = wait;
  const length = end - start;
  emit("nOffered", 1, start);
  emit("tAcd", length, end);
  emit("tWait", length, answers.get(start) ?? end);
  if (facts.outcome === "flow-out") emit("tFlowOut", length, end);
  if (facts.outcome !== "abandoned") return;
  emit("tAbandon", length, end);
  if (length < SHORT_ABANDON_MS) emit("tShortAbandon", length, end);
}

/** What a supervisor does in the call of another; who breaks in has no total. */
function emitSupervision(emit: Emit, session: WorldSession): void {
  const seenAt = session.facts.interactionEnd ?? Number.POSITIVE_INFINITY;
  const listened = emitStretches(emit, session, "monitoring", "tMonitoring");
  if (listened.until !== undefined) emit("tMonitoringComplete", listened.total, listened.until, { seenAt });
  const coached = emitStretches(emit, session, "coaching", "tCoaching");
  if (coached.until !== undefined) emit("tCoachingComplete", coached.total, coached.until, { seenAt });
  emitStretches(emit, session, "barging", "tBarging");
}
