import { SECOND_MS } from "../../base/interval.ts";
import type { Agent } from "./agent.ts";
import { resumeDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import { QUEUE_SPECS, WRAP_UP_SPECS } from "./organisation-specs.ts";
import { SYSTEM_WRAP_UPS } from "./world-conversation.ts";

/** Ends an agent's call; he is free after the work after it. */
export function endCall(floor: Floor, draft: Draft, agent: Agent, leg: Leg, at: number, disconnect: string): void {
  const done = wrapUp(draft, leg, at, disconnect);
  floor.agenda.schedule(done, (then) => {
    agent.busy = false;
    resumeDesk(floor, agent, then);
    floor.release(agent, then);
  });
}

/**
 * Ends an agent's interaction and adds the work after it: skipped, run out of time, without a code or with one. Returns when
 * the agent is done.
 */
export function wrapUp(draft: Draft, leg: Leg, at: number, disconnect: string): number {
  const { random } = draft;
  leg.close(at, disconnect);
  leg.facts.interactionEnd = at;
  if (leg.media === "voice" && random.chance(0.3)) leg.facts.errorAt = at + 2;
  const fate = random.next();
  if (fate < 0.08) {
    leg.facts.acwSkipped = true;
    return at;
  }
  const limit = (QUEUE_SPECS[leg.queue ?? 0]?.acwSeconds ?? 120) * SECOND_MS;
  const length = fate < 0.18 ? limit : Math.min(limit - SECOND_MS, 1_500 + random.lognormal(28_000, 0.8));
  const segment = leg.add("wrapup", at, at + length);
  segment.disconnect = disconnect;
  if (fate < 0.18) segment.wrapUp = SYSTEM_WRAP_UPS.timedOut;
  else if (fate < 0.92) segment.wrapUp = random.integer(0, WRAP_UP_SPECS.length - 1);
  if (leg.facts.errorAt !== undefined) segment.errorCode = "error.ininedgecontrol.session.inactive";
  leg.facts.acw = length;
  return at + length;
}
