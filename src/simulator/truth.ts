import type { Interval } from "../base/interval.ts";

/** What really happened in one conversation until now, independent of any rendering of it. Durations are milliseconds. */
export interface TrueConversation {
  readonly conversationId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Epoch milliseconds; undefined while the conversation is open. */
  readonly endedAt: number | undefined;
  /** In the words of the product: lingering means that only legs besides the real conversation are open. */
  readonly state: "active" | "lingering" | "ended";
  readonly mediaTypes: readonly string[];
  readonly direction: "inbound" | "outbound";
  /** Queues that the conversation was offered to, in time order, repeats kept. */
  readonly queueIds: readonly string[];
  /** Users who took part as agent or user, alerted ones included, monitoring supervisors not. */
  readonly userIds: readonly string[];
  readonly divisionIds: readonly string[];
  readonly wrapUpCodes: readonly string[];
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: boolean;
  readonly talkMs: number;
  readonly heldMs: number;
  readonly acwMs: number;
}

/** What a test compares answers with. It knows nothing of later than now, and nothing of before the history's begin. */
export interface Truth {
  /** Conversations whose start lies in the window, by start. */
  begunIn(interval: Interval): readonly TrueConversation[];
  /** Conversations that were active (lingering ones not) at an instant, by start; their fields are as of now. */
  activeAt(instant: number): readonly TrueConversation[];
  byId(conversationId: string): TrueConversation | undefined;
}
