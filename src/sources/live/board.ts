import { MINUTE_MS } from "../../base/interval.ts";
import { readDetailRecord } from "../../model/read-detail-record.ts";
import type { AnalyticsConversation } from "../../model/wire.ts";
import { advanceRecord, toFirstRecord } from "./advance-record.ts";
import { compareAccounts } from "./compare-accounts.ts";
import type { LiveCause, LiveEntry, LiveSourceChange } from "./live-entry.ts";
import { type AccountFacts, isPaused, readFacts } from "./session-facts.ts";

/** For so long an ended conversation is remembered, so that nothing that comes late brings it back. */
const REMEMBERED_MS = 15 * MINUTE_MS;

/** One account of a conversation. Instants are epoch milliseconds. */
interface Account {
  readonly record: AnalyticsConversation;
  readonly facts: AccountFacts;
  /** Everything until then is in it; of an event only by what it says itself. */
  readonly knowsUntil: number;
}

interface Place {
  entry: LiveEntry;
  /** What was told last with all its times: by query, or by id. */
  told: Account | undefined;
  /** The event that is newer than that. */
  event: Account | undefined;
  heardAt: number;
  checkedAt: number;
  /** Nothing says which of two accounts is the newer one: it has to be asked for. */
  isUnclear: boolean;
}

/** Every conversation without an end, as it is now, whichever account of it is the newest. */
export class Board {
  readonly #places = new Map<string, Place>();
  /** Ended ones, by id: what was known at the end. */
  readonly #ended = new Map<string, { readonly facts: AccountFacts; readonly at: number }>();
  readonly #onChange: (change: LiveSourceChange) => void;

  readonly #onUnreadable: (error: unknown) => void;

  constructor(onChange: (change: LiveSourceChange) => void, onUnreadable: (error: unknown) => void) {
    this.#onChange = onChange;
    this.#onUnreadable = onUnreadable;
  }

  entries(): LiveEntry[] {
    return [...this.#places.values()].map(({ entry }) => entry);
  }

  has(conversationId: string): boolean {
    return this.#places.has(conversationId);
  }

  /** Ids that nothing has been heard of since an instant, or of which it is unclear what goes on. */
  doubtful(quietSince: number, askedBefore: number): string[] {
    return [...this.#places]
      .filter(([, { heardAt, checkedAt, isUnclear }]) => {
        const isQuiet = heardAt < quietSince && checkedAt < quietSince;
        return isQuiet || (isUnclear && checkedAt < askedBefore && heardAt < askedBefore);
      })
      .map(([id]) => id);
  }

  /** Something has happened to it that could not be read. */
  doubt(conversationId: unknown): void {
    const place = typeof conversationId === "string" ? this.#places.get(conversationId) : undefined;
    if (place !== undefined) place.isUnclear = true;
  }

  /** They were asked for, and nothing was said of them. */
  markChecked(ids: readonly string[], at: number): void {
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place !== undefined) place.checkedAt = at;
    }
  }

  /** What an event says. */
  applyEvent(record: AnalyticsConversation, receivedAt: number): void {
    const event: Account = { record, facts: readFacts(record), knowsUntil: receivedAt };
    const id = record.conversationId;
    const place = this.#places.get(id);
    if (place === undefined) {
      if (this.#isKnownToHaveEnded(id, event.facts)) return;
      const first = { ...event, record: toFirstRecord(record, receivedAt) };
      this.#open(id, { told: undefined, event: first, heardAt: receivedAt, checkedAt: 0, isUnclear: true }, "event");
      return;
    }
    place.heardAt = receivedAt;
    const newest = place.event ?? place.told;
    const verdict = newest === undefined ? "newer" : compareAccounts(newest.facts, event.facts);
    if (verdict === "older" || verdict === "same") return;
    const advanced = advanceRecord(place.entry.record, record, receivedAt);
    // A pause that had begun when the event before came, and was not in it, may be over already.
    const isLate = hasPauseSince(event.facts, place.event?.knowsUntil ?? 0, newest?.facts);
    place.event = { record: advanced, facts: rememberPauses(event.facts, advanced), knowsUntil: receivedAt };
    place.isUnclear = verdict === "unclear" || isLate;
    this.#show(id, place, "event", { source: "live", observedAt: receivedAt });
  }

  /**
   * What an API says with all its times: records of a query, or by id. `lateMs`: how long before `observedAt` what it says may have been
   * true.
   */
  applyTold(
    records: readonly unknown[],
    observedAt: number,
    { source, lateMs, cause }: { source: LiveEntry["source"]; lateMs: number; cause: LiveCause },
  ): void {
    for (const value of records) {
      const record = this.#tryRead(value);
      if (record === undefined) continue;
      const told: Account = { record, facts: readFacts(record), knowsUntil: observedAt - lateMs };
      this.#applyOne(told, { source, observedAt }, cause);
    }
    this.#forget(observedAt);
  }

  #tryRead(value: unknown): AnalyticsConversation | undefined {
    try {
      return readDetailRecord(value);
    } catch (error) {
      this.#onUnreadable(error);
      return undefined;
    }
  }

