/**
 * Keys that only stand at the top of a conversation record or of a response, never in a participant, session, segment
 * or metric (`AnalyticsConversation` in the API's description): an object that begins with one is not a part of another.
 */
const TOP_KEYS = [
  "conversationId",
  "conversationStart",
  "conversationEnd",
  "conversationInitiator",
  "conferenceStart",
  "customerParticipation",
  "divisionIds",
  "externalTag",
  "mediaStatsMinConversationMos",
  "mediaStatsMinConversationRFactor",
  "originatingDirection",
  "participants",
  "conversations",
  "totalHits",
].join("|");

const BY_KEY = String.raw`(?:\n[ \t]*)?\{\s*"(?:${TOP_KEYS})"\s*:`;

/**
 * Positions in the bytes of a broken record where further records seem to begin, in order, the broken one's own left out.
 *
 * Brackets and quotes are no guide in broken JSON, so two other signs are taken: an object that begins with a key that
 * only records have, and a line that begins exactly as the broken record's own line does (`indent` blanks, then `{`).
 * Both are sought only after something broke, so that a sound record is never cut by them.
 */
export function findRecordStarts(bytes: Buffer, indent: number | undefined): number[] {
  const byLine = indent === undefined ? "" : String.raw`\n[ \t]{${indent}}\{|`;
  const starts: number[] = [];
  // Latin-1 has one character a byte, so positions in the text are positions in the bytes.
  for (const match of bytes.toString("latin1").matchAll(new RegExp(byLine + BY_KEY, "g"))) {
    if (match.index > 0) starts.push(match.index);
  }
  return starts;
}

/** Records are six levels deep; a record within one of a hundred thousand levels is nobody's loss. */
const MAX_DEPTH = 32;
const ID_KEY = '"conversationId"';

/**
 * Whether a record that parsed has another record inside. None has; but one that was cut off within a list runs into the
 * records behind it without any offence against JSON, and would be handed on with them as its participants.
 */
export function hasSwallowedRecord(value: unknown, bytes: Buffer): boolean {
  // Almost every record names the key once, and then nobody needs to walk it.
  if (bytes.indexOf(ID_KEY, bytes.indexOf(ID_KEY) + 1) <= 0) return false;
  return isRecord(value) && holdsRecord(value, MAX_DEPTH) && findRecordStarts(bytes, undefined).length > 0;
}

function holdsRecord(value: object, depth: number): boolean {
  const children: unknown[] = Object.values(value);
  return children.some((child) => isRecord(child) || (isObject(child) && depth > 0 && holdsRecord(child, depth - 1)));
}

function isRecord(value: unknown): value is object {
  return isObject(value) && "conversationId" in value && "participants" in value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
