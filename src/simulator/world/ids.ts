import { mixText, mixWords } from "./mix.ts";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A UUID (in the form of version 4) that its keys decide. */
export function toUuid(...keys: readonly number[]): string {
  let base = 0x1d;
  for (const key of keys) base = mixWords(base, key);
  return formatUuid(mixWords(base, 1), mixWords(base, 2), mixWords(base, 3), mixWords(base, 4));
}

/** The UUID of a thing of the organisation that has a name, e.g. a queue. */
export function toNamedUuid(seed: number, kind: string, name: string): string {
  return toUuid(seed, mixText(kind), mixText(name));
}

/** The id of a session: its participant's and its own place within the conversation that the key is of. */
export function toSessionId(conversationKey: number, participant: number, session: number): string {
  return toUuid(conversationKey, participant, session);
}

/** Where a conversation is generated: the n-th of a site's day (in days since the epoch, local). */
export interface ConversationPlace {
  readonly site: number;
  readonly siteDay: number;
  readonly ordinal: number;
}

/** Decides the ids of what is in a conversation, and what else is drawn for it. */
export function toConversationKey(seed: number, { site, siteDay, ordinal }: ConversationPlace): number {
  return mixWords(mixWords(mixWords(seed, site), siteDay), ordinal);
}

/**
 * A conversation's id holds its place, scrambled with the seed, so that any id is found without an index: 48 bits of place
 * (2 site, 20 day, 26 ordinal) and a check.
 */
export function toConversationId(seed: number, place: ConversationPlace): string {
  const high = (place.site << 20) | place.siteDay;
  const [a, b] = scramble(seed, high, place.ordinal);
  const check = mixWords(mixWords(seed, high), place.ordinal);
  const first = ((a << 8) | (check & 0xff)) >>> 0;
  const second = (((check >>> 8) & 0xffff) << 16) >>> 0;
  return formatUuid(first, second | (check >>> 16), mixWords(check, 7), ((b << 6) | (check & 0x3f)) >>> 0);
}

/** The place that an id holds, or undefined when the id is not one of this seed's. */
export function toConversationPlace(seed: number, id: string): ConversationPlace | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const a = Number.parseInt(id.slice(0, 6), 16);
  const b = Number.parseInt(id.slice(28), 16) >>> 6;
  const [high, ordinal] = unscramble(seed, a, b);
  const place = { site: high >>> 20, siteDay: high & 0xfffff, ordinal };
  return toConversationId(seed, place) === id ? place : undefined;
}

// A Feistel network over a left half of 24 bits and a right half of 26.
const ROUNDS = 4;
const LEFT = 0xff_ffff;
const RIGHT = 0x3ff_ffff;

function scramble(seed: number, left: number, right: number): [number, number] {
  let [a, b] = [left, right];
  for (let round = 0; round < ROUNDS; round++) {
    a = (a ^ mixWords(mixWords(seed, round), b)) & LEFT;
    b = (b ^ mixWords(mixWords(seed, round + 16), a)) & RIGHT;
  }
  return [a, b];
}

function unscramble(seed: number, left: number, right: number): [number, number] {
  let [a, b] = [left, right];
  for (let round = ROUNDS - 1; round >= 0; round--) {
    b = (b ^ mixWords(mixWords(seed, round + 16), a)) & RIGHT;
    a = (a ^ mixWords(mixWords(seed, round), b)) & LEFT;
  }
  return [a, b];
}

function formatUuid(a: number, b: number, c: number, d: number): string {
  const version = (b & 0xffff0fff) | 0x4000;
  const variant = (c & 0x3fffffff) | 0x80000000;
  return `${hex32(a)}-${hex16(version >>> 16)}-${hex16(version)}-${hex16(variant >>> 16)}-${hex16(variant)}${hex32(d)}`;
}

function hex32(word: number): string {
  return hex16(word >>> 16) + hex16(word);
}

function hex16(word: number): string {
  return `${HEX[(word >>> 8) & 0xff]}${HEX[word & 0xff]}`;
}