  #applyOne(told: Account, seen: Pick<LiveEntry, "source" | "observedAt">, cause: LiveCause): void {
    const id = told.record.conversationId;
    const place = this.#places.get(id);
    if (place === undefined) {
      if (told.facts.isOver || this.#isKnownToHaveEnded(id, told.facts)) return;
      this.#open(id, { told, event: undefined, heardAt: seen.observedAt, checkedAt: 0, isUnclear: false }, cause, seen);
      return;
    }
    place.checkedAt = seen.observedAt;
    if (place.told !== undefined && isOlder(told, place.told)) return;
    place.told = told;
    if (place.event !== undefined && isNewer(place.event, told)) {
      // Later than the API knows: but what it knows of before is better than what an event tells of it.
      const record = advanceRecord(told.record, place.event.record, place.event.knowsUntil);
      place.event = { ...place.event, record };
    } else {
      place.event = undefined;
      place.isUnclear = false;
    }
    this.#show(id, place, cause, seen);
  }

  #open(
    id: string,
    place: Omit<Place, "entry">,
    cause: LiveCause,
    seen: Pick<LiveEntry, "source" | "observedAt"> = { source: "live", observedAt: place.heardAt },
  ): void {
    const { record, facts } = place.event ?? place.told ?? {};
    if (record === undefined || facts === undefined) return;
    const entry: LiveEntry = { conversationId: id, record, ...seen };
    if (facts.isOver) {
      this.#ended.set(id, { facts, at: seen.observedAt });
      return;
    }
    this.#ended.delete(id);
    this.#places.set(id, { ...place, entry });
    this.#onChange({ at: seen.observedAt, cause, before: null, after: entry });
  }

  #show(id: string, place: Place, cause: LiveCause, seen: Pick<LiveEntry, "source" | "observedAt">): void {
    const newest = place.event ?? place.told;
    if (newest === undefined) return;
    const before = place.entry;
    if (newest.record === before.record) return;
    place.entry = { conversationId: id, record: newest.record, ...seen };
    if (newest.facts.isOver) {
      this.#places.delete(id);
      this.#ended.set(id, { facts: newest.facts, at: seen.observedAt });
    }
    this.#onChange({ at: seen.observedAt, cause, before, after: place.entry });
  }

  /** Messages may be taken up again after their end: then something is told that was not known at the end. */
  #isKnownToHaveEnded(id: string, facts: AccountFacts): boolean {
    const ended = this.#ended.get(id);
    if (ended === undefined) return false;
    const verdict = compareAccounts({ ...ended.facts, isOver: facts.isOver }, facts);
    return verdict !== "newer";
  }

  #forget(now: number): void {
    for (const [id, { at }] of this.#ended) {
      if (at > now - REMEMBERED_MS) return;
      this.#ended.delete(id);
    }
  }
}

/** What an event says, and which pauses are over by all that is known. */
function rememberPauses(facts: AccountFacts, advanced: AnalyticsConversation): AccountFacts {
  const known = readFacts(advanced).sessions;
  const sessions = [...facts.sessions].map(([id, session]) => {
    return [id, { ...session, endedPauses: known.get(id)?.endedPauses ?? session.endedPauses }] as const;
  });
  return { ...facts, sessions: new Map(sessions) };
}

/** Whether a session is paused since before an instant, and was not by what was known. */
function hasPauseSince({ sessions }: AccountFacts, before: number, known: AccountFacts | undefined): boolean {
  return [...sessions].some(([id, session]) => {
    return isPaused(session) && session.openSince < before && known?.sessions.get(id)?.state !== session.state;
  });
}

/** Whether an event tells of a later time than what an API says. */
function isNewer(event: Account, told: Account): boolean {
  switch (compareAccounts(told.facts, event.facts)) {
    case "newer":
      return true;
    case "older":
    case "same":
      return false;
    case "unclear":
      return event.knowsUntil > told.knowsUntil;
  }
}

/** Of two accounts by APIs the one that knows more is the newer; where both know the same, the one asked later. */
function isOlder(told: Account, known: Account): boolean {
  switch (compareAccounts(known.facts, told.facts)) {
    case "newer":
      return false;
    case "older":
      return told.knowsUntil <= known.knowsUntil || known.facts.isOver;
    case "same":
    case "unclear":
      return told.knowsUntil < known.knowsUntil;
  }
}
