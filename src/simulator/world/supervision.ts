import { SECOND_MS } from "../../base/interval.ts";
import { type Agent, isPresent } from "./agent.ts";
import { holdDesk, resumeDesk } from "./digital-desk.ts";
import type { Draft, Leg } from "./draft.ts";
import type { Floor } from "./floor.ts";
import type { SupervisionType } from "./world-conversation.ts";

const SHORTEST_SUPERVISED_MS = 90 * SECOND_MS;
const SHARE = 0.06;

/** What a supervisor does one after the other: who listens may come to whisper to the agent, or to talk to both. */
const COURSES: readonly (readonly SupervisionType[])[] = [
  ["monitoring"],
  ["monitoring"],
  ["monitoring"],
  ["coaching"],
  ["monitoring", "coaching"],
  ["barging"],
  ["monitoring", "coaching", "barging"],
];

/** Now and then a supervisor who is free joins a call for a while; talk lasts at least until the given instant. */
export function planSupervision(floor: Floor, draft: Draft, leg: Leg, from: number, until: number): void {
  if (until - from < SHORTEST_SUPERVISED_MS || !draft.random.chance(SHARE)) return;
  floor.agenda.schedule(from + SHORTEST_SUPERVISED_MS / 3, (at) => {
    const supervisor = floor.agents.find((agent) => agent.user.supervisor && !agent.busy && isPresent(agent, at));
    if (supervisor !== undefined) supervise(floor, draft, leg, supervisor, [at, until - SECOND_MS]);
  });
}

function supervise(
  floor: Floor,
  draft: Draft,
  leg: Leg,
  supervisor: Agent,
  [at, until]: readonly [number, number],
): void {
  const { random } = draft;
  supervisor.busy = true;
  holdDesk(supervisor, at);
  const end = Math.min(until, at + random.integer(25, 180) * SECOND_MS);
  const user = supervisor.user.index;
  const joined = draft.join("user", { media: "voice", direction: "outbound", queue: leg.queue, user, peer: leg });
  Object.assign(joined.facts, { supervised: leg.place[0], interactionEnd: end });
  const course = random.pick(COURSES);
  const part = Math.floor((end - at) / course.length);
  course.forEach((type, index) => {
    const from = at + index * part;
    const segment = joined.add(type, from, index === course.length - 1 ? end : from + part);
    if (type !== "barging") return;
    segment.conference = true;
    floor.agenda.schedule(from, (then) => makeConference(draft, leg, then));
  });
  if (joined.last !== undefined) joined.last.disconnect = "client";
  floor.agenda.schedule(end, (then) => {
    supervisor.busy = false;
    resumeDesk(floor, supervisor, then);
    floor.release(supervisor, then);
  });
}

/** From now on three talk. */
function makeConference(draft: Draft, leg: Leg, at: number): void {
  draft.conferenceStart ??= at;
  for (const { segments } of [leg, draft.customerLeg ?? leg]) {
    const running = segments.find(({ start, end }) => start <= at && end > at);
    if (running !== undefined) running.conference = true;
  }
}
