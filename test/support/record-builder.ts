import type {
  AnalyticsConversation,
  AnalyticsMetric,
  AnalyticsSegment,
  AnalyticsSession,
} from "../../src/model/wire.ts";

/** Instants in tests: seconds after a fixed morning. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 2, 10, 9, 0, 0) + seconds * 1000).toISOString();
}

export function segment(
  segmentType: string,
  from: number,
  to: number | null,
  rest: AnalyticsSegment = {},
): AnalyticsSegment {
  return {
    segmentType,
    segmentStart: at(from),
    ...(to === null ? {} : { segmentEnd: at(to) }),
    conference: false,
    ...rest,
  };
}

export function metric(name: string, value: number, emitted: number): AnalyticsMetric {
  return { name, value, emitDate: at(emitted) };
}

export interface Leg extends AnalyticsSession {
  purpose: string;
  userId?: string;
  participantName?: string;
}

/** A record with one participant a leg, ended unless `end` is null. */
export function record(legs: readonly Leg[], end: number | null = 600): AnalyticsConversation {
  return {
    conversationId: "11111111-1111-4111-8111-111111111111",
    conversationStart: at(0),
    ...(end === null ? {} : { conversationEnd: at(end) }),
    originatingDirection: "inbound",
    participants: legs.map(({ purpose, userId, participantName, ...session }, index) => ({
      participantId: `p${index}`,
      purpose,
      ...(userId === undefined ? {} : { userId }),
      ...(participantName === undefined ? {} : { participantName }),
      sessions: [{ mediaType: "voice", direction: "inbound", ...session }],
    })),
  };
}

export const CUSTOMER: Leg = {
  purpose: "customer",
  participantName: "Ada Example",
  ani: "tel:+15550100001",
  segments: [segment("interact", 0, 400, { queueId: "q-foreign", disconnectType: "endpoint" })],
  metrics: [metric("nConnected", 1, 0), metric("tConnected", 400_000, 400)],
};

export const WAITING: Leg = {
  purpose: "acd",
  participantName: "Support",
  segments: [
    segment("delay", 10, 11, { queueId: "q1" }),
    segment("interact", 11, 31, { queueId: "q1", disconnectType: "transfer" }),
  ],
  metrics: [metric("nOffered", 1, 11), metric("tAcd", 20_000, 31)],
};

export const HANDLING: Leg = {
  purpose: "agent",
  userId: "u1",
  segments: [
    segment("alert", 25, 31, { queueId: "q1" }),
    segment("interact", 31, 200, { queueId: "q1" }),
    segment("hold", 200, 260, { queueId: "q1" }),
    segment("interact", 260, 400, { queueId: "q1", disconnectType: "peer" }),
    segment("wrapup", 400, 430, { queueId: "q1", wrapUpCode: "w1" }),
  ],
  metrics: [
    metric("tAlert", 6_000, 31),
    metric("tAnswered", 20_000, 31),
    metric("tTalk", 169_000, 200),
    metric("tHeld", 60_000, 260),
    metric("tHeldComplete", 60_000, 400),
    metric("tTalk", 140_000, 400),
    metric("tTalkComplete", 309_000, 400),
    metric("tAcw", 27_000, 430),
    metric("tHandle", 396_000, 430),
  ],
};
