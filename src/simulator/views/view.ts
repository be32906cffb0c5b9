import { toSessionId, toUuid } from "../world/ids.ts";
import type { Organisation } from "../world/organisation.ts";
import type { WorldConversation, WorldParticipant, WorldSegment, WorldSession } from "../world/world-conversation.ts";

/** One conversation as of an instant: what every rendering of it starts from. */
export interface View {
  readonly organisation: Organisation;
  readonly conversation: WorldConversation;
  readonly at: number;
  /** Wrap-up codes that were given later are not known yet; those until `at` are, unless it is given. */
  readonly codesUntil?: number;
}

export function participantId({ conversation }: View, participant: number): string {
  return toUuid(conversation.key, participant, 0xff);
}

export function sessionId({ conversation }: View, participant: number, session: number): string {
  return toSessionId(conversation.key, participant, session);
}

export function hasBegun({ segments }: WorldSession, at: number): boolean {
  return (segments[0]?.start ?? Number.POSITIVE_INFINITY) <= at;
}

/** When the session's last segment ends. */
export function endOf({ segments }: WorldSession): number {
  return segments.at(-1)?.end ?? Number.POSITIVE_INFINITY;
}

export function hasJoined({ sessions }: WorldParticipant, at: number): boolean {
  const [first] = sessions;
  return first !== undefined && hasBegun(first, at);
}

/** The segments that have begun. */
export function begunSegments(session: WorldSession, at: number): readonly WorldSegment[] {
  const { segments } = session;
  const last = segments.at(-1);
  return last !== undefined && last.start <= at ? segments : segments.filter(({ start }) => start <= at);
}

/** The divisions of the queues and users that took part until then; the home division before any did. */
export function toDivisionIds({ organisation, conversation, at }: View): string[] {
  const ids = new Set<string>();
  for (const participant of conversation.participants) {
    const { purpose, queue, user } = participant;
    if (purpose === "customer" && participant.sessions[0]?.facts.stuck !== true) continue;
    if (!hasJoined(participant, at)) continue;
    const divisionId =
      queue === undefined
        ? user === undefined
          ? undefined
          : organisation.users[user]?.divisionId
        : organisation.queues[queue]?.divisionId;
    if (divisionId !== undefined) ids.add(divisionId);
  }
  const home = organisation.divisions[0]?.id;
  if (ids.size === 0 && home !== undefined) ids.add(home);
  return [...ids];
}

/** The user who took the conversation out of its queue last, once somebody did. */
export function toSelectedAgent({ organisation, conversation, at }: View): string | undefined {
  let selected: string | undefined;
  for (const { user, sessions } of conversation.participants) {
    const answeredAt = sessions[0]?.facts.answeredAt;
    if (user !== undefined && answeredAt !== undefined && answeredAt <= at) selected = organisation.users[user]?.id;
  }
  return selected;
}
