import { badRequest } from "../rest/api-refusal.ts";
import type { Service } from "../rest/service.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import { type AgentState, type Deed, toAgentState } from "./agent-state.ts";
import { listOpenSessions, type OpenSession } from "./open-session.ts";

/** Everything that is going on at an instant. */
export interface Present {
  readonly at: number;
  readonly organisation: Organisation;
  /** Oldest segment first. */
  readonly sessions: readonly OpenSession[];
  /** Of all users who are not deleted, by id. */
  readonly agents: ReadonlyMap<string, AgentState>;
}

/** Several requests of the same moment look at the same pictures: of that moment, and of the one that observations know. */
const LATEST = new WeakMap<World, readonly Present[]>();
const KEPT = 2;

/** The present of the world, or undefined where recorded conversations are served, whose clock is another one. */
export function findPresent({ world, effects }: Service, lag = 0): Present | undefined {
  if (world === undefined) return undefined;
  const at = effects.clock.now() - lag;
  const latest = LATEST.get(world) ?? [];
  const known = latest.find((one) => one.at === at);
  if (known !== undefined) return known;
  const present = observe(world, at);
  LATEST.set(world, [present, ...latest].slice(0, KEPT));
  return present;
}

/** As `findPresent`, for what cannot be answered without. */
export function requirePresent(service: Service, lag = 0): Present {
  const present = findPresent(service, lag);
  if (present === undefined) throw badRequest("The present of recorded conversations is not simulated.");
  return present;
}

function observe(world: World, at: number): Present {
  const { organisation } = world;
  const recent = world.recentAt(at);
  const sessions = recent
    .flatMap((conversation) => (conversation.activeUntil > at ? listOpenSessions(conversation, at) : []))
    .sort((a, b) => a.segment.start - b.segment.start);
  const deeds = new Map<number, Deed[]>();
  for (const { participants } of recent) {
    for (const { user, purpose, sessions: legs } of participants) {
      if (user === undefined) continue;
      const begun = legs.filter(({ segments }) => (segments[0]?.start ?? at + 1) <= at);
      deeds.set(user, [...(deeds.get(user) ?? []), ...begun.map((session) => ({ purpose, session }))]);
    }
  }
  const duties = world.dutiesAt(at);
  const states = organisation.users.flatMap((user) => {
    if (user.leftAt !== undefined && user.leftAt <= at) return [];
    const { index } = user;
    const own = sessions.filter(({ participant }) => participant.user === index);
    return [[user.id, toAgentState(user, duties.get(index), deeds.get(index) ?? [], own, at)] as const];
  });
  return { at, organisation, sessions, agents: new Map(states) };
}

/** What observations and activity know, which is a little late. */
export function requireObserved(service: Service): Present {
  return requirePresent(service, service.lateness.observationLag);
}
