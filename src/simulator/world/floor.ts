import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { Agenda } from "./agenda.ts";
import { type Agent, isPresent } from "./agent.ts";
import type { Draft, Leg } from "./draft.ts";
import { type MediaType, SYSTEM_WRAP_UPS } from "./world-conversation.ts";

/** An interaction in a queue. */
export interface Waiting {
  readonly draft: Draft;
  readonly acd: Leg;
  /** The customer's session in this medium. */
  readonly customer: Leg | undefined;
  readonly queue: number;
  readonly media: MediaType;
  /** When the wait began that the metrics count: after the short delay on entering. */
  readonly since: number;
  /** After a while any agent of the site may take it. */
  widened: boolean;
  state: "waiting" | "offered" | "answered" | "gone";
  /** The alert that is on, and whose. */
  alert: { readonly leg: Leg; readonly agent: Agent } | undefined;
  /** Goes on with the agent who took it. */
  readonly answer: (agent: Agent, leg: Leg, at: number) => void;
}

/** How long an alert rings, and after how long, about, the ring of agents widens. */
const RINGS: Readonly<Record<MediaType, { readonly alertMs: number; readonly widenMs: number }>> = {
  voice: { alertMs: 8 * SECOND_MS, widenMs: 40 * SECOND_MS },
  callback: { alertMs: 30 * SECOND_MS, widenMs: 20 * MINUTE_MS },
  chat: { alertMs: 20 * SECOND_MS, widenMs: 90 * SECOND_MS },
  message: { alertMs: 20 * SECOND_MS, widenMs: 10 * MINUTE_MS },
  email: { alertMs: 30 * SECOND_MS, widenMs: 40 * MINUTE_MS },
};

/** How many of a medium an agent works on at once; calls and callbacks are one at a time. */
const CONCURRENCY: Readonly<Partial<Record<MediaType, number>>> = { chat: 2, message: 3, email: 3 };
const DIGITAL_AT_ONCE = 4;
/** The last shift stays so long after closing for what still waits. */
export const OVERTIME_MS = 3 * HOUR_MS;
/** How long an agent is away after an alert that he rejected, or did not notice. */
export const AWAY_MS = { rejected: 20 * SECOND_MS, unnoticed: 90 * SECOND_MS } as const;

/** The agents of one site on one day, and what waits for them. */
export class Floor {
  readonly agenda = new Agenda();
  readonly agents: readonly Agent[];
  readonly closes: number;
  readonly #queues = new Map<number, Agent[]>();
  /** In the order of their coming. */
  readonly #waiting = new Set<Waiting>();

