import { DAY_MS } from "../../base/interval.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import type { ConversationSource, StoredConversation } from "../conversation-source.ts";
import { toRecordedLive } from "./recorded-live.ts";

/** Recorded conversations: all of them are known at any time, whatever the clock says. */
export class RecordedSource implements ConversationSource {
  /** Recorded conversations can last for any time, and cost nothing to look for. */
  readonly lookBackDays = 3_650;
  readonly #byId = new Map<string, StoredConversation>();
  readonly #byDay = new Map<number, StoredConversation[]>();

  constructor(records: readonly AnalyticsConversation[]) {
    for (const record of records) {
      const conversation = new RecordedConversation(record);
      this.#byId.set(record.conversationId, conversation);
      const day = Math.floor(conversation.start / DAY_MS);
      this.#byDay.set(day, [...(this.#byDay.get(day) ?? []), conversation]);
    }
    for (const day of this.#byDay.values()) day.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  }

  startingOn(day: number): readonly StoredConversation[] {
    return this.#byDay.get(day) ?? [];
  }

  countStartingOn(day: number): number {
    return this.startingOn(day).length;
  }

  find(id: string): StoredConversation | undefined {
    return this.#byId.get(id);
  }
}

class RecordedConversation implements StoredConversation {
  readonly start: number;
  readonly end: number;
  readonly lag = 0;
  readonly #record: AnalyticsConversation;
  readonly #withoutAttributes: AnalyticsConversation;

  constructor(record: AnalyticsConversation) {
    const { participants, ...rest } = record;
    this.#record = record;
    this.#withoutAttributes =
      participants === undefined
        ? rest
        : { ...rest, participants: participants.map(({ attributes: _, ...participant }) => participant) };
    this.start = toStart(record);
    const end = Date.parse(record.conversationEnd ?? "");
    this.end = Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
  }

  get id(): string {
    return this.#record.conversationId;
  }

  hasEnded(): boolean {
    return this.#record.conversationEnd !== undefined;
  }

  divisionIds(): readonly string[] {
    return this.#record.divisionIds ?? [];
  }

  detail(_: number, withAttributes: boolean): AnalyticsConversation {
    return withAttributes ? this.#record : this.#withoutAttributes;
  }

  queried(): AnalyticsConversation {
    return this.#withoutAttributes;
  }

  unchangedUntil(): number {
    return Number.POSITIVE_INFINITY;
  }

  live(): object {
    return toRecordedLive(this.#record);
  }
}

/** A record whose own start cannot be read begins with its first segment. */
function toStart(record: AnalyticsConversation): number {
  const start = Date.parse(record.conversationStart ?? "");
  if (!Number.isNaN(start)) return start;
  const sessions = (record.participants ?? []).flatMap((participant) => participant.sessions ?? []);
  const instants = sessions.flatMap((session) =>
    (session.segments ?? []).map(({ segmentStart }) => Date.parse(segmentStart ?? "")),
  );
  return Math.min(...instants.filter(Number.isFinite));
}
