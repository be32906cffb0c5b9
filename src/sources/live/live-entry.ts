import type { Source } from "../../model/conversation-summary.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";

/** What is known of one conversation that is live, or has just ended: a detail record, whichever source said it. */
export interface LiveEntry {
  readonly conversationId: string;
  readonly record: AnalyticsConversation;
  readonly source: Source;
  /** Epoch milliseconds. */
  readonly observedAt: number;
}

/** By what a change became known. */
export type LiveCause =
  /** It was there already. */
  | "snapshot"
  | "event"
  /** What a gap in the events had hidden. */
  | "refill"
  /** Asked for, because nothing had been heard of it, or what had was unclear. */
  | "check";

/** A change of one conversation. One that has ended is told once, with its `conversationEnd`. */
export interface LiveSourceChange {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly cause: LiveCause;
  readonly before: LiveEntry | null;
  readonly after: LiveEntry;
}
