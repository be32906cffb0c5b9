import type { AgentState } from "../now/agent-state.ts";
import { toPresenceId } from "../now/presences.ts";
import { toConversationSummary } from "../now/user-expansions.ts";
import { toInstant } from "../views/to-instant.ts";
import type { Organisation, User } from "../world/organisation.ts";
import type { NotificationEvent } from "./notification-event.ts";
import { type Publisher, VERSION } from "./publisher.ts";
import type { StateChange, UserStates } from "./user-states.ts";

interface Kind {
  /** What a subscriber sees: told when it becomes different. */
  told(state: AgentState): string;
  body(state: AgentState, organisation: Organisation): object;
}

const presence: Kind = {
  told: (state) => `${state.presence} ${state.presenceSince}`,
  body: (state) => ({
    source: "PURECLOUD",
    presenceDefinition: toDefinition(state),
    primary: true,
    message: "",
    modifiedDate: toInstant(state.presenceSince),
  }),
};

const routingStatus: Kind = {
  told: (state) => `${state.routing} ${state.routingSince}`,
  body: (state) => ({ id: state.user.id, routingStatus: toStatus(state) }),
};

/** Both at once; everybody has joined all of his queues. */
const activity: Kind = {
  told: (state) => `${presence.told(state)} ${routingStatus.told(state)}`,
  body: (state, { queues }) => ({
    id: state.user.id,
    routingStatus: toStatus(state),
    presence: {
      presenceDefinition: toDefinition(state),
      presenceMessage: "",
      modifiedDate: toInstant(state.presenceSince),
    },
    outOfOffice: { active: false },
    activeQueueIds: state.user.queues.flatMap((queue) => queues[queue]?.id ?? []),
  }),
};

const conversationsummary: Kind = {
  told: ({ sessions }) =>
    sessions
      .filter(({ activity: doing }) => doing === "interacting" || doing === "acw")
      .map(({ session, participant, activity: doing }) => `${session.media} ${participant.purpose} ${doing}`)
      .sort()
      .join(),
  body: (state) => toCounts(state),
};

const KINDS: Readonly<Record<string, Kind>> = { presence, routingStatus, activity, conversationsummary };

function toDefinition({ presence: systemPresence }: AgentState): object {
  return { id: toPresenceId(systemPresence), systemPresence };
}

function toStatus({ routing, routingSince }: AgentState): object {
  return { status: routing, startTime: toInstant(routingSince) };
}

/** Unlike REST, it does not say whose it is. */
function toCounts(state: AgentState): object {
  const { userId, ...counts } = toConversationSummary(state);
  return counts;
}

/** `v2.users.{id}.` presence, routingStatus, activity and conversationsummary: each when it becomes different. */
export function createUserTopics(organisation: Organisation, states: UserStates, lagMs: number): Publisher {
  const users = new Map(organisation.users.map((user) => [user.id, user]));
  const parse = (topicName: string): { user: User | undefined; kind: Kind | undefined } => {
    const [, , id = "", kind = ""] = topicName.split(".");
    return { user: users.get(id), kind: Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined };
  };
  function* listChanges(topicName: string, from: number, to: number): Generator<StateChange> {
    const { user, kind } = parse(topicName);
    if (user === undefined || kind === undefined) return;
    for (const change of states.between(user, from - lagMs, to - lagMs))
      if (kind.told(change.before) !== kind.told(change.after)) yield change;
  }
  return {
    knows: (topicName) => {
      const { user, kind } = parse(topicName);
      return user !== undefined && kind !== undefined && /^v2\.users\.[^.]+\.\w+$/.test(topicName);
    },
    between: (from, to, topics) => {
      const events: NotificationEvent[] = [];
      for (const topicName of [...topics].sort())
        for (const { at, after } of listChanges(topicName, from, to)) {
          const body = () => parse(topicName).kind?.body(after, organisation) ?? {};
          events.push({ at: at + lagMs, topicName, version: VERSION, body });
        }
      return events.sort((a, b) => a.at - b.at);
    },
  };
}
