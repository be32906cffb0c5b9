import { SECOND_MS } from "../../base/interval.ts";
import { endCall } from "./after-call-work.ts";
import type { Agent } from "./agent.ts";
import { NO_ANSWER, PERSON } from "./call-findings.ts";
import { holdDesk, resumeDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { enterQueue } from "./queue-entry.ts";
import { SYSTEM_WRAP_UPS } from "./world-conversation.ts";

/**
 * A contact is offered to the agents of a queue as a callback is; whoever takes it looks at it and dials, or skips it. As in the
 * recorded conversations of preview campaigns.
 */
export function startPreview(floor: Floor, draft: Draft, queue: number, at: number): void {
  const customer = draft.join("customer", { media: "callback", direction: "outbound", queue });
  draft.customerLeg = customer;
  customer.begin("interact", at);
  const { acd } = enterQueue(floor, draft, {
    media: "callback",
    queue,
    at,
    customer,
    answer: (agent, leg, then) => look(floor, draft, agent, leg, then),
  });
  acd.peer = customer.place;
}

function look(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  holdDesk(agent, at);
  leg.begin("interact", at);
  const skips = draft.random.chance(0.25);
  floor.agenda.schedule(at + draft.random.integer(skips ? 2 : 6, 45) * SECOND_MS, (then) => {
    leg.close(then, "client");
    leg.facts.interactionEnd = then;
    draft.customerLeg?.close(then + 3, "peer");
    if (skips) skip(floor, agent, leg, then);
    else call(floor, draft, agent, leg, then);
  });
}

function skip(floor: Floor, agent: Agent, leg: Leg, at: number): void {
  leg.facts.acw = 0;
  Object.assign(leg.add("wrapup", at, at), { wrapUp: SYSTEM_WRAP_UPS.previewSkipped, disconnect: "client" });
  agent.busy = false;
  resumeDesk(floor, agent, at);
  floor.release(agent, at);
}

/** The preview is over with the call that it leads to: a second session of the agent, with a handling of its own. */
function call(floor: Floor, draft: Draft, agent: Agent, preview: Leg, at: number): void {
  const { random } = draft;
  const leg = draft.extend(preview, { media: "voice", direction: "outbound", queue: preview.queue });
  leg.facts.onBehalf = true;
  const dialAt = at + random.integer(150, 900);
  leg.add("contacting", at, dialAt);
  // Now and then the line is refused before anything rings.
  const until = random.chance(0.05) ? dialAt : dial(draft, leg, preview, dialAt);
  floor.agenda.schedule(until, (then) => {
    const reached = leg.facts.attempt?.connectedAt !== undefined;
    if (!reached && leg.last !== undefined) leg.last.disconnect = "client";
    endCall(floor, draft, agent, leg, reached ? then + 7 : then, reached ? "peer" : "client");
  });
}

/** Rings the contact, and lets the two talk; returns when that is over. */
function dial(draft: Draft, leg: Leg, preview: Leg, at: number): number {
  const { random } = draft;
  const reached = random.chance(0.45);
  const ringEnd = at + (reached ? random.integer(4, 20) : random.integer(18, 35)) * SECOND_MS;
  const { queue } = preview;
  const options = { media: "voice", direction: "outbound", queue, peer: leg } as const;
  const customer = draft.extend(draft.customerLeg ?? preview, options);
  leg.peer = customer.place;
  leg.facts.attempt = { at, ...(reached ? { connectedAt: ringEnd } : {}) };
  // The agent listens himself: nothing analyses the call.
  customer.facts.disposition = { name: (reached ? PERSON : NO_ANSWER).name, at: ringEnd };
  leg.add("dialing", at, ringEnd);
  const ringing = customer.add("dialing", at, ringEnd);
  if (!reached) {
    ringing.disconnect = "peer";
    return ringEnd;
  }
  const end = ringEnd + 5_000 + random.lognormal(150_000, 0.8);
  leg.begin("interact", ringEnd);
  customer.add("interact", ringEnd, end).disconnect = "endpoint";
  return end;
}
