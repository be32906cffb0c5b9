import type { WorldConversation } from "../world/world-conversation.ts";

/**
 * The instants at which something about a conversation changes, in order (epoch milliseconds): what is true of it at one of
 * them stays true until the next.
 */
export function toChangeInstants({ participants }: WorldConversation): readonly number[] {
  const instants = new Set<number>();
  for (const { sessions } of participants) {
    for (const { segments, facts } of sessions) {
      for (const { start, end } of segments) instants.add(start).add(end);
      if (facts.interactionEnd !== undefined) instants.add(facts.interactionEnd);
    }
  }
  instants.delete(Number.POSITIVE_INFINITY);
  return [...instants].sort((a, b) => a - b);
}
