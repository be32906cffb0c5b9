import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { endCall } from "./after-call-work.ts";
import type { Agent } from "./agent.ts";
import { leaveVoicemail } from "./callbacks.ts";
import { holdDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { QUEUE_SPECS } from "./organisation-specs.ts";
import { enterQueue } from "./queue-entry.ts";
import { planSupervision } from "./supervision.ts";

const LONGEST_TALK_MS = 45 * MINUTE_MS;

/** A caller comes into a queue and waits there for as long as his patience lasts, or until a callback is offered. */
export function queueCall(floor: Floor, draft: Draft, queue: number, at: number, flowIn: string): void {
  const answer = (agent: Agent, leg: Leg, then: number) => talk(floor, draft, agent, leg, then);
  const waiting = enterQueue(floor, draft, { media: "voice", queue, at, flowIn, answer });
  const { random } = draft;
  const patience = random.chance(0.015) ? random.integer(800, 4_500) : 5_000 + random.exponential(4 * MINUTE_MS);
  floor.agenda.schedule(waiting.since + patience, (then) => {
    if (!floor.leave(waiting, then)) return;
    waiting.acd.close(then, "peer");
    waiting.acd.facts.outcome = "abandoned";
    draft.customerLeg?.close(then - 1, "endpoint");
  });
  if (QUEUE_SPECS[queue]?.shares.callback === undefined || !random.chance(0.4)) return;
  floor.agenda.schedule(waiting.since + random.integer(45, 150) * SECOND_MS, (then) => {
    // Late in the evening nobody would call back any more.
    if (then > floor.closes - HOUR_MS || !floor.leave(waiting, then)) return;
    waiting.acd.close(then, "transfer");
    Object.assign(waiting.acd.facts, { outcome: "flow-out", flowOut: "voicemail" });
    leaveVoicemail(floor, draft, queue, then + 6);
  });
}

/** An agent has taken a call: the talk, what interrupts it, and what becomes of it. */
function talk(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const { random } = draft;
  holdDesk(agent, at);
  const length = Math.min(LONGEST_TALK_MS, 20_000 + random.lognormal(660_000, 0.5));
  planSupervision(floor, draft, leg, at, at + length);
  const until = addStretches(draft, leg, at, length);
  const fate = random.next();
  const next =
    draft.arrival.lasts === "leg-left-open"
      ? addStuckLeg
      : fate < 0.05
        ? transferToQueue
        : fate < 0.06
          ? transferToAgent
          : fate < 0.095
            ? consult
            : hangUp;
  floor.agenda.schedule(until, (then) => next(floor, draft, agent, leg, then));
}

/** A talk that ends as it should: nobody else is asked, and one of the two hangs up. */
export function talkToContact(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  holdDesk(agent, at);
  const until = addStretches(draft, leg, at, 8_000 + draft.random.lognormal(170_000, 0.7));
  floor.agenda.schedule(until, (then) => hangUp(floor, draft, agent, leg, then));
}

/** Talk with some holds in it; the last stretch stays open. Returns when it should end. */
function addStretches(draft: Draft, leg: Leg, at: number, length: number): number {
  const { random } = draft;
  const fate = random.next();
  const holds = fate < 0.7 ? 0 : fate < 0.93 ? 1 : 2;
  let now = at;
  for (let index = 0; index < holds; index++) {
    const talkMs = Math.max(1_000, Math.round((length / (holds + 1)) * (0.5 + random.next())));
    leg.add("interact", now, now + talkMs);
    const holdMs = 3_000 + random.lognormal(25_000, 0.8);
    leg.add("hold", now + talkMs, now + talkMs + holdMs);
    now += talkMs + holdMs;
  }
  leg.begin("interact", now);
  return now + Math.max(1_000, Math.round(length / (holds + 1)));
}

/** The normal end: one of the two hangs up, and the agent works after the call. */
function hangUp(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const byCustomer = draft.random.chance(0.65);
  draft.customerLeg?.close(byCustomer ? at : at + 6, byCustomer ? "endpoint" : "peer");
  endCall(floor, draft, agent, leg, byCustomer ? at + 7 : at, byCustomer ? "peer" : "client");
}

function transferToQueue(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const targets = QUEUE_SPECS.flatMap(({ shares }, queue) =>
    shares.voice === undefined || queue === leg.queue ? [] : [queue],
  );
  leg.facts.transfer = { kind: "blind", at };
  endCall(floor, draft, agent, leg, at, "transfer");
  queueCall(floor, draft, draft.random.pick(targets), at + 14, "agent");
}

function transferToAgent(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const colleague = floor.findIdle(at, agent);
  if (colleague === undefined) {
    hangUp(floor, draft, agent, leg, at);
    return;
  }
  leg.facts.transfer = { kind: "blind", at };
  const next = ring(draft, colleague, leg, at + 40);
  endCall(floor, draft, agent, leg, at, "transfer");
  floor.agenda.schedule(next.answerAt, (then) => {
    next.leg.close(then);
    next.leg.facts.answeredAt = then;
    holdDesk(colleague, then);
    const until = addStretches(draft, next.leg, then, 5_000 + draft.random.lognormal(150_000, 0.7));
    floor.agenda.schedule(until, (last) => hangUp(floor, draft, colleague, next.leg, last));
  });
}

/** The customer waits on hold while the agent asks a colleague, who then takes over. */
function consult(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const colleague = floor.findIdle(at, agent);
  if (colleague === undefined) {
    hangUp(floor, draft, agent, leg, at);
    return;
  }
  leg.facts.consultAt = at;
  leg.close(at);
  const next = ring(draft, colleague, leg, at + 400);
  const introducedAt = next.answerAt + draft.random.integer(20, 90) * SECOND_MS;
  leg.add("hold", at, introducedAt);
  leg.begin("interact", introducedAt).conference = true;
  draft.conferenceStart ??= introducedAt;
  floor.agenda.schedule(next.answerAt, (then) => {
    next.leg.close(then);
    next.leg.facts.answeredAt = then;
    holdDesk(colleague, then);
    next.leg.begin("interact", then);
  });
  floor.agenda.schedule(introducedAt + draft.random.integer(4, 25) * SECOND_MS, (then) => {
    leg.facts.transfer = { kind: "consult", at: then };
    endCall(floor, draft, agent, leg, then, "transfer");
    const until = then + 4_000 + draft.random.lognormal(110_000, 0.7);
    floor.agenda.schedule(until, (last) => hangUp(floor, draft, colleague, next.leg, last));
  });
}

/** Rings a colleague, who answers: the caller sees that he is there. */
function ring(draft: Draft, colleague: Agent, from: Leg, at: number): { leg: Leg; answerAt: number } {
  colleague.busy = true;
  const user = colleague.user.index;
  const leg = draft.join("agent", {
    media: "voice",
    direction: "inbound",
    queue: from.queue,
    user,
    peer: draft.customerLeg,
  });
  leg.begin("alert", at);
  return { leg, answerAt: at + 1_500 + draft.random.lognormal(2_500, 0.5) };
}

/** A consult with somebody outside, whose leg nobody ever closed: it keeps the conversation open for two months. */
function addStuckLeg(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number): void {
  const { random } = draft;
  const connectedAt = at + random.integer(4_000, 9_000);
  leg.close(at);
  leg.facts.consultAt = at;
  leg.add("hold", at, connectedAt + 1_200).conference = true;
  leg.begin("interact", connectedAt + 1_200).conference = true;
  draft.conferenceStart ??= at;
  const customerSegment = draft.customerLeg?.last;
  if (customerSegment !== undefined) customerSegment.conference = true;
  const stuck = draft.join("customer", { media: "voice", direction: "outbound", queue: leg.queue === 0 ? 1 : 0 });
  stuck.facts.stuck = true;
  stuck.add("interact", connectedAt, connectedAt + 60 * DAY_MS - random.integer(0, DAY_MS)).conference = true;
  const until = connectedAt + 2_000 + random.lognormal(60_000, 0.7);
  floor.agenda.schedule(until, (then) => hangUp(floor, draft, agent, leg, then));
}
