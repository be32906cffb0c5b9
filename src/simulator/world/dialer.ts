import { SECOND_MS } from "../../base/interval.ts";
import { type CallFinding, PERSON, pickFinding } from "./call-findings.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import type { DialingMode } from "./organisation-specs.ts";
import { enterQueue } from "./queue-entry.ts";
import { talkToContact } from "./voice-calls.ts";
import { SYSTEM_WRAP_UPS } from "./world-conversation.ts";

/** A call that the dialer makes, with its own side of it and the contact's. */
interface DialedCall {
  readonly draft: Draft;
  readonly queue: number;
  readonly customer: Leg;
  readonly dialer: Leg;
}

/** The dialer calls a contact, finds out who or what answers, and passes people on to an agent or to a flow. */
export function dialContact(floor: Floor, draft: Draft, queue: number, at: number, mode: DialingMode): void {
  const { random } = draft;
  const finding = pickFinding(random.next());
  const [from, to] = finding.ringSeconds;
  const ringEnd = at + random.integer(from * SECOND_MS, to * SECOND_MS);
  const foundAt = finding.connects ? ringEnd + random.integer(600, 2_400) : ringEnd;
  const call = placeCall(draft, queue, finding, at, ringEnd, foundAt);
  if (mode === "progressive") keepAgentFree(floor, queue, at, foundAt);
  if (finding !== PERSON) giveUp(call, foundAt, finding.wrapUp);
  else if (mode === "agentless") runOutboundFlow(call, foundAt);
  else floor.agenda.schedule(foundAt, (then) => passToQueue(floor, call, then));
}

function placeCall(
  draft: Draft,
  queue: number,
  { name, analyzer, connects }: CallFinding,
  at: number,
  ringEnd: number,
  foundAt: number,
): DialedCall {
  const customer = draft.join("customer", { media: "voice", direction: "outbound", queue });
  const dialer = draft.join("dialer", { media: "voice", direction: "outbound", queue, peer: customer });
  draft.customerLeg = customer;
  customer.peer = dialer.place;
  customer.add("dialing", at, ringEnd);
  dialer.add("dialing", at, ringEnd);
  customer.facts.disposition = { name, at: foundAt, ...(analyzer === undefined ? {} : { analyzer }) };
  dialer.facts.attempt = { at, ...(connects ? { connectedAt: ringEnd } : {}) };
  if (connects) {
    customer.begin("interact", ringEnd);
    dialer.add("system", ringEnd, foundAt);
  }
  return { draft, queue, customer, dialer };
}

/** The dialer's part is over; the system notes why in a code of its own. */
function leave({ dialer }: DialedCall, at: number, disconnect: string, wrapUp: number): void {
  const { last } = dialer;
  if (last !== undefined) last.disconnect ??= disconnect;
  Object.assign(dialer.add("wrapup", at, at), { wrapUp, disconnect });
}

/** Nobody to talk to: the dialer hangs up. */
function giveUp(call: DialedCall, at: number, wrapUp: number): void {
  const { customer } = call;
  customer.close(at, "peer");
  if (customer.last !== undefined) customer.last.disconnect = "peer";
  leave(call, at, "client", wrapUp);
}

/** While the number rings, one agent gets nothing else. */
function keepAgentFree(floor: Floor, queue: number, at: number, until: number): void {
  const agent = floor.findIdle(at, undefined, queue);
  if (agent === undefined) return;
  agent.busy = true;
  floor.agenda.schedule(until, (then) => floor.release(agent, then));
}

/** Somebody has answered: an agent of the queue must be there within seconds, or the call is abandoned. */
function passToQueue(floor: Floor, call: DialedCall, at: number): void {
  const { draft, queue, customer, dialer } = call;
  if (dialer.last !== undefined) dialer.last.disconnect = "transfer";
  const waiting = enterQueue(floor, draft, {
    media: "voice",
    direction: "outbound",
    queue,
    at: at + 4,
    answer: (agent, leg, then) => talkToContact(floor, draft, agent, leg, then),
  });
  const patience = 7 * SECOND_MS + draft.random.exponential(10 * SECOND_MS);
  floor.agenda.schedule(waiting.since + patience, (then) => {
    if (!floor.leave(waiting, then)) return;
    waiting.acd.close(then, "peer");
    waiting.acd.facts.outcome = "abandoned";
    customer.close(then - 1, "endpoint");
    if (dialer.facts.attempt !== undefined) dialer.facts.attempt.abandonedAt = then;
    leave(call, then, "client", PERSON.wrapUp);
  });
}

/** Nobody is needed: a flow reads out what there is to say. */
function runOutboundFlow(call: DialedCall, at: number): void {
  const { draft, queue, customer } = call;
  leave(call, at, "transfer", SYSTEM_WRAP_UPS.transferredToFlow);
  const until = at + draft.random.integer(9, 45) * SECOND_MS;
  const flow = draft.join("ivr", { media: "voice", direction: "outbound", peer: customer });
  flow.add("ivr", at + 4, until).disconnect = "client";
  flow.facts.flow = { exit: "disconnect", queue, outbound: true };
  customer.close(until + 3, "peer");
}
