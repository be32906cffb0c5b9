import type { WorldConversation } from "../world/world-conversation.ts";

/** Something that is told about one conversation, once. */
export interface LogEntry {
  /** Epoch milliseconds: when it happened. */
  readonly at: number;
  /** What stands in its topic after the conversation's id: `customer.start`. */
  readonly ending: string;
  body(): object;
}

/** All that will ever be told of a conversation on one family of topics, in the order of time. */
export type ToLog = (conversation: WorldConversation) => readonly LogEntry[];
