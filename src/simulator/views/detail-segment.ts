import type { AnalyticsSegment } from "../../model/wire.ts";
import type { WorldSegment, WorldSession } from "../world/world-conversation.ts";
import { toWrapUpCode } from "../world/wrap-up-code.ts";
import { toInstant } from "./to-instant.ts";
import { participantId, type View } from "./view.ts";

/** What a session's rendering needs to know of the rest of its conversation. */
export interface DetailContext extends View {
  /** Somebody's queue is known: the customer's segments name it from then on. */
  readonly queued: boolean;
  /** It has come into a queue. */
  readonly routed: boolean;
  readonly selectedAgentId: string | undefined;
}

export function toDetailSegment(
  context: DetailContext,
  session: WorldSession,
  segment: WorldSegment,
  purpose: string,
): AnalyticsSegment {
  const { organisation, at, codesUntil = at } = context;
  const { start, end, queue, disconnect, wrapUp, errorCode } = segment;
  const ended = end <= at;
  const rendered: AnalyticsSegment & { subject?: string } = {
    conference: segment.conference === true && (context.conversation.conferenceStart ?? 0) <= at,
  };
  if (ended && disconnect !== undefined) rendered.disconnectType = disconnect;
  if (ended && errorCode !== undefined) rendered.errorCode = errorCode;
  const queueRow = organisation.queues[queue ?? -1];
  if (queueRow !== undefined && isQueueKnown(context, session, segment, purpose)) {
    rendered.queueId = queueRow.id;
    if (queueRow.skillId !== undefined && session.media === "voice" && session.direction === "inbound") {
      rendered.requestedRoutingSkillIds = [queueRow.skillId];
    }
  }
  if (ended) rendered.segmentEnd = toInstant(end);
  rendered.segmentStart = toInstant(start);
  rendered.segmentType = segment.type;
  if (session.facts.stuck === true) rendered.sourceConversationId = participantId(context, 0xee);
  if (session.facts.subject !== undefined) rendered.subject = session.facts.subject;
  const code = end <= codesUntil && wrapUp !== undefined ? toWrapUpCode(organisation, wrapUp) : undefined;
  if (code !== undefined) rendered.wrapUpCode = code;
  return rendered;
}

/** A customer's segment learns its queue when the conversation comes into one; the dial-in never does. */
function isQueueKnown(context: DetailContext, session: WorldSession, segment: WorldSegment, purpose: string): boolean {
  return purpose !== "customer" || session.facts.stuck === true || (context.queued && segment.type !== "system");
}
