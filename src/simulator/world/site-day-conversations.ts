import { type Course, FinishedConversation } from "./finished-conversation.ts";
import type { ObjectPacker, PackedObjects } from "./object-packer.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** The conversations of a site's day, by ordinal. */
export interface SiteDayConversations {
  readonly length: number;
  at(ordinal: number): WorldConversation | undefined;
  all(): readonly WorldConversation[];
}

/** Days of so many are packed. Smaller ones take little room, and whoever counts what goes on now reads them whole all the time. */
const PACKED_FROM = 1_500;

export function keepSiteDay(
  seed: number,
  conversations: readonly FinishedConversation[],
  packer: ObjectPacker,
  packedFrom = PACKED_FROM,
): SiteDayConversations {
  if (conversations.length >= packedFrom) return new PackedSiteDay(seed, packer, conversations);
  return {
    length: conversations.length,
    at: (ordinal) => conversations[ordinal],
    all: () => conversations,
  };
}

/** Each conversation is made anew when it is asked for. */
class PackedSiteDay implements SiteDayConversations {
  readonly length: number;
  readonly #seed: number;
  readonly #packer: ObjectPacker;
  readonly #packed: PackedObjects;

  constructor(seed: number, packer: ObjectPacker, conversations: readonly FinishedConversation[]) {
    this.length = conversations.length;
    this.#seed = seed;
    this.#packer = packer;
    this.#packed = packer.pack(
      conversations.map((one) => one.toCourse()),
      ({ start }) => start,
    );
  }

  at(ordinal: number): WorldConversation | undefined {
    if (ordinal >= this.length) return undefined;
    return new FinishedConversation(this.#seed, this.#packer.unpack(this.#packed, ordinal) as Course);
  }

  all(): readonly WorldConversation[] {
    return Array.from({ length: this.length }, (_, ordinal) => this.at(ordinal)).filter((one) => one !== undefined);
  }
}
