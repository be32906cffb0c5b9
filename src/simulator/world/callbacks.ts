import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { endCall } from "./after-call-work.ts";
import type { Agent } from "./agent.ts";
import { holdDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { enterQueue, joinQueue, type QueueEntry } from "./queue-entry.ts";

/** Nobody takes it: after so many days the system removes a callback. */
const EXPIRES_AFTER_MS = 59 * DAY_MS;

/** The caller leaves a message, from which a callback is made. */
export function leaveVoicemail(floor: Floor, draft: Draft, queue: number, at: number): void {
  const before = { type: "uploading", until: recordVoicemail(draft, queue, at) } as const;
  const customer = openCustomerSession(draft, queue, at, before);
  queueCallback(floor, draft, customer, { media: "callback", queue, at, flowIn: "voicemail", before });
}

/** A callback that the customer ordered on the web, for now or for later. */
export function orderCallback(
  floor: Floor,
  draft: Draft,
  queue: number,
  at: number,
  scheduledAt: number | undefined,
): void {
  const before = scheduledAt === undefined ? undefined : ({ type: "scheduled", until: scheduledAt } as const);
  const customer = openCustomerSession(draft, queue, at, before);
  queueCallback(floor, draft, customer, { media: "callback", queue, at, ...(before === undefined ? {} : { before }) });
}

/** A voicemail whose callback nobody ever takes. */
export function leaveForgottenVoicemail(draft: Draft, queue: number, at: number): void {
  const before = { type: "uploading", until: recordVoicemail(draft, queue, at) } as const;
  const customer = openCustomerSession(draft, queue, at, before);
  const acd = joinQueue(draft, { media: "callback", queue, at, flowIn: "voicemail", before });
  acd.peer = customer.place;
  acd.facts.outcome = "expired";
  acd.close(before.until + EXPIRES_AFTER_MS + 11, "peer");
  customer.close(before.until + EXPIRES_AFTER_MS, "client");
}

/** Returns when the recording has been uploaded. */
function recordVoicemail(draft: Draft, queue: number, at: number): number {
  const length = 12_000 + draft.random.lognormal(20_000, 0.6);
  const voicemail = draft.join("voicemail", { media: "voice", direction: "inbound", queue, peer: draft.customerLeg });
  voicemail.add("system", at, at + 46);
  voicemail.add("interact", at + 46, at + 46 + length).disconnect = "peer";
  draft.customerLeg?.close(at + 42 + length, "endpoint");
  return at + 46 + length + draft.random.integer(2_000, 6_000);
}

/** The customer's side of the callback, which lasts as long as the callback does. */
function openCustomerSession(draft: Draft, queue: number, at: number, before: QueueEntry["before"]): Leg {
  const options = { media: "callback", direction: "outbound", queue } as const;
  const leg =
    draft.customerLeg === undefined ? draft.join("customer", options) : draft.extend(draft.customerLeg, options);
  draft.customerLeg ??= leg;
  if (before !== undefined) leg.add(before.type, at, before.until);
  if (before?.type === "scheduled") leg.facts.callbackScheduled = before.until;
  leg.begin("interact", before?.until ?? at);
  return leg;
}

function queueCallback(floor: Floor, draft: Draft, customer: Leg, entry: Omit<QueueEntry, "answer">): void {
  const answer = (agent: Agent, leg: Leg, at: number) => callBack(floor, draft, customer, agent, leg, at);
  const { acd } = enterQueue(floor, draft, { ...entry, customer, answer });
  acd.peer = customer.place;
  if (customer.facts.callbackScheduled !== undefined) acd.facts.callbackScheduled = customer.facts.callbackScheduled;
}

/** The agent reads what it is about, dials, and is answered or not. */
function callBack(floor: Floor, draft: Draft, customer: Leg, agent: Agent, leg: Leg, at: number): void {
  const { random } = draft;
  holdDesk(agent, at);
  leg.peer = customer.place;
  leg.begin("interact", at);
  const dialAt = at + random.integer(5, 45) * SECOND_MS;
  floor.agenda.schedule(dialAt, () => {
    const reached = random.chance(0.75);
    const ringMs = reached ? random.integer(4, 18) * SECOND_MS : random.integer(20, 32) * SECOND_MS;
    const connectedAt = dialAt + ringMs;
    const endAt = reached
      ? connectedAt + Math.min(40 * MINUTE_MS, 5_000 + random.lognormal(170_000, 0.7))
      : connectedAt;
    dial(draft, leg, dialAt, connectedAt, endAt, reached);
    leg.facts.firstDial = dialAt;
    if (reached) leg.facts.firstConnect = connectedAt;
    const doneAt = endAt + random.integer(1, 6) * SECOND_MS;
    floor.agenda.schedule(doneAt, (then) => {
      customer.close(then + 3, "peer");
      endCall(floor, draft, agent, leg, then, "client");
    });
  });
}

/** The call itself: a second session of the agent and of the customer. */
function dial(draft: Draft, agentLeg: Leg, dialAt: number, connectedAt: number, endAt: number, reached: boolean): void {
  const options = { media: "voice", direction: "outbound", queue: agentLeg.queue } as const;
  const theirs =
    draft.customerLeg === undefined ? draft.join("customer", options) : draft.extend(draft.customerLeg, options);
  const ours = draft.extend(agentLeg, { ...options, peer: theirs });
  ours.facts.legOfCallback = true;
  for (const leg of [ours, theirs]) {
    const ringing = leg.add("dialing", dialAt, connectedAt);
    const disconnect = leg === ours ? "client" : "peer";
    if (reached) leg.add("interact", connectedAt, endAt).disconnect = disconnect;
    else ringing.disconnect = disconnect;
  }
}
