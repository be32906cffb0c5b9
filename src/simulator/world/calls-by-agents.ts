import { SECOND_MS } from "../../base/interval.ts";
import { endCall } from "./after-call-work.ts";
import type { Agent } from "./agent.ts";
import { holdDesk, resumeDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";

/** An agent calls a customer for a queue; when nobody is free, the customer is rung for nobody, and given up. */
export function startOutbound(floor: Floor, draft: Draft, queue: number, at: number): void {
  const agent = floor.findIdle(at, undefined, queue) ?? floor.findIdle(at);
  if (agent === undefined) {
    ringForNobody(draft, draft.join("customer", { media: "voice", direction: "outbound", queue }), "dialing", at);
    return;
  }
  const { random } = draft;
  seize(agent, at);
  const leg = draft.join("agent", { media: "voice", direction: "outbound", queue, user: agent.user.index });
  leg.facts.onBehalf = true;
  const dialAt = at + random.integer(150, 900);
  const reached = random.chance(0.7);
  const connectedAt = dialAt + (reached ? random.integer(4, 20) : random.integer(18, 35)) * SECOND_MS;
  leg.add("contacting", at, dialAt);
  leg.add("dialing", dialAt, connectedAt);
  const customer = draft.join("customer", { media: "voice", direction: "outbound", queue, peer: leg });
  draft.customerLeg = customer;
  const ringing = customer.add("dialing", dialAt, connectedAt);
  if (!reached) {
    ringing.disconnect = "peer";
    floor.agenda.schedule(connectedAt, (then) => {
      const last = leg.last;
      if (last !== undefined) last.disconnect = "client";
      endCall(floor, draft, agent, leg, then, "client");
    });
    return;
  }
  leg.begin("interact", connectedAt);
  customer.begin("interact", connectedAt);
  floor.agenda.schedule(connectedAt + 5_000 + random.lognormal(160_000, 0.8), (then) => {
    customer.close(then, "endpoint");
    endCall(floor, draft, agent, leg, then + 7, "peer");
  });
}

/** An employee is called from outside on his own number, or calls out: no queue, no after-call work. */
export function startUserCall(floor: Floor, draft: Draft, at: number): void {
  const agent = floor.findIdle(at);
  const { random } = draft;
  const inbound = random.chance(0.5);
  const direction = inbound ? "inbound" : "outbound";
  if (agent === undefined) {
    ringForNobody(draft, draft.join("customer", { media: "voice", direction }), "system", at);
    return;
  }
  seize(agent, at);
  const external = draft.join("external", { media: "voice", direction });
  draft.customerLeg = external;
  const leg = draft.join("user", { media: "voice", direction, user: agent.user.index, peer: external });
  const connectedAt = at + random.integer(2_500, 14_000);
  if (inbound) leg.add("alert", at, connectedAt);
  else {
    leg.add("contacting", at, at + 300);
    leg.add("dialing", at + 300, connectedAt);
  }
  external.add(inbound ? "system" : "dialing", inbound ? at : at + 300, inbound ? at + 80 : connectedAt);
  external.begin("interact", inbound ? at + 80 : connectedAt);
  leg.begin("interact", connectedAt);
  leg.facts.answeredAt = connectedAt;
  floor.agenda.schedule(connectedAt + 4_000 + random.lognormal(130_000, 0.9), (then) => {
    external.close(then, "endpoint");
    leg.close(then + 5, "peer");
    leg.facts.interactionEnd = then + 5;
    agent.busy = false;
    resumeDesk(floor, agent, then + 5);
    floor.release(agent, then + 5);
  });
}

/** Whatever arrives is a conversation, so that the plan of arrivals alone can tell how many there are. */
function ringForNobody(draft: Draft, leg: Leg, type: "dialing" | "system", at: number): void {
  draft.customerLeg = leg;
  leg.add(type, at, at + draft.random.integer(6, 25) * SECOND_MS).disconnect = "system";
}

function seize(agent: Agent, at: number): void {
  agent.busy = true;
  holdDesk(agent, at);
}
