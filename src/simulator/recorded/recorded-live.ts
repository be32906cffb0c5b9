import type {
  AnalyticsConversation,
  AnalyticsParticipant,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../model/wire.ts";

const LISTS: Readonly<Record<string, string>> = {
  voice: "calls",
  callback: "callbacks",
  chat: "chats",
  email: "emails",
  message: "messages",
  cobrowse: "cobrowsesessions",
  screenshare: "screenshares",
  video: "videos",
};
const EMPTY_LISTS = [...Object.values(LISTS), "internalMessages", "screenMonitorings", "socialExpressions"];

/** What a detail record still tells of the live conversation that it was. */
export function toRecordedLive(record: AnalyticsConversation): object {
  const { conversationId, conversationStart, conversationEnd, participants = [], divisionIds = [] } = record;
  return {
    id: conversationId,
    startTime: conversationStart,
    ...(conversationEnd === undefined ? {} : { endTime: conversationEnd }),
    participants: participants.map(toParticipant),
    recordingState: "NONE",
    divisions: divisionIds.map((id) => ({
      division: { id, selfUri: `/api/v2/authorization/divisions/${id}` },
      entities: [],
    })),
    recentTransfers: [],
    securePause: false,
    selfUri: `/api/v2/conversations/${conversationId}`,
  };
}

function toParticipant(participant: AnalyticsParticipant): object {
  const { participantId, participantName, purpose, userId, attributes = {}, sessions = [] } = participant;
  const segments = sessions.flatMap((session) => session.segments ?? []);
  const queueId = segments.find((segment) => segment.queueId !== undefined)?.queueId;
  const talked = segments.filter(({ segmentType }) => segmentType !== "wrapup");
  const open = talked.some(({ segmentEnd }) => segmentEnd === undefined);
  const connectedTime = segments.find(({ segmentType }) => segmentType === "interact")?.segmentStart;
  const lists: Record<string, object[]> = Object.fromEntries(EMPTY_LISTS.map((list) => [list, []]));
  for (const session of sessions) lists[LISTS[session.mediaType ?? ""] ?? "calls"]?.push(toCommunication(session));
  return {
    id: participantId,
    startTime: segments[0]?.segmentStart,
    ...(connectedTime === undefined ? {} : { connectedTime }),
    ...(open ? {} : { endTime: talked.at(-1)?.segmentEnd }),
    ...(participantName === undefined ? {} : { name: participantName }),
    ...(userId === undefined ? {} : { userId }),
    ...(queueId === undefined ? {} : { queueId }),
    purpose,
    attributes,
    ...lists,
  };
}

function toCommunication(session: AnalyticsSession): object {
  const segments = (session.segments ?? []).filter(({ segmentType }) => segmentType !== "wrapup");
  const last = segments.at(-1);
  const ended = last?.segmentEnd !== undefined;
  return {
    id: session.sessionId,
    state: ended ? "disconnected" : last?.segmentType === "alert" ? "alerting" : "connected",
    direction: session.direction,
    held: !ended && last?.segmentType === "hold",
    provider: session.provider,
    ...(session.peerId === undefined ? {} : { peerId: session.peerId }),
    ...(last?.disconnectType === undefined ? {} : { disconnectType: last.disconnectType }),
    // As in the published type, a segment is listed once it has ended.
    segments: segments.filter(({ segmentEnd }) => segmentEnd !== undefined).map(toSegment),
    afterCallWork: {},
    afterCallWorkRequired: false,
  };
}

function toSegment({ segmentStart, segmentEnd, segmentType = "" }: AnalyticsSegment): object {
  const type = segmentType.charAt(0).toUpperCase() + segmentType.slice(1);
  return { startTime: segmentStart, ...(segmentEnd === undefined ? {} : { endTime: segmentEnd }), type };
}
