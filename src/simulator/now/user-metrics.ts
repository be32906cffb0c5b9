import type { Queue, User } from "../world/organisation.ts";
import type { AgentState } from "./agent-state.ts";
import { toPresenceId } from "./presences.ts";
import type { Present } from "./present.ts";

export const USER_METRICS = [
  "oActiveUsers",
  "oMemberUsers",
  "oOffQueueUsers",
  "oOnQueueUsers",
  "oUserPresences",
  "oUserRoutingStatuses",
] as const;

export type UserMetric = (typeof USER_METRICS)[number];

export interface UserCount {
  /** A routing status, or the id of a presence. */
  readonly qualifier: string | undefined;
  readonly members: readonly { readonly user: User; readonly since: number }[];
}

export function isUserMetric(metric: string): metric is UserMetric {
  return USER_METRICS.some((known) => known === metric);
}

/** The members of a queue, counted by what the metric is about; qualified ones only where there is anybody. */
export function listUserMetrics({ agents }: Present, { index }: Queue, metric: UserMetric): readonly UserCount[] {
  const members = [...agents.values()].filter(({ user }) => user.queues.includes(index));
  const onQueue = members.filter(({ presence }) => presence === "ON_QUEUE");
  switch (metric) {
    // All members have joined their queues.
    case "oActiveUsers":
    case "oMemberUsers":
      return [{ qualifier: undefined, members: members.map(byPresence) }];
    case "oOnQueueUsers":
      return count(onQueue, ({ routing }) => routing, byRouting);
    case "oUserRoutingStatuses":
      return count(members, ({ routing }) => routing, byRouting);
    case "oOffQueueUsers":
      return count(
        members.filter((member) => !onQueue.includes(member)),
        ({ presence }) => toPresenceId(presence),
        byPresence,
      );
    case "oUserPresences":
      return count(members, ({ presence }) => toPresenceId(presence), byPresence);
  }
}

type ToMember = (state: AgentState) => UserCount["members"][number];

const byPresence: ToMember = ({ user, presenceSince }) => ({ user, since: presenceSince });
const byRouting: ToMember = ({ user, routingSince }) => ({ user, since: routingSince });

function count(
  states: readonly AgentState[],
  toQualifier: (state: AgentState) => string,
  toMember: ToMember,
): readonly UserCount[] {
  const qualifiers = [...new Set(states.map(toQualifier))].sort();
  return qualifiers.map((qualifier) => ({
    qualifier,
    members: states.filter((state) => toQualifier(state) === qualifier).map(toMember),
  }));
}
