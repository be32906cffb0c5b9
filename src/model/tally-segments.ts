import { isOpenSession, segmentsOf, startOf } from "./segments.ts";
import { createTally, type MetricTally } from "./session-tally.ts";
import type { AnalyticsSegment, AnalyticsSession } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/**
 * Adds up one session by its segments, for records without any metrics (the segment-only form of 2016, live
 * conversations): talk = `interact`, held = `hold`, ACW = `wrapup`, wait = the acd `interact`, handle = talk + held +
 * ACW. Transfers can't be told from segments: `disconnectType: transfer` is also the hand-over to an agent.
 *
 * The `wrapup` of that time starts before the `interact` ends, or has no length: lengths are taken as they stand.
 */
export function tallySegments(session: AnalyticsSession, purpose: string): MetricTally {
  const tally = createTally();
  const lengths = new Map<string, { ms: number; count: number }>();
  for (const segment of segmentsOf(session)) {
    const type = segment.segmentType ?? "unknown";
    const length = lengths.get(type) ?? { ms: 0, count: 0 };
    length.ms += segmentMs(segment);
    length.count += 1;
    lengths.set(type, length);
  }
  const ms = (type: string) => lengths.get(type)?.ms ?? 0;
  const count = (type: string) => lengths.get(type)?.count ?? 0;
  if (purpose === "acd") {
    tally.offered = 1;
    tally.offeredAt = [startOf(session)];
    tally.acdMs = ms("interact");
  } else if (purpose === "ivr") {
    tally.ivrMs = ms("ivr");
  } else if (purpose === "voicemail") {
    tally.voicemailMs = ms("interact");
  } else if (isHandlerPurpose(purpose)) {
    const interacted = count("interact") > 0 ? 1 : 0;
    tally.answered = purpose === "agent" ? interacted : 0;
    tally.talkMs = ms("interact");
    tally.heldMs = ms("hold");
    tally.holdCount = count("hold");
    tally.acwMs = ms("wrapup");
    tally.contactingMs = ms("contacting");
    tally.dialingMs = ms("dialing");
    tally.handleMs = tally.talkMs + tally.heldMs + tally.acwMs;
    tally.handleCount = interacted;
    if (interacted === 0 && count("alert") > 0 && !isOpenSession(session)) {
      tally.notResponding = count("alert");
      tally.notRespondingMs = ms("alert");
    }
  }
  return tally;
}

export function isHandlerPurpose(purpose: string): boolean {
  return purpose === "agent" || purpose === "user";
}

function segmentMs(segment: AnalyticsSegment): number {
  const start = parseWireInstant(segment.segmentStart);
  const end = parseWireInstant(segment.segmentEnd);
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}
