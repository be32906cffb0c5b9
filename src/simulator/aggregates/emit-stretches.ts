import type { SegmentType, WorldSession } from "../world/world-conversation.ts";

/** Takes what a session emits; `seenAt` and `eventAt` are the date unless they are given. */
export type Emit = (metric: string, value: number, at: number, other?: { seenAt?: number; eventAt?: number }) => void;

/** Each segment of a type by itself; says how long they were together, and when the last of them ended. */
export function emitStretches(
  emit: Emit,
  { segments }: WorldSession,
  type: SegmentType,
  metric: string,
): { total: number; until: number | undefined } {
  let [total, until] = [0, undefined as number | undefined];
  for (const segment of segments) {
    if (segment.type !== type) continue;
    emit(metric, segment.end - segment.start, segment.end);
    total += segment.end - segment.start;
    until = segment.end;
  }
  return { total, until };
}
