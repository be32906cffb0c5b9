import { SECOND_MS } from "../../base/interval.ts";
import { isPresent } from "./agent.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";

const SHORTEST_MONITORED_MS = 90 * SECOND_MS;
const SHARE = 0.03;

/** Now and then a supervisor who is free listens to a call for a while; talk lasts at least until the given instant. */
export function planMonitoring(floor: Floor, draft: Draft, leg: Leg, from: number, until: number): void {
  if (until - from < SHORTEST_MONITORED_MS || !draft.random.chance(SHARE)) return;
  floor.agenda.schedule(from + SHORTEST_MONITORED_MS / 3, (at) => {
    const supervisor = floor.agents.find((agent) => agent.user.supervisor && !agent.busy && isPresent(agent, at));
    if (supervisor === undefined) return;
    supervisor.busy = true;
    const end = Math.min(until - SECOND_MS, at + draft.random.integer(25, 180) * SECOND_MS);
    const user = supervisor.user.index;
    const listening = draft.join("user", { media: "voice", direction: "outbound", queue: leg.queue, user, peer: leg });
    listening.add("monitoring", at, end).disconnect = "client";
    Object.assign(listening.facts, { monitored: leg.place[0], interactionEnd: end });
    floor.agenda.schedule(end, (then) => floor.release(supervisor, then));
  });
}
