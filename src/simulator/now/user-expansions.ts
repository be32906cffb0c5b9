import { toIso } from "../../base/interval.ts";
import { invalidValue } from "../rest/api-refusal.ts";
import type { Service } from "../rest/service.ts";
import type { AgentState } from "./agent-state.ts";
import { SYSTEM_PRESENCES, toPresenceId } from "./presences.ts";
import { findPresent } from "./present.ts";

const SUMMARISED = ["conversationSummary", "presence", "routingStatus"] as const;

/** What the API documents besides; nobody here has any of it. */
const OTHERS = (
  "authorization.unusedRoles biography certifications customAttributes dateLastLogin " +
  "dateWelcomeSent employerInfo geolocation groups integrationPresence languagePreference languages lasttokenissued locations " +
  "authorization outOfOffice profileSkills skills station team userActiveQueues workPlanBidRanks"
).split(" ");

/** Makes a user's entity larger by what was asked for; a deleted user has no present. */
export function createExpander(service: Service, expand: readonly string[]): (userId: string) => object {
  const known = [...SUMMARISED, ...OTHERS];
  const unknown = expand.find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalidValue(unknown, "Expand", known);
  if (!SUMMARISED.some((name) => expand.includes(name))) return () => ({});
  const agents = findPresent(service)?.agents;
  return (userId) => {
    const state = agents?.get(userId);
    if (state === undefined) return {};
    return Object.fromEntries(
      SUMMARISED.flatMap((name) => (expand.includes(name) ? [[name, EXPANSIONS[name](state)]] : [])),
    );
  };
}

const EXPANSIONS: Readonly<Record<(typeof SUMMARISED)[number], (state: AgentState) => object>> = {
  conversationSummary: toConversationSummary,
  presence: toPresence,
  routingStatus: toRoutingStatus,
};

export function toRoutingStatus({ user, routing, routingSince }: AgentState): object {
  return { userId: user.id, status: routing, startTime: toIso(routingSince) };
}

function toPresence({ user, presence, presenceSince }: AgentState): object {
  const id = toPresenceId(presence);
  return {
    source: "PURECLOUD",
    presenceDefinition: {
      id,
      systemPresence: SYSTEM_PRESENCES[presence],
      selfUri: `/api/v2/presencedefinitions/${id}`,
    },
    message: "",
    modifiedDate: toIso(presenceSince),
    selfUri: `/api/v2/users/${user.id}/presences/PURECLOUD`,
  };
}

const MEDIA = {
  call: "voice",
  callback: "callback",
  email: "email",
  message: "message",
  chat: "chat",
  socialExpression: "",
  video: "",
} as const;

/** Counts only: what is connected, and what is worked after; a queue's apart from the user's own. */
export function toConversationSummary({ user, sessions }: AgentState): { readonly userId: string } {
  const counts = Object.entries(MEDIA).map(([name, media]) => {
    const own = sessions.filter(({ session }) => session.media === media);
    const count = (purpose: string, activity: string) =>
      own.filter((open) => open.participant.purpose === purpose && open.activity === activity).length;
    const detail = (purpose: string) => ({ active: count(purpose, "interacting"), acw: count(purpose, "acw") });
    return [name, { contactCenter: detail("agent"), enterprise: detail("user") }] as const;
  });
  return { userId: user.id, ...Object.fromEntries(counts) };
}
