import type { AnalyticsFlow, AnalyticsSession } from "../../model/wire.ts";
import { toContact } from "../world/contact.ts";
import { toUuid } from "../world/ids.ts";
import type { Queue } from "../world/organisation.ts";
import type { WorldParticipant, WorldSession } from "../world/world-conversation.ts";
import { toMetrics } from "./detail-metrics.ts";
import { type DetailContext, toDetailSegment } from "./detail-segment.ts";
import { toSupervisedParticipants } from "./supervised-participants.ts";
import { toInstant } from "./to-instant.ts";
import { begunSegments, endOf, sessionId, type View } from "./view.ts";

export const PROVIDERS = {
  voice: "Edge",
  chat: "PureCloud Webchat v2",
  email: "PureCloud Email",
  message: "PureCloud Messaging",
  callback: "PureCloud Callback",
} as const;

type Place = readonly [participant: number, session: number];

/** One session of a detail record. */
export function toDetailSession(
  context: DetailContext,
  participant: WorldParticipant,
  session: WorldSession,
  place: Place,
): AnalyticsSession {
  const { facts } = session;
  const { purpose } = participant;
  const ended = endOf(session) <= context.at;
  const rendered: AnalyticsSession = {};
  if (facts.acwSkipped === true && ended) rendered.acwSkipped = true;
  addAddresses(rendered, context, participant, session);
  rendered.direction = session.direction;
  const { disposition } = facts;
  if (disposition !== undefined && disposition.at <= context.at) {
    if (disposition.analyzer !== undefined) rendered.dispositionAnalyzer = disposition.analyzer;
    rendered.dispositionName = disposition.name;
  }
  if (facts.flowIn !== undefined) rendered.flowInType = facts.flowIn;
  if (facts.flowOut !== undefined && ended) rendered.flowOutType = facts.flowOut;
  rendered.mediaType = session.media;
  if (facts.messageType !== undefined) rendered.messageType = facts.messageType;
  Object.assign(rendered, toContact(context.organisation, context.conversation));
  if (facts.supervised !== undefined) Object.assign(rendered, toSupervisedParticipants(context, session));
  if (session.peer !== undefined) rendered.peerId = sessionId(context, ...session.peer);
  rendered.provider = PROVIDERS[session.media];
  addRouting(rendered, context, purpose, session);
  rendered.sessionId = sessionId(context, ...place);
  const flow = toFlow(context, participant, session, ended);
  if (flow !== undefined) rendered.flow = flow;
  const metrics = toMetrics(context.organisation, purpose, session, context.at);
  if (metrics.length > 0) rendered.metrics = metrics;
  rendered.segments = begunSegments(session, context.at).map((segment) =>
    toDetailSegment(context, session, segment, purpose),
  );
  return rendered;
}

function addAddresses(
  rendered: AnalyticsSession,
  context: DetailContext,
  participant: WorldParticipant,
  session: WorldSession,
): void {
  const { organisation, conversation } = context;
  const { customer } = conversation;
  const queue = organisation.queues[participant.queue ?? session.segments[0]?.queue ?? mainQueue(context)];
  switch (session.media) {
    case "voice":
      addTelephony(rendered, context, participant, session, queue);
      break;
    case "email":
      rendered.addressFrom = customer.email;
      rendered.addressTo = queue?.address ?? "";
      break;
    case "message":
      rendered.addressFrom = session.facts.messageType === "sms" ? customer.phone : toUuid(customer.contact, 0x3a);
      rendered.addressTo = queue?.address ?? "";
      break;
    case "callback":
      rendered.callbackNumbers = [customer.phone];
      rendered.callbackUserName = customer.name;
      if (session.facts.callbackScheduled !== undefined)
        rendered.callbackScheduledTime = toInstant(session.facts.callbackScheduled);
      rendered.skipEnabled = true;
      rendered.timeoutSeconds = 0;
      break;
    case "chat":
      break;
  }
  if (participant.purpose !== "customer" && participant.purpose !== "external") rendered.remote = customer.name;
}

