import { toIsoInterval } from "../../base/interval.ts";
import type { AgentState } from "../now/agent-state.ts";
import { toPresenceId } from "../now/presences.ts";
import type { Organisation, User } from "../world/organisation.ts";
import type { NotificationEvent } from "./notification-event.ts";
import { type Publisher, VERSION } from "./publisher.ts";
import { INTERVAL_MS } from "./queue-stays.ts";
import { toTick, toTicked } from "./ticks.ts";
import type { UserStates } from "./user-states.ts";

/** What is added up of a state, each with its own qualifier. */
const METRICS: Readonly<Record<string, (state: AgentState) => string>> = {
  tAgentRoutingStatus: ({ routing }) => routing,
  tOrganizationPresence: ({ presence }) => toPresenceId(presence),
  tSystemPresence: ({ presence }) => presence,
};

/** `v2.analytics.users.{id}.aggregates`: how long somebody was how, in the half hour until he became different. */
export function createUserAggregates(organisation: Organisation, states: UserStates, lagMs: number): Publisher {
  const users = new Map(organisation.users.map((user) => [`v2.analytics.users.${user.id}.aggregates`, user]));
  const between = (from: number, to: number, topics: ReadonlySet<string>): NotificationEvent[] => {
    const ticked = toTicked(from - lagMs, to - lagMs);
    const events: NotificationEvent[] = [];
    for (const topicName of [...topics].sort()) {
      const user = users.get(topicName);
      if (user === undefined) continue;
      const ticks = new Set<number>();
      for (const { at, before, after } of states.between(user, ticked.from, ticked.to))
        if (before.presence !== after.presence || before.routing !== after.routing) ticks.add(toTick(at));
      for (const at of ticks)
        events.push({ at: at + lagMs, topicName, version: VERSION, body: () => toBody(states, user, at) });
    }
    return events.sort((a, b) => a.at - b.at);
  };
  return {
    knows: (topicName) => users.has(topicName),
    between,
  };
}

function toBody(states: UserStates, user: User, at: number): object {
  const from = (Math.ceil(at / INTERVAL_MS) - 1) * INTERVAL_MS;
  const sums = Object.keys(METRICS).map((metric) => ({ metric, byQualifier: new Map<string, number>() }));
  const add = (state: AgentState, length: number) => {
    for (const { metric, byQualifier } of sums) {
      const qualifier = METRICS[metric]?.(state) ?? "";
      if (length > 0) byQualifier.set(qualifier, (byQualifier.get(qualifier) ?? 0) + length);
    }
  };
  let [since, state] = [from, states.at(user, from)];
  for (const change of states.between(user, from, at)) {
    add(state, change.at - since);
    [since, state] = [change.at, change.after];
  }
  add(state, at - since);
  const metrics = sums.flatMap(({ metric, byQualifier }) =>
    [...byQualifier].map(([qualifier, sum]) => ({ metric, qualifier, stats: { sum } })),
  );
  return { group: { userId: user.id }, data: [{ interval: toIsoInterval({ from, to: from + INTERVAL_MS }), metrics }] };
}
