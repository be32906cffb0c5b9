import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { Agent, DigitalWork } from "./agent.ts";
import type { Floor } from "./floor.ts";

/**
 * An agent has one pair of hands: of the interactions on the desk one is worked on, the others are on hold; in turns, and all
 * of them are held during a call.
 */
export function takeDigital(floor: Floor, agent: Agent, work: DigitalWork, at: number): void {
  agent.busy = false;
  agent.idleSince = at;
  agent.digital.push(work);
  work.leg.begin("interact", at);
  work.lastFocus = at;
  pause(agent, at);
  focusOn(floor, agent, work, at);
  floor.serve(agent, at);
}

/** Puts the desk on hold, for a call. */
export function holdDesk(agent: Agent, at: number): void {
  pause(agent, at);
}

/** Goes on with what was held longest. */
export function resumeDesk(floor: Floor, agent: Agent, at: number): void {
  const next = agent.digital.reduce<DigitalWork | undefined>(
    (best, work) => (best === undefined || work.lastFocus < best.lastFocus ? work : best),
    undefined,
  );
  if (next === undefined || agent.focus !== undefined) return;
  turnTo(next, "interact", at);
  focusOn(floor, agent, next, at);
}

function focusOn(floor: Floor, agent: Agent, work: DigitalWork, at: number): void {
  agent.focus = work;
  work.lastFocus = at;
  const turn = ++agent.turn;
  const until =
    at + Math.max(SECOND_MS, Math.min(work.remainingMs, work.draft.random.integer(MINUTE_MS, 4 * MINUTE_MS)));
  floor.agenda.schedule(until, (then) => {
    if (agent.turn === turn) endTurn(floor, agent, work, then);
  });
}

function endTurn(floor: Floor, agent: Agent, work: DigitalWork, at: number): void {
  work.remainingMs -= at - work.lastFocus;
  if (work.remainingMs > 0 && agent.digital.length === 1) {
    focusOn(floor, agent, work, at);
    return;
  }
  if (work.remainingMs > 0) {
    agent.focus = undefined;
    turnTo(work, "hold", at);
    work.lastFocus = at;
  } else {
    agent.focus = undefined;
    agent.turn++;
    agent.digital.splice(agent.digital.indexOf(work), 1);
    agent.idleSince = at;
    work.finish(at);
  }
  resumeDesk(floor, agent, at);
  if (!agent.busy) floor.serve(agent, at);
}

function pause(agent: Agent, at: number): void {
  const { focus } = agent;
  if (focus === undefined) return;
  focus.remainingMs -= at - focus.lastFocus;
  focus.lastFocus = at;
  agent.focus = undefined;
  agent.turn++;
  turnTo(focus, "hold", at);
}

function turnTo(work: DigitalWork, type: "interact" | "hold", at: number): void {
  // A turn that ends in the moment of its begin was none.
  if (work.leg.last?.type === type && work.leg.last.end === Number.POSITIVE_INFINITY) return;
  work.leg.close(at);
  work.leg.begin(type, at);
}