function addTelephony(
  rendered: AnalyticsSession,
  { organisation, conversation }: DetailContext,
  { purpose, user }: WorldParticipant,
  session: WorldSession,
  queue: Queue | undefined,
): void {
  const customer = `tel:${conversation.customer.phone}`;
  const ours = `tel:${queue?.dnis ?? organisation.users[user ?? 0]?.phone ?? ""}`;
  const outbound = session.direction === "outbound";
  rendered.ani = outbound ? ours : customer;
  rendered.dnis = outbound ? customer : ours;
  const edgeId = organisation.edgeIds[conversation.site];
  if (edgeId !== undefined) rendered.edgeId = edgeId;
  rendered.protocolCallId = toUuid(conversation.key, session.segments[0]?.start ?? 0, 0xca);
  if (purpose === "customer") rendered.recording = true;
  const agent = organisation.users[user ?? -1];
  rendered.sessionDnis = agent === undefined ? rendered.dnis : `sip:agent-${agent.index}@example.invalid`;
}

function mainQueue({ conversation }: View): number {
  return conversation.participants.find(({ queue }) => queue !== undefined)?.queue ?? -1;
}

function addRouting(
  rendered: AnalyticsSession,
  { routed, selectedAgentId }: DetailContext,
  purpose: string,
  session: WorldSession,
): void {
  if (!routed || (purpose !== "customer" && purpose !== "acd" && purpose !== "agent")) return;
  if (session.facts.stuck === true || session.facts.onBehalf === true || session.facts.legOfCallback === true) return;
  rendered.requestedRoutings = ["Standard"];
  if (selectedAgentId === undefined) return;
  rendered.selectedAgentId = selectedAgentId;
  rendered.usedRouting = "Standard";
}

/** The flow that a session is in; its exit once that has ended. */
export function toFlow(
  context: View,
  participant: WorldParticipant,
  session: WorldSession,
  ended: boolean,
): AnalyticsFlow | undefined {
  const { purpose } = participant;
  if (purpose === "acd" && session.media === "voice")
    return toInQueueFlow(context.organisation.queues[participant.queue ?? -1]);
  if (purpose !== "ivr" && purpose !== "workflow") return undefined;
  const queue = context.organisation.queues[session.facts.flow?.queue ?? mainQueue(context)];
  const flow: AnalyticsFlow =
    session.facts.flow?.outbound === true
      ? toOutboundFlow(queue)
      : {
          entryReason: purpose === "ivr" ? `tel:${queue?.dnis ?? ""}` : (queue?.address ?? ""),
          entryType: purpose === "ivr" ? "dnis" : "direct",
          flowId: queue?.flowId ?? "",
          flowName: `${queue?.name ?? "Main"} inbound`,
          flowType:
            purpose === "ivr" ? "INBOUNDCALL" : session.media === "email" ? "INBOUNDEMAIL" : "INBOUNDSHORTMESSAGE",
          flowVersion: "16.0",
        };
  if (ended) addExit(flow, session, queue);
  return flow;
}

function addExit(flow: AnalyticsFlow, { facts }: WorldSession, queue: Queue | undefined): void {
  flow.exitReason = facts.flow?.exit === "disconnect" ? "DISCONNECT" : "TRANSFER";
  if (facts.flow?.exit === "disconnect") return;
  flow.transferTargetAddress = queue?.id ?? "";
  flow.transferTargetName = queue?.name ?? "";
  flow.transferType = facts.flow?.voicemail === true ? "ACD_VOICEMAIL" : "ACD";
}

function toOutboundFlow(queue: Queue | undefined): AnalyticsFlow {
  return {
    entryType: "outbound",
    flowId: queue?.outboundFlowId ?? "",
    flowName: `${queue?.name ?? "Main"} outbound`,
    flowType: "OUTBOUNDCALL",
    flowVersion: "2.0",
  };
}

function toInQueueFlow(queue: Queue | undefined): AnalyticsFlow {
  return {
    flowId: queue?.inQueueFlowId ?? "",
    flowName: `${queue?.name ?? "Queue"} in-queue`,
    flowType: "INQUEUECALL",
    flowVersion: "1.0",
  };
}
