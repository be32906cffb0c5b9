import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import type { BudgetRecord, Claim, Sighting, Urgency } from "./budget-record.ts";
import { countDue, createPace, findDue, type Span } from "./pace.ts";

/** Why a request has to wait, and until when (epoch milliseconds). */
export interface Wait {
  readonly until: number;
  readonly why: "pace" | "used-up" | "pause";
}

/** A limit of the API as far as it is known. */
export interface LedgerStatus {
  readonly allowed: number | null;
  readonly used: number;
  readonly resetsAt: number | null;
  readonly pausedUntil: number | null;
  readonly processes: number;
}

/** The header counts whole seconds, and nothing says which way it rounds. */
export const ROUNDING_MS = SECOND_MS;
/** Two answers that disagree by more than this on when the window ends speak of different windows. */
const DISAGREEMENT_MS = 1.5 * SECOND_MS;
/** How long a limit is believed in after the last answer that named it. */
const BELIEF_MS = 2 * MINUTE_MS;

type Fit = "opens" | "confirms" | "fits" | "older" | "newer";

/**
 * The account of a client's requests: what follows from the records of its journal, one after the other. It reads no
 * clock, so that everybody who reads the same records comes to the same result.
 */
export class Ledger {
  /** The latest instant in the records; a clock that was set back takes it along. */
  #time = 0;
  #allowed = 0;
  #sightedAt = Number.NEGATIVE_INFINITY;
  #used = 0;
  #openedAt = 0;
  /** The window ends between these two. */
  #endsFrom = 0;
  #endsTo = 0;
  /** Whether the server has said when the window ends; until then it is taken for a minute. */
  #confirmed = false;
  #pausedUntil = 0;
  readonly #processes = new Set<string>();

  /** Whether a claim is granted; true for all other records. */
  apply(record: BudgetRecord): boolean {
    this.follow(record.at);
    this.#time = Math.max(this.#time, record.at);
    switch (record.kind) {
      case "claim":
        return this.#claim(record);
      case "return":
        if (record.claimedAt >= this.#openedAt && !this.#isOver(record.at)) {
          this.#used = Math.max(0, this.#used - record.requests);
        }
        return true;
      case "sighting":
        this.#sight(record);
        return true;
      case "pause":
        this.#pausedUntil = Math.max(this.#pausedUntil, record.until);
        return true;
      case "move":
        return true;
    }
  }

  /** A clock that was set back by more than a window takes all instants along: no wait outlives it. */
  follow(now: number): void {
    const back = this.#time - now;
    if (back <= MINUTE_MS) return;
    this.#time -= back;
    this.#sightedAt -= back;
    this.#openedAt -= back;
    this.#endsFrom -= back;
    this.#endsTo -= back;
    this.#pausedUntil -= back;
  }

  /** Whether the API has said lately how much it allows. */
  isKnown(now: number): boolean {
    return now - this.#sightedAt <= BELIEF_MS;
  }

  findPause(now: number): Wait | undefined {
    return now < this.#pausedUntil ? { until: this.#pausedUntil, why: "pause" } : undefined;
  }

