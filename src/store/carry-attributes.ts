import type { AnalyticsConversation, AnalyticsParticipant } from "../model/wire.ts";

/** Whether any participant has attributes: only details jobs, and some files, say any. */
export function hasAttributes({ participants }: AnalyticsConversation): boolean {
  return participants?.some(({ attributes }) => attributes !== undefined && attributes !== null) ?? false;
}

/** A record with the attributes that another account of the same conversation has for its participants. */
export function carryAttributes(record: AnalyticsConversation, from: AnalyticsConversation): AnalyticsConversation {
  const known = new Map<string, AnalyticsParticipant["attributes"]>();
  for (const { participantId, attributes } of from.participants ?? [])
    if (participantId !== undefined && attributes !== undefined) known.set(participantId, attributes);
  if (known.size === 0 || record.participants === undefined) return record;
  const participants = record.participants.map((participant) => {
    const attributes = known.get(participant.participantId ?? "");
    return attributes === undefined ? participant : { ...participant, attributes };
  });
  return { ...record, participants };
}
