import type { WorldConversation, WorldParticipant } from "./world-conversation.ts";

/** Longer than the lake keeps. */
const STORY = "The customer describes the matter once more, at length, and asks what becomes of it. ".repeat(16);
/** One conversation in so many. */
const RARITY = 40;

/** What flows and agents have noted on a participant. Now and then somebody notes a whole story. */
export function attributesOf(
  { key }: WorldConversation,
  { purpose, attributes }: WorldParticipant,
): Record<string, string> {
  return purpose === "customer" && attributes !== undefined && key % RARITY === 0
    ? { ...attributes, story: STORY }
    : { ...attributes };
}
