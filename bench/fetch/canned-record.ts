import { prand, type RandomGenerator } from "./random.ts";

/** A detail record as text, cut where its id and its start belong, so that pages are made by joining strings. */
export interface CannedRecord {
  head: string;
  middle: string;
  tail: string;
}

const ID_MARK = "@id@";
const START_MARK = "@start@";

/** Records of the shape and size of real ones (mean 7.3 KB: 3.6 participants, 10 segments, 18.5 metrics), by seed. */
export function createCannedRecords(count: number, seed: number): CannedRecord[] {
  const random = prand(seed);
  return Array.from({ length: count }, () => {
    const text = JSON.stringify(createRecord(random));
    const [head = "", rest = ""] = text.split(ID_MARK);
    const [middle = "", tail = ""] = rest.split(START_MARK);
    return { head, middle, tail };
  });
}

function createRecord(random: RandomGenerator): object {
  const base = Date.UTC(2026, 0, 5) + random.below(86_400_000);
  const at = (seconds: number) => new Date(base + Math.round(seconds * 1000)).toISOString();
  const uuid = () => random.uuid();
  const queueId = uuid();
  const customer = uuid();
  const agents = 1 + (random.below(10) < 6 ? 1 : 0);
  const common = {
    ani: "tel:+15550100001",
    dnis: "tel:+15550100002",
    edgeId: uuid(),
    mediaType: "voice",
    provider: "Edge",
    protocolCallId: uuid(),
    sessionDnis: "tel:+15550100002",
  };
  const skills = [uuid(), uuid(), uuid()];
  const segment = (segmentType: string, from: number, to: number, rest: object = {}) => ({
    conference: false,
    queueId,
    requestedRoutingSkillIds: skills,
    segmentStart: at(from),
    segmentEnd: at(to),
    segmentType,
    ...rest,
  });
  const metric = (name: string, value: number, emitted: number) => ({ emitDate: at(emitted), name, value });
  const ring = 30 + random.below(60);
  const talk = 60 + random.below(600);
  return {
    conversationId: ID_MARK,
    conversationStart: START_MARK,
    conversationEnd: at(ring + talk * agents + 60),
    divisionIds: [uuid(), uuid()],
    mediaStatsMinConversationMos: 4.38 + random.below(1000) / 10_000,
    mediaStatsMinConversationRFactor: 84.2 + random.below(1000) / 1_000,
    originatingDirection: "inbound",
    participants: [
      {
        externalContactId: uuid(),
        participantId: uuid(),
        participantName: "Customer",
        purpose: "customer",
        sessions: [
          {
            ...common,
            direction: "inbound",
            sessionId: customer,
            recording: true,
            activeSkillIds: skills,
            requestedRoutings: ["Standard"],
            usedRouting: "Standard",
            mediaEndpointStats: [
              {
                codecs: ["audio/opus"],
                discardedPackets: random.below(9),
                eventTime: at(talk),
                maxLatencyMs: random.below(90),
                minMos: 4.8,
                minRFactor: 92.4,
                receivedPackets: random.below(90_000),
              },
            ],
            metrics: [metric("nConnected", 1, 0), metric("tConnected", talk * 1000, talk)],
            segments: [segment("system", 0, 0.2), segment("interact", 0.2, talk, { disconnectType: "endpoint" })],
          },
        ],
      },
      {
        participantId: uuid(),
        participantName: "Main IVR",
        purpose: "ivr",
        sessions: [
          {
            ...common,
            direction: "inbound",
            sessionId: uuid(),
            peerId: customer,
            flow: {
              flowId: uuid(),
              flowName: "Main IVR",
              flowType: "INBOUNDCALL",
              flowVersion: "12.0",
              entryType: "dnis",
              entryReason: "tel:+15550100002",
              exitReason: "TRANSFER",
              transferType: "ACD",
              transferTargetAddress: queueId,
              transferTargetName: "Support",
              startingLanguage: "en-us",
              endingLanguage: "en-us",
            },
            metrics: [
              metric("nFlow", 1, 0.3),
              metric("tIvr", 20_000, 20),
              metric("tFlow", 19_800, 20),
              metric("tFlowExit", 19_800, 20),
            ],
            segments: [segment("system", 0.1, 0.2), segment("ivr", 0.2, 20, { disconnectType: "transfer" })],
          },
        ],
      },
      {
        participantId: uuid(),
        participantName: "Support",
        purpose: "acd",
        sessions: [
          {
            ...common,
            direction: "inbound",
            sessionId: uuid(),
            peerId: customer,
            flowInType: "ivr",
            activeSkillIds: skills,
            requestedRoutings: ["Standard"],
            usedRouting: "Standard",
            metrics: [metric("nOffered", 1, 20), metric("tAcd", ring * 1000, 20 + ring)],
            segments: [
              segment("delay", 20, 20.1),
              segment("interact", 20.1, 20 + ring, { disconnectType: "transfer" }),
            ],
          },
        ],
      },
      ...Array.from({ length: agents }, () => ({
        participantId: uuid(),
        purpose: "agent",
        userId: uuid(),
        sessions: [
          {
            ...common,
            direction: "inbound",
            sessionId: uuid(),
            peerId: customer,
            selectedAgentId: uuid(),
            requestedRoutings: ["Standard"],
            usedRouting: "Standard",
            metrics: [
              metric("tAlert", 5_000, ring),
              metric("tAnswered", ring * 1000, ring),
              metric("tTalk", talk * 600, ring + talk),
              metric("tHeld", 30_000, ring + talk),
              metric("tTalk", talk * 400, ring + talk),
              metric("tHeldComplete", 30_000, ring + talk),
              metric("tTalkComplete", talk * 1000, ring + talk),
              metric("tAcw", 20_000, ring + talk + 20),
              metric("tHandle", talk * 1000 + 50_000, ring + talk + 20),
            ],
            segments: [
              segment("alert", 15, 20),
              segment("interact", 20, 60),
              segment("hold", 60, 90),
              segment("interact", 90, ring + talk, { disconnectType: "peer" }),
              segment("wrapup", ring + talk, ring + talk + 20, { wrapUpCode: uuid() }),
            ],
          },
        ],
      })),
    ],
  };
}
