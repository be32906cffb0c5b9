import { attributesOf } from "../world/attributes.ts";
import type { WorldParticipant, WorldSession } from "../world/world-conversation.ts";
import { toWrapUpCode } from "../world/wrap-up-code.ts";
import { toParticipantName } from "./detail-record.ts";
import { isConnection, type LiveCommunication, toCommunication } from "./live-communication.ts";
import { toLiveEvaluations } from "./live-evaluations.ts";
import { toSupervisedParticipants } from "./supervised-participants.ts";
import { toInstant } from "./to-instant.ts";
import { endOf, hasBegun, hasJoined, participantId, toDivisionIds, type View } from "./view.ts";

/** `GET /api/v2/conversations/{id}`, in the general form: a list a medium under each participant. */
export interface LiveConversation {
  id: string;
  startTime: string;
  endTime?: string;
  address?: string;
  participants: LiveParticipant[];
  recordingState: string;
  divisions: { division: { id: string; name: string; selfUri: string }; entities: unknown[] }[];
  recentTransfers: unknown[];
  securePause: boolean;
  selfUri: string;
}

export interface LiveParticipant extends Readonly<Record<MediaList, readonly LiveCommunication[]>> {
  readonly id: string;
  readonly startTime: string;
  readonly endTime?: string;
  readonly purpose: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const MEDIA_LISTS = [
  "calls",
  "callbacks",
  "chats",
  "cobrowsesessions",
  "emails",
  "messages",
  "internalMessages",
  "screenMonitorings",
  "screenshares",
  "socialExpressions",
  "videos",
] as const;
type MediaList = (typeof MEDIA_LISTS)[number];

const LISTS = { voice: "calls", callback: "callbacks", chat: "chats", email: "emails", message: "messages" } as const;

/** A conversation as of an instant, as the Conversations API tells it: states instead of metrics. */
export function toLiveConversation(view: View): LiveConversation {
  const { organisation, conversation, at } = view;
  const { id, start, end, participants, customer } = conversation;
  const hasVoice = participants.some(({ sessions }) => sessions.some(({ media }) => media === "voice"));
  const recorded = hasVoice && participants.some((participant) => isTalking(participant, at));
  return {
    id,
    startTime: toInstant(start),
    ...(end <= at ? { endTime: toInstant(end) } : {}),
    ...(hasVoice ? { address: `tel:${customer.phone}` } : {}),
    participants: participants.flatMap((participant, index) =>
      hasJoined(participant, at) ? [toLiveParticipant(view, participant, index)] : [],
    ),
    recordingState: recorded ? "ACTIVE" : "NONE",
    divisions: toDivisionIds(view).map((divisionId) => ({
      division: {
        id: divisionId,
        name: organisation.divisions.find((division) => division.id === divisionId)?.name ?? "",
        selfUri: `/api/v2/authorization/divisions/${divisionId}`,
      },
      entities: [],
    })),
    recentTransfers: [],
    securePause: false,
    selfUri: `/api/v2/conversations/${id}`,
  };
}

function isTalking({ purpose, sessions }: WorldParticipant, at: number): boolean {
  return (
    purpose === "agent" &&
    sessions.some(({ segments }) =>
      segments.some(({ type, start, end }) => type === "interact" && start <= at && end > at),
    )
  );
}

function toLiveParticipant(view: View, participant: WorldParticipant, index: number): LiveParticipant {
  const { at } = view;
  const { purpose, sessions } = participant;
  const begun = sessions.filter((session) => hasBegun(session, at));
  const gone = begun.length === sessions.length && begun.every((session) => interactionEndOf(session) <= at);
  const connected = begun
    .map((session) => connectedAt(session))
    .find((instant) => instant !== undefined && instant <= at);
  const name = toParticipantName(view, participant);
  return {
    id: participantId(view, index),
    startTime: toInstant(begun[0]?.segments[0]?.start ?? view.conversation.start),
    ...(gone ? { endTime: toInstant(Math.max(...begun.map(interactionEndOf))) } : {}),
    ...(connected === undefined ? {} : { connectedTime: toInstant(connected) }),
    ...(name === undefined ? {} : { name }),
    ...toBelonging(view, participant),
    purpose,
    ...(begun[0] === undefined ? {} : toSupervisedParticipants(view, begun[0])),
    ...toAddresses(view, participant),
    ...toWrapUp(view, participant),
    attributes: attributesOf(view.conversation, participant),
    ...toMediaLists(view, begun, index),
    evaluations: toLiveEvaluations(view, index),
  } as LiveParticipant;
}

/** When the participant left: work after a call is no longer part of it. */
function interactionEndOf(session: WorldSession): number {
  return session.facts.interactionEnd ?? endOf(session);
}

function connectedAt({ segments }: WorldSession): number | undefined {
  return segments.find(isConnection)?.start;
}

function toBelonging({ organisation, conversation, at }: View, { user, queue, purpose }: WorldParticipant): object {
  const userRow = organisation.users[user ?? -1];
  const queueRow = organisation.queues[queue ?? -1];
  const known =
    purpose !== "customer" ||
    conversation.participants.some((other) => other.purpose === "acd" && hasJoined(other, at));
  return {
    ...(userRow === undefined ? {} : { userId: userRow.id, userUri: `/api/v2/users/${userRow.id}` }),
    ...(queueRow === undefined || !known ? {} : { queueId: queueRow.id, queueName: queueRow.name }),
  };
}

function toAddresses(
  { organisation, conversation }: View,
  { purpose, queue, user, sessions }: WorldParticipant,
): object {
  const [first] = sessions;
  const agent = organisation.users[user ?? -1];
  if (first?.media === "email") return { address: agent?.email ?? conversation.customer.email };
  if (first?.media !== "voice") return {};
  const customer = `tel:${conversation.customer.phone}`;
  const dialled = queue ?? conversation.participants.find((other) => other.queue !== undefined)?.queue ?? -1;
  const ours = `tel:${organisation.queues[dialled]?.dnis ?? agent?.phone ?? organisation.users[0]?.phone ?? ""}`;
  const outbound = first.direction === "outbound";
  const address =
    agent !== undefined ? `sip:agent-${agent.index}@example.invalid` : purpose === "customer" ? customer : ours;
  return { address, ani: outbound ? ours : customer, dnis: outbound ? customer : ours };
}

function toWrapUp({ organisation, at }: View, { purpose, sessions }: WorldParticipant): object {
  const [first] = sessions;
  const handled = purpose === "agent" && first !== undefined && first.facts.supervised === undefined;
  const wrapup = sessions.flatMap(({ segments }) => segments.filter(({ type }) => type === "wrapup")).at(-1);
  const base = {
    // Whose alert nobody took has nothing to wrap up.
    wrapupRequired: handled && (connectedAt(first) ?? at + 1) <= at,
    ...(handled ? { wrapupPrompt: "timeout", wrapupTimeoutMs: 120_000, alertingTimeoutMs: 8_000 } : {}),
  };
  if (handled && first?.facts.acwSkipped === true && endOf(first) <= at) return { ...base, wrapupSkipped: true };
  if (wrapup === undefined || wrapup.start > at) return base;
  const startAcwTime = toInstant(wrapup.start);
  if (wrapup.end > at) return { ...base, startAcwTime };
  const { start, end, wrapUp } = wrapup;
  const code = wrapUp === undefined ? undefined : toWrapUpCode(organisation, wrapUp);
  // The API drops the milliseconds of this duration.
  const details = { notes: "", tags: [], durationSeconds: Math.floor((end - start) / 1_000), endTime: toInstant(end) };
  return {
    ...base,
    ...(code === undefined ? {} : { wrapup: { code, ...details } }),
    startAcwTime,
    endAcwTime: toInstant(end),
  };
}

function toMediaLists(
  view: View,
  sessions: readonly WorldSession[],
  participant: number,
): Record<MediaList, LiveCommunication[]> {
  const lists = Object.fromEntries(MEDIA_LISTS.map((list) => [list, [] as LiveCommunication[]])) as Record<
    MediaList,
    LiveCommunication[]
  >;
  sessions.forEach((session, index) => {
    lists[LISTS[session.media]].push(toCommunication(view, session, participant, index));
  });
  return lists;
}
