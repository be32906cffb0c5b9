import { type Organisation, toServiceLevel } from "../world/organisation.ts";
import type { WorldSession } from "../world/world-conversation.ts";
import { type Emit, emitStretches } from "./emit-stretches.ts";

/** What somebody's part in a conversation emits, from its alert to the end of the work after it. */
export function emitHandling(emit: Emit, organisation: Organisation, session: WorldSession): void {
  const { facts, segments } = session;
  emitAlert(emit, session);
  emitAnswer(emit, organisation, session);
  if (facts.onBehalf === true) emit("nOutbound", 1, segments[0]?.start ?? 0);
  emitAttempt(emit, session);
  if (facts.errorAt !== undefined) emit("nError", 1, facts.errorAt);
  if (facts.consultAt !== undefined) emit("nConsult", 1, facts.consultAt);
  emitTransfer(emit, session);
  emitCallback(emit, session);
  emitTurns(emit, session);
  emitWork(emit, session);
}

/** A call to a contact of a campaign: made, taken by somebody or something, and lost for want of an agent. */
export function emitAttempt(emit: Emit, { facts }: WorldSession): void {
  const { at, connectedAt, abandonedAt } = facts.attempt ?? {};
  if (at !== undefined) emit("nOutboundAttempted", 1, at);
  if (connectedAt !== undefined) emit("nOutboundConnected", 1, connectedAt);
  if (abandonedAt !== undefined) emit("nOutboundAbandoned", 1, abandonedAt);
}

/** The parts of the handling time, each when it is over, and the whole of it at the end. */
function emitWork(emit: Emit, session: WorldSession): void {
  const { interactionEnd, acw } = session.facts;
  const contacting = emitStretches(emit, session, "contacting", "tContacting");
  const dialing = emitStretches(emit, session, "dialing", "tDialing");
  const talk = emitStretches(emit, session, "interact", "tTalk");
  const held = emitStretches(emit, session, "hold", "tHeld");
  const parked = emitStretches(emit, session, "parked", "tPark");
  if (interactionEnd === undefined) return;
  if (talk.until !== undefined) emit("tTalkComplete", talk.total, talk.until, { seenAt: interactionEnd });
  if (held.until !== undefined) emit("tHeldComplete", held.total, interactionEnd, { eventAt: held.until });
  if (parked.until !== undefined) emit("tParkComplete", parked.total, interactionEnd, { eventAt: parked.until });
  const done = interactionEnd + (acw ?? 0);
  if (acw !== undefined) emit("tAcw", acw, done);
  const handled = contacting.total + dialing.total + talk.total + held.total + (acw ?? 0);
  if (handled > 0) emit("tHandle", handled, done);
}

function emitAlert(emit: Emit, { segments: [alert], facts }: WorldSession): void {
  if (alert?.type !== "alert") return;
  const length = alert.end - alert.start;
  emit("tAlert", length, alert.end);
  if (facts.missed === true) emit("tNotResponding", length, alert.end);
}

function emitAnswer(emit: Emit, organisation: Organisation, { facts, segments, media }: WorldSession): void {
  const { answeredWait, answeredAt } = facts;
  const queue = organisation.queues[segments[0]?.queue ?? -1];
  if (answeredWait === undefined || answeredAt === undefined || queue === undefined) return;
  emit("tAnswered", answeredWait, answeredAt);
  if (answeredWait > toServiceLevel(queue, media).durationMs) emit("nOverSla", 1, answeredAt);
}

function emitTransfer(emit: Emit, { facts: { transfer } }: WorldSession): void {
  if (transfer === undefined) return;
  emit("nTransferred", 1, transfer.at);
  emit(transfer.kind === "blind" ? "nBlindTransferred" : "nConsultTransferred", 1, transfer.at);
}

function emitCallback(emit: Emit, { facts }: WorldSession): void {
  const { acdStart, firstDial, firstConnect, interactionEnd } = facts;
  if (acdStart === undefined) return;
  if (firstDial !== undefined) emit("tFirstDial", firstDial - acdStart, firstDial);
  if (firstConnect === undefined) return;
  emit("tFirstConnect", firstConnect - acdStart, firstConnect);
  if (interactionEnd === undefined) return;
  emit("tActiveCallback", interactionEnd - firstConnect, interactionEnd);
  emit("tActiveCallbackComplete", interactionEnd - firstConnect, interactionEnd);
}

function emitTurns(emit: Emit, { facts, media }: WorldSession): void {
  const { turns, responseMs, answeredAt, interactionEnd } = facts;
  if (media !== "message" || turns === undefined || responseMs === undefined || interactionEnd === undefined) return;
  const respondedAt = (answeredAt ?? 0) + responseMs;
  if (respondedAt < interactionEnd) emit("tAgentResponseTime", responseMs, respondedAt);
  emit("oMessageTurn", turns, interactionEnd);
}
