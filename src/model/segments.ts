import type { AnalyticsSegment, AnalyticsSession } from "./wire.ts";
import { parseWireInstant } from "./wire-instant.ts";

/** Types describe what Genesys sends; a file may hold anything where a text belongs, and that counts as absent. */
export function isText(value: string | null | undefined): value is string {
  return typeof value === "string" && value !== "";
}

export function textOrNull(value: string | null | undefined): string | null {
  return isText(value) ? value : null;
}

const NO_SEGMENTS: readonly AnalyticsSegment[] = [];

export function segmentsOf(session: AnalyticsSession): readonly AnalyticsSegment[] {
  return session.segments ?? NO_SEGMENTS;
}

export function isOpenSegment({ segmentEnd }: AnalyticsSegment): boolean {
  return segmentEnd === undefined || segmentEnd === null;
}

/** A session is open until all its segments have an end; one without segments has only just begun. */
export function isOpenSession(session: AnalyticsSession): boolean {
  const segments = segmentsOf(session);
  return segments.length === 0 || segments.some(isOpenSegment);
}

/** The first start that can be read; not-a-number when there is none. */
export function startOf(session: AnalyticsSession): number {
  let first = Number.NaN;
  for (const segment of segmentsOf(session)) {
    const start = parseWireInstant(segment.segmentStart);
    if (start !== undefined && !(start >= first)) first = start;
  }
  return first;
}

export function queueIdOf(session: AnalyticsSession): string | undefined {
  return segmentsOf(session).find(({ queueId }) => isText(queueId))?.queueId;
}

/** One code a coded wrap-up segment; the segment may exist without any (skipped, timed out, still to come). */
export function wrapUpCodesOf(session: AnalyticsSession): string[] {
  const codes: string[] = [];
  for (const { segmentType, wrapUpCode } of segmentsOf(session)) {
    if (segmentType === "wrapup" && isText(wrapUpCode)) codes.push(wrapUpCode);
  }
  return codes;
}
