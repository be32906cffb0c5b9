import type { AnalyticsConversation } from "../model/wire.ts";

/** A conversation that the API can be asked for. */
export interface StoredConversation {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly start: number;
  /** Epoch milliseconds, also when it lies in the future; infinite when the conversation never ends. */
  readonly end: number;
  /** How much later details queries know of it than it happens, in milliseconds. */
  readonly lag: number;
  /** Whether its record as of an instant has an end. */
  hasEnded(at: number): boolean;
  divisionIds(at: number): readonly string[];
  /** The detail record as of an instant, as the data lake keeps it. */
  detail(at: number, withAttributes: boolean): AnalyticsConversation;
  /** The detail record as details queries tell it at an instant, of what they know by then. */
  queried(now: number): AnalyticsConversation;
  /**
   * Until when that stays the same, but for evaluations, surveys and resolutions: the instant itself while it may change any
   * moment, infinite when it is settled.
   */
  unchangedUntil(now: number): number;
  /** The live conversation as of an instant. */
  live(at: number): object;
}

/** Where the API takes its conversations from: an invented world, or recorded files. */
export interface ConversationSource {
  /** How many days before it a conversation may have begun that is still open on a day. */
  readonly lookBackDays: number;
  /** What began on a UTC day (in days since the epoch) and is known at an instant, by start; always the same list for a past day. */
  startingOn(day: number, now: number): readonly StoredConversation[];
  /** How many `startingOn` would list. */
  countStartingOn(day: number, now: number): number;
  find(id: string, now: number): StoredConversation | undefined;
}
