import type { AnalyticsConversation } from "../../model/wire.ts";

const LONGEST = 1_024;

/** The lake keeps the first 1,024 characters of an attribute's name and value; of any number of them. */
export function truncateAttributes(record: AnalyticsConversation): AnalyticsConversation {
  const { participants } = record;
  if (participants?.some(({ attributes }) => hasLong(attributes)) !== true) return record;
  return {
    ...record,
    participants: participants.map((participant) =>
      hasLong(participant.attributes) ? { ...participant, attributes: truncate(participant.attributes) } : participant,
    ),
  };
}

type Attributes = Record<string, string>;

function hasLong(attributes: Attributes | undefined): attributes is Attributes {
  if (attributes === undefined) return false;
  return Object.entries(attributes).some(([name, value]) => name.length > LONGEST || value.length > LONGEST);
}

function truncate(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.slice(0, LONGEST), value.slice(0, LONGEST)]),
  );
}
