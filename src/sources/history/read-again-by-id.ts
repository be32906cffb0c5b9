import { DETAILS_BY_ID_MAX, listConversationDetails } from "../../api/endpoints/analytics-conversation-details.ts";
import type { AnalyticsConversation, AnalyticsParticipant } from "../../model/wire.ts";
import type { DetailPage } from "../detail-page.ts";
import type { Reading } from "./reading.ts";

/**
 * Conversations that had no end in the data lake, as they are now: the lake is up to a day behind, and most of them have ended
 * since. Their participant attributes stay, because only the lake has any.
 */
export async function* readAgainById(
  { api, clock, signal }: Reading,
  records: readonly unknown[],
): AsyncGenerator<DetailPage, void, undefined> {
  for (let start = 0; start < records.length; start += DETAILS_BY_ID_MAX) {
    const known = records.slice(start, start + DETAILS_BY_ID_MAX);
    const ids = known.flatMap((record) => toId(record) ?? []);
    const doing = `reading ${ids.length} conversations again that were open in the data lake`;
    const found = ids.length === 0 ? [] : await listConversationDetails(api, ids, doing, signal);
    const current = new Map(found.map((record) => [record?.conversationId, record]));
    const fresh: unknown[] = [];
    const stale: unknown[] = [];
    for (const record of known) {
      const newer = current.get(toId(record) ?? "");
      if (newer === undefined) stale.push(record);
      else fresh.push(withAttributes(newer, record as AnalyticsConversation));
    }
    const observedAt = clock.now();
    if (fresh.length > 0) yield { records: fresh, source: "query", observedAt };
    // Not found by id: what the lake said is all there is.
    if (stale.length > 0) yield { records: stale, source: "job", observedAt };
  }
}

function toId(record: unknown): string | undefined {
  const id = (record as { conversationId?: unknown } | null | undefined)?.conversationId;
  return typeof id === "string" ? id : undefined;
}

function withAttributes(record: AnalyticsConversation, inLake: AnalyticsConversation): AnalyticsConversation {
  const attributes = new Map<string, AnalyticsParticipant["attributes"]>();
  for (const participant of listOf(inLake)) {
    if (participant?.participantId !== undefined && participant.attributes !== undefined)
      attributes.set(participant.participantId, participant.attributes);
  }
  if (attributes.size === 0) return record;
  const participants = listOf(record).map((participant) => {
    const known = attributes.get(participant?.participantId ?? "");
    return known === undefined ? participant : { ...participant, attributes: known };
  });
  return { ...record, participants };
}

/** Records are checked later; until then a list may be anything. */
function listOf({ participants }: AnalyticsConversation): readonly AnalyticsParticipant[] {
  return Array.isArray(participants) ? participants : [];
}