  constructor(agents: readonly Agent[], closes: number) {
    this.agents = agents;
    this.closes = closes;
    for (const agent of agents) {
      for (const queue of agent.user.queues) this.#queues.set(queue, [...(this.#queues.get(queue) ?? []), agent]);
      for (const at of [agent.from, ...agent.breaks.map(([, to]) => to)])
        this.agenda.schedule(at, () => this.serve(agent, at));
    }
    this.agenda.schedule(closes, (at) => this.#stayLonger(at));
    this.agenda.schedule(closes + OVERTIME_MS, (at) => {
      for (const waiting of [...this.#waiting]) if (waiting.since < at) this.#sendAway(waiting, at);
    });
  }

  enter(waiting: Waiting): void {
    this.#waiting.add(waiting);
    const { agenda } = this;
    const widenMs = Math.round(RINGS[waiting.media].widenMs * (0.5 + waiting.draft.random.next()));
    agenda.schedule(waiting.since + widenMs, (at) => {
      waiting.widened = true;
      this.#route(waiting, at);
    });
    agenda.schedule(waiting.since, (at) => this.#route(waiting, at));
    if (waiting.since >= this.closes + OVERTIME_MS)
      agenda.schedule(waiting.since + 1, (at) => this.#sendAway(waiting, at));
  }

  /** Takes an interaction out of its queue unanswered; says whether it was still there. */
  leave(waiting: Waiting, at: number): boolean {
    if (waiting.state === "gone" || waiting.state === "answered") return false;
    const { alert } = waiting;
    this.#remove(waiting, "gone");
    if (alert !== undefined) {
      alert.leg.close(at, "peer");
      this.release(alert.agent, at);
    }
    return true;
  }

  /** The agent has ended a call and the work after it. */
  release(agent: Agent, at: number): void {
    agent.busy = false;
    agent.idleSince = at;
    this.serve(agent, at);
  }

  /** Offers the agent what waits longest: calls before callbacks before the rest. */
  serve(agent: Agent, at: number): void {
    if (agent.busy || !isPresent(agent, at)) return;
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.state !== "waiting" || waiting.since > at) continue;
      if ((first === undefined || isSooner(waiting, first)) && this.#mayTake(agent, waiting)) first = waiting;
    }
    if (first !== undefined) this.#offer(first, agent, at);
  }

  /** The agent who could take a call now and has been idle longest, of a queue's or of all. */
  findIdle(at: number, except?: Agent, queue?: number): Agent | undefined {
    const candidates = queue === undefined ? this.agents : (this.#queues.get(queue) ?? []);
    return longestIdle(candidates, at, (agent) => agent !== except);
  }

  #route(waiting: Waiting, at: number): void {
    if (waiting.state !== "waiting") return;
    const candidates = waiting.widened ? this.agents : (this.#queues.get(waiting.queue) ?? []);
    const agent = longestIdle(candidates, at, (candidate) => this.#mayTake(candidate, waiting));
    if (agent !== undefined) this.#offer(waiting, agent, at);
  }

  /** Whether an agent who is free has the skill and a hand for it. */
  #mayTake(agent: Agent, waiting: Waiting): boolean {
    if (!waiting.widened && !agent.user.queues.includes(waiting.queue)) return false;
    const limit = CONCURRENCY[waiting.media];
    if (limit === undefined) return true;
    if (agent.digital.length >= DIGITAL_AT_ONCE) return false;
    let same = 0;
    for (const { media } of agent.digital) if (media === waiting.media) same++;
    return same < limit;
  }

  #offer(waiting: Waiting, agent: Agent, at: number): void {
    const { draft, media, queue, acd } = waiting;
    const { random } = draft;
    const start = at + random.integer(60, 420);
    const leg = draft.join("agent", {
      media,
      direction: acd.direction,
      queue,
      user: agent.user.index,
      peer: draft.customerLeg,
    });
    leg.begin("alert", start);
    agent.busy = true;
    waiting.state = "offered";
    waiting.alert = { leg, agent };
    const { alertMs } = RINGS[media];
    const reaction = Math.min(alertMs - 200, 900 + random.lognormal(2_000, 0.6));
    const fate = random.next();
    if (fate < 0.91) this.agenda.schedule(start + reaction, (then) => this.#take(waiting, agent, leg, then));
    else if (fate < 0.95)
      this.agenda.schedule(start + reaction, (then) => this.#miss(waiting, agent, leg, then, AWAY_MS.rejected));
    else this.agenda.schedule(start + alertMs, (then) => this.#miss(waiting, agent, leg, then, AWAY_MS.unnoticed));
  }

  #take(waiting: Waiting, agent: Agent, leg: Leg, at: number): void {
    if (waiting.alert?.leg !== leg) return;
    leg.close(at);
    const left = at + 2;
    waiting.acd.close(left, "transfer");
    waiting.acd.facts.outcome = "answered";
    Object.assign(leg.facts, { answeredWait: left - waiting.since, answeredAt: at, acdStart: waiting.since });
    this.#remove(waiting, "answered");
    waiting.answer(agent, leg, at);
  }

  /** Rejected or not noticed: the agent is away for a while, and the interaction is offered to the next. */
  #miss(waiting: Waiting, agent: Agent, leg: Leg, at: number, awayMs: number): void {
    if (waiting.alert?.leg !== leg) return;
    const rejected = awayMs === AWAY_MS.rejected;
    leg.close(at, "client");
    leg.facts.missed = true;
    leg.facts.interactionEnd = at;
    if (rejected) leg.facts.errorAt = at;
    // Somebody who never talked can still be given after-call work.
    const acw =
      rejected && waiting.draft.random.chance(0.3) ? 4_000 + waiting.draft.random.integer(0, 20) * SECOND_MS : 0;
    if (acw > 0) addWrapUp(leg, at, acw);
    agent.awayUntil = at + Math.max(awayMs, acw);
    agent.busy = false;
    this.agenda.schedule(agent.awayUntil, (then) => this.serve(agent, then));
    waiting.state = "waiting";
    waiting.alert = undefined;
    this.#route(waiting, at);
  }

  #stayLonger(at: number): void {
    const last = Math.max(...this.agents.map(({ to }) => to));
    for (const agent of this.agents) if (agent.to === last) agent.to = at + OVERTIME_MS;
  }

  /** Nobody is left: what still waits leaves its queue through the flow that says so. */
  #sendAway(waiting: Waiting, at: number): void {
    if (!this.leave(waiting, at)) return;
    waiting.acd.close(at, "system");
    Object.assign(waiting.acd.facts, { outcome: "flow-out", flowOut: "system" });
    waiting.customer?.close(at + 3, "system");
  }

  #remove(waiting: Waiting, state: "answered" | "gone"): void {
    waiting.state = state;
    waiting.alert = undefined;
    this.#waiting.delete(waiting);
  }
}

function addWrapUp(leg: Leg, at: number, length: number): void {
  // Its segment was moved after the measure was taken; both are told as they are.
  leg.facts.acw = length - 4_000 || length;
  leg.add("wrapup", at, at + length).wrapUp = SYSTEM_WRAP_UPS.timedOut;
}

const RANKS: Readonly<Record<MediaType, number>> = { voice: 0, callback: 1, chat: 2, message: 3, email: 4 };

function isSooner(a: Waiting, b: Waiting): boolean {
  return RANKS[a.media] - RANKS[b.media] < 0 || (a.media === b.media && a.since < b.since);
}

/** Of the agents who are free and there, the one with the least on the desk, and of those the one who has been idle longest. */
function longestIdle(agents: readonly Agent[], at: number, isAccepted: (agent: Agent) => boolean): Agent | undefined {
  let best: Agent | undefined;
  // What rules most of them out comes first: with hundreds of agents this is most of a day's work.
  for (const agent of agents) {
    if (agent.busy || (best !== undefined && !isIdler(agent, best))) continue;
    if (isPresent(agent, at) && isAccepted(agent)) best = agent;
  }
  return best;
}

function isIdler(a: Agent, b: Agent): boolean {
  return a.digital.length < b.digital.length || (a.digital.length === b.digital.length && a.idleSince < b.idleSince);
}
