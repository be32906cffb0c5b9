import type { AnalyticsMetric } from "../../model/wire.ts";
import { type Organisation, toServiceLevel } from "../world/organisation.ts";
import { SHORT_ABANDON_MS } from "../world/organisation-specs.ts";
import type { Purpose, SegmentType, WorldSession } from "../world/world-conversation.ts";
import { toInstant } from "./to-instant.ts";
import { endOf } from "./view.ts";

/** A flow starts a little later than its segment. */
const FLOW_DELAY_MS = 190;

interface Emission {
  readonly name: string;
  readonly value: number;
  readonly at: number;
}

/** Collects what a session has emitted until an instant. */
class Emissions {
  readonly list: Emission[] = [];
  readonly #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  /** Dated `at`, and there to be seen since `visibleAt`: some totals are dated back. */
  emit(name: string, value: number, at: number, visibleAt = at): void {
    if (visibleAt <= this.#now) this.list.push({ name, value, at });
  }

  /** By date, then name, as the API lists them. */
  toMetrics(): AnalyticsMetric[] {
    this.list.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return this.list.map(({ name, value, at }) => ({ emitDate: toInstant(at), name, value }));
  }
}

/** The metrics of a session as of an instant: names, placement and dates as in recorded conversations. */
export function toMetrics(
  organisation: Organisation,
  purpose: Purpose,
  session: WorldSession,
  now: number,
): AnalyticsMetric[] {
  const emissions = new Emissions(now);
  switch (purpose) {
    case "customer":
      emitCustomer(emissions, session);
      break;
    case "ivr":
    case "workflow":
      emitFlow(emissions, purpose, session);
      break;
    case "acd":
      emitAcd(emissions, session);
      break;
    case "voicemail":
      emitEach(emissions, session, "interact", "tVoicemail");
      break;
    case "agent":
    case "user":
      if (session.facts.supervised !== undefined) emitSupervision(emissions, session);
      else if (session.facts.legOfCallback !== true) emitHandling(emissions, organisation, session);
      break;
    case "dialer":
      emitAttempt(emissions, session);
      break;
    case "external":
      break;
  }
  return emissions.toMetrics();
}

function emitCustomer(emissions: Emissions, session: WorldSession): void {
  const connected = session.segments.find(({ type }) => type === "interact");
  if (connected === undefined) return;
  emissions.emit("nConnected", 1, connected.start);
  emissions.emit("tConnected", connected.end - connected.start, connected.end);
}

function emitFlow(emissions: Emissions, purpose: Purpose, session: WorldSession): void {
  const segment = session.segments.at(-1);
  if (segment === undefined) return;
  const length = segment.end - segment.start;
  const delay = Math.min(FLOW_DELAY_MS, length >> 1);
  emissions.emit("nFlow", 1, segment.start + delay);
  if (purpose === "ivr") emissions.emit("tIvr", length, segment.end);
  emissions.emit("tFlow", length - delay, segment.end + 2);
  emissions.emit(
    session.facts.flow?.exit === "disconnect" ? "tFlowDisconnect" : "tFlowExit",
    length - delay,
    segment.end + 2,
  );
}

function emitAcd(emissions: Emissions, session: WorldSession): void {
  const wait = session.segments.at(-1);
  if (wait?.type !== "interact") return;
  const length = wait.end - wait.start;
  emissions.emit("nOffered", 1, wait.start);
  emissions.emit("tAcd", length, wait.end);
  if (session.facts.outcome === "flow-out") emissions.emit("tFlowOut", length, wait.end);
  if (session.facts.outcome !== "abandoned") return;
  emissions.emit("tAbandon", length, wait.end);
  if (length < SHORT_ABANDON_MS) emissions.emit("tShortAbandon", length, wait.end);
}

/** Like talk: a total is dated when the last stretch ended, and known when the supervisor has left. There is none of barging. */
function emitSupervision(emissions: Emissions, session: WorldSession): void {
  for (const [type, name] of [
    ["monitoring", "tMonitoring"],
    ["coaching", "tCoaching"],
  ] as const) {
    const last = session.segments.findLast((segment) => segment.type === type);
    if (last === undefined) continue;
    const total = emitEach(emissions, session, type, name);
    emissions.emit(`${name}Complete`, total, last.end, endOf(session));
  }
  emitEach(emissions, session, "barging", "tBarging");
}

/** One emission for each segment of a type; returns their sum. */
function emitEach(emissions: Emissions, session: WorldSession, type: SegmentType, name: string): number {
  let total = 0;
  for (const segment of session.segments) {
    if (segment.type !== type) continue;
    total += segment.end - segment.start;
    emissions.emit(name, segment.end - segment.start, segment.end);
  }
  return total;
}

function emitHandling(emissions: Emissions, organisation: Organisation, session: WorldSession): void {
  const { facts, segments } = session;
  emitAlert(emissions, session);
  emitAnswer(emissions, organisation, session);
  if (facts.onBehalf === true) emissions.emit("nOutbound", 1, segments[0]?.start ?? 0);
  emitAttempt(emissions, session);
  const contacting = emitEach(emissions, session, "contacting", "tContacting");
  const dialing = emitEach(emissions, session, "dialing", "tDialing");
  const talk = emitEach(emissions, session, "interact", "tTalk");
  const held = emitEach(emissions, session, "hold", "tHeld");
  const parked = emitEach(emissions, session, "parked", "tPark");
  const ended = facts.interactionEnd ?? Number.POSITIVE_INFINITY;
  const lastTalk = segments.findLast(({ type }) => type === "interact");
  if (lastTalk !== undefined) emissions.emit("tTalkComplete", talk, lastTalk.end, ended);
  if (held > 0) emissions.emit("tHeldComplete", held, ended);
  // Time in which an e-mail is parked is nobody's handling.
  if (parked > 0) emissions.emit("tParkComplete", parked, ended);
  if (facts.errorAt !== undefined) emissions.emit("nError", 1, facts.errorAt);
  emitTransfer(emissions, session);
  emitExtras(emissions, session);
  const acw = facts.acw ?? 0;
  if (facts.acw !== undefined) emissions.emit("tAcw", acw, ended + acw);
  const handled = contacting + dialing + talk + held + acw;
  if (handled > 0) emissions.emit("tHandle", handled, ended + acw);
}

/** What became of a contact of a campaign. */
function emitAttempt(emissions: Emissions, { facts: { attempt } }: WorldSession): void {
  if (attempt === undefined) return;
  emissions.emit("nOutboundAttempted", 1, attempt.at);
  if (attempt.connectedAt !== undefined) emissions.emit("nOutboundConnected", 1, attempt.connectedAt);
  if (attempt.abandonedAt !== undefined) emissions.emit("nOutboundAbandoned", 1, attempt.abandonedAt);
}

function emitAlert(emissions: Emissions, { segments, facts }: WorldSession): void {
  const [alert] = segments;
  if (alert?.type !== "alert") return;
  const length = alert.end - alert.start;
  emissions.emit("tAlert", length, alert.end);
  if (facts.missed === true) emissions.emit("tNotResponding", length, alert.end);
}

function emitAnswer(emissions: Emissions, organisation: Organisation, { facts, segments, media }: WorldSession): void {
  const { answeredWait, answeredAt } = facts;
  const queue = organisation.queues[segments[0]?.queue ?? -1];
  if (answeredWait === undefined || answeredAt === undefined || queue === undefined) return;
  emissions.emit("tAnswered", answeredWait, answeredAt);
  if (answeredWait > toServiceLevel(queue, media).durationMs) emissions.emit("nOverSla", 1, answeredAt);
}

function emitTransfer(emissions: Emissions, { facts }: WorldSession): void {
  if (facts.consultAt !== undefined) emissions.emit("nConsult", 1, facts.consultAt);
  if (facts.transfer === undefined) return;
  emissions.emit("nTransferred", 1, facts.transfer.at);
  emissions.emit(facts.transfer.kind === "blind" ? "nBlindTransferred" : "nConsultTransferred", 1, facts.transfer.at);
}

function emitExtras(emissions: Emissions, { facts, media }: WorldSession): void {
  const { acdStart = 0, interactionEnd = Number.POSITIVE_INFINITY, firstDial, firstConnect } = facts;
  if (firstDial !== undefined) emissions.emit("tFirstDial", firstDial - acdStart, firstDial);
  if (firstConnect !== undefined) {
    emissions.emit("tFirstConnect", firstConnect - acdStart, firstConnect);
    emissions.emit("tActiveCallback", interactionEnd - firstConnect, interactionEnd);
    emissions.emit("tActiveCallbackComplete", interactionEnd - firstConnect, interactionEnd);
  }
  if (media !== "message" || facts.responseMs === undefined || facts.turns === undefined) return;
  const responded = (facts.answeredAt ?? 0) + facts.responseMs;
  if (responded < interactionEnd) emissions.emit("tAgentResponseTime", facts.responseMs, responded);
  emissions.emit("oMessageTurn", facts.turns, interactionEnd);
}
