import { toIso } from "../../base/interval.ts";
import { readSessionDimension, toQueue } from "../aggregates/session-dimensions.ts";
import { toSessionId } from "../world/ids.ts";
import type { Activity, OpenSession } from "./open-session.ts";
import type { Present } from "./present.ts";

/** The metrics that count interactions, with what they count. */
export const INTERACTION_METRICS: Readonly<Record<string, Activity>> = {
  oAlerting: "alerting",
  oInteracting: "interacting",
  oWaiting: "waiting",
};

/** The metrics that tell how long the oldest of them has been so. */
export const LONGEST_METRICS: Readonly<Record<string, Activity>> = {
  oLongestInteracting: "interacting",
  oLongestWaiting: "waiting",
};

export interface QueuedSession {
  readonly open: OpenSession;
  /** Index of its queue. */
  readonly queue: number;
}

/** Sessions in a queue or at its agents; the call of a callback counts on the callback. */
export function listQueued({ sessions, organisation, at }: Present, activity: Activity): readonly QueuedSession[] {
  return sessions.flatMap((open) => {
    const { purpose } = open.participant;
    if (open.activity !== activity || purpose === "user" || open.session.facts.legOfCallback === true) return [];
    const queue = toQueue({ ...open, organisation, at });
    return queue === undefined ? [] : [{ open, queue }];
  });
}

/** What is told of one session, besides when it came into its state. */
export function describe({ organisation, at }: Present, open: OpenSession): object {
  const { conversation, session, participant, indexes } = open;
  const { customer } = conversation;
  const view = { ...open, organisation, at };
  const userId = organisation.users[participant.user ?? -1]?.id;
  const skills = readSessionDimension("requestedRoutingSkillId", view);
  const routings = readSessionDimension("requestedRouting", view);
  const phone = `tel:${customer.phone}`;
  const ours = `tel:${organisation.queues[toQueue(view) ?? -1]?.dnis ?? ""}`;
  const outbound = session.direction === "outbound";
  return {
    conversationId: conversation.id,
    sessionId: toSessionId(conversation.key, ...indexes),
    ...(skills.length === 0 ? {} : { requestedRoutingSkillIds: skills }),
    routingPriority: 0,
    participantName: customer.name,
    ...(userId === undefined ? {} : { userId }),
    direction: session.direction,
    ...(session.media === "voice" ? { ani: outbound ? ours : phone, dnis: outbound ? phone : ours } : {}),
    ...(session.media === "email" ? { addressFrom: customer.email } : {}),
    ...(routings.length === 0 ? {} : { requestedRoutings: routings }),
  };
}

/** Since when the session has been in its state. */
export function toSince({ segment, session, activity }: OpenSession): number {
  if (activity !== "interacting") return segment.start;
  const { segments, facts } = session;
  const resumed = segments.findLast(({ type, end }) => type === "parked" && end <= segment.start)?.end;
  return resumed ?? facts.answeredAt ?? segments.find(({ type }) => type !== "alert")?.start ?? segment.start;
}

export function toSinceIso(open: OpenSession): string {
  return toIso(toSince(open));
}