  /** What stands against sending one more request now. */
  findWait(urgency: Urgency, now: number): Wait | undefined {
    const pause = this.findPause(now);
    if (pause !== undefined || !this.isKnown(now) || this.#isOver(now)) return pause;
    const pace = createPace(urgency, this.#allowed);
    if (this.#used + 1 <= countDue(pace, this.#span(), now)) return undefined;
    const due = now >= this.#endsTo ? undefined : findDue(pace, this.#span(), this.#used + 1);
    if (due === undefined) return { until: this.#endsTo + ROUNDING_MS, why: "used-up" };
    return { until: Math.max(due, now + 1), why: "pace" };
  }

  /**
   * How many requests to claim in one go: eight of 300 while there are plenty, one where they are paced or run out, so that nothing
   * stays with one process while another waits for it.
   */
  sizeClaim(urgency: Urgency, now: number): number {
    const { free, ceiling } = createPace(urgency, this.#allowed);
    const used = this.#isOver(now) ? 0 : this.#used;
    const share = Math.floor((free - used) / (4 * Math.max(1, this.#processes.size)));
    const most = Math.max(1, Math.floor(this.#allowed / 37));
    const least = Math.max(1, Math.floor(this.#allowed / 300));
    const size = Math.min(most, Math.max(least, share));
    return used + size <= ceiling && (this.#isOver(now) || this.#due(urgency, now) >= used + size) ? size : 1;
  }

  /** Whether an answer says anything new. */
  learnsFrom(sighting: Sighting): boolean {
    const fit = this.#fit(sighting);
    if (fit === "opens" || fit === "confirms") return true;
    if (fit === "older") return false;
    return (
      sighting.used > this.#used ||
      sighting.allowed < this.#allowed ||
      sighting.at - this.#sightedAt > BELIEF_MS / 4 ||
      (fit === "fits" && latestEnd(sighting) + ROUNDING_MS < this.#endsTo)
    );
  }

  status(now: number): LedgerStatus {
    const known = this.isKnown(now);
    const running = known && !this.#isOver(now);
    return {
      allowed: known ? this.#allowed : null,
      used: running ? this.#used : 0,
      resetsAt: running ? this.#endsTo : null,
      pausedUntil: now < this.#pausedUntil ? this.#pausedUntil : null,
      processes: running ? this.#processes.size : 0,
    };
  }

  #claim({ at, by, urgency, requests }: Claim): boolean {
    if (at < this.#pausedUntil) return false;
    if (this.#isOver(at)) this.#open(at);
    if (this.#used + requests > this.#due(urgency, at)) return false;
    this.#used += requests;
    this.#processes.add(by);
    return true;
  }

  #sight(sighting: Sighting): void {
    const fit = this.#fit(sighting);
    this.#sightedAt = Math.max(this.#sightedAt, sighting.at);
    if (fit === "older") return;
    if (fit === "opens") this.#open(sighting.at);
    if (fit === "opens" || fit === "confirms") {
      this.#confirmed = true;
      this.#allowed = sighting.allowed;
      this.#endsFrom = earliestEnd(sighting);
      this.#endsTo = latestEnd(sighting);
    }
    if (fit === "fits") {
      this.#endsFrom = Math.max(this.#endsFrom, earliestEnd(sighting));
      this.#endsTo = Math.max(this.#endsFrom, Math.min(this.#endsTo, latestEnd(sighting)));
    }
    // One resource may allow less than another; the API doesn't say which it is before it is asked.
    this.#allowed = Math.min(this.#allowed, sighting.allowed);
    this.#used = Math.max(this.#used, sighting.used);
    this.#processes.add(sighting.by);
  }

  /**
   * Which window an answer speaks of. Ours is never cut short by a newer one, which may be another token's: at worst, it costs the rest of
   * a minute. An answer to a request from before the window says nothing about its end.
   */
  #fit(sighting: Sighting): Fit {
    if (this.#isOver(sighting.at)) return "opens";
    if (!this.#confirmed) return sighting.sentAt < this.#openedAt ? "older" : "confirms";
    if (latestEnd(sighting) < this.#endsFrom - DISAGREEMENT_MS) return "older";
    return earliestEnd(sighting) > this.#endsTo + DISAGREEMENT_MS ? "newer" : "fits";
  }

  #isOver(at: number): boolean {
    return at >= this.#endsTo + ROUNDING_MS;
  }

  #open(at: number): void {
    this.#openedAt = at;
    this.#endsFrom = at;
    this.#endsTo = at + MINUTE_MS;
    this.#confirmed = false;
    this.#used = 0;
    this.#processes.clear();
  }

  #due(urgency: Urgency, at: number): number {
    return countDue(createPace(urgency, this.#allowed), this.#span(), at);
  }

  /** A window that was first seen when it had long begun lasts a minute all the same. */
  #span(): Span {
    return { from: Math.min(this.#openedAt, this.#endsTo - MINUTE_MS), to: this.#endsTo };
  }
}

function earliestEnd({ sentAt, resetMs }: Sighting): number {
  return sentAt + resetMs - ROUNDING_MS;
}

function latestEnd({ at, resetMs }: Sighting): number {
  return at + resetMs;
}
