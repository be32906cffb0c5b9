import type { Clock } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import type { BudgetRecord, Sighting, Urgency } from "./budget-record.ts";
import type { Journal } from "./journal.ts";
import type { Ledger, Wait } from "./ledger.ts";
import { readRateHeaders } from "./rate-headers.ts";

/** What a client has used and what is left, by all that is known on this machine. Instants are epoch milliseconds. */
export interface BudgetStatus {
  /** Requests a window; `null` while the API has not said so. */
  readonly allowed: number | null;
  /** In this window, by all processes; what other processes have reserved and not yet sent included. */
  readonly used: number;
  readonly left: number | null;
  /** When the window ends; `null` when none is under way. */
  readonly resetsAt: number | null;
  /** Until when nobody may send; `null` when nothing was refused. */
  readonly pausedUntil: number | null;
  /** Processes that have sent in this window. */
  readonly processes: number;
}

/** Who wants to send: a request of some urgency, or a sign-in, which the API's limit doesn't count. */
export type Turn = Urgency | "sign-in";

export interface BudgetOptions {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly journal: Journal;
  /** Of this process, among those of the machine. */
  readonly name: string;
}

/** Requests that were claimed in one go and not sent yet. */
interface Reserve {
  left: number;
  claimedAt: number;
  /** Looked at again after this; a window may have ended. */
  until: number;
}

/** A reserve that is older is given back, so that none lasts into a minute that is not its own. */
const RESERVE_MS = 2 * SECOND_MS;
/** When another process came first: it has written, so that the next look says when. */
const AGAIN_MS = 20;

/** A process' view of the budget that it shares: takes requests from it, and tells it what the API answers. */
export class Budget {
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #name: string;
  readonly #reserves: Readonly<Record<Urgency, Reserve>> = {
    question: { left: 0, claimedAt: 0, until: 0 },
    bulk: { left: 0, claimedAt: 0, until: 0 },
  };
  #serial = 0;

  constructor({ clock, ledger, journal, name }: BudgetOptions) {
    this.#clock = clock;
    this.#ledger = ledger;
    this.#journal = journal;
    this.#name = name;
  }

  /** Takes one request from the budget, or says what it has to wait for. */
  take(turn: Turn): Wait | undefined {
    this.#journal.refresh();
    const now = this.#now();
    this.#ledger.follow(now);
    const pause = this.#ledger.findPause(now);
    if (pause !== undefined || turn === "sign-in" || !this.#ledger.isKnown(now)) return pause;
    return this.#takeReserved(turn, now) ? undefined : this.#claim(turn, now);
  }

  /** Reads what an answer says of the limit; `sentAt` is when it was asked for, by the clock. */
  observe(headers: Readonly<Record<string, string>>, sentAt: number): void {
    const said = readRateHeaders(headers);
    if (said === undefined) return;
    this.#journal.refresh();
    const at = this.#now();
    const sighting: Sighting = {
      kind: "sighting",
      at,
      by: this.#name,
      serial: this.#serial + 1,
      sentAt: Math.min(Math.floor(sentAt), at),
      used: said.count + this.#countReserved(),
      allowed: said.allowed,
      resetMs: said.resetMs,
    };
    if (this.#ledger.learnsFrom(sighting)) this.#write(sighting);
  }

  /** Holds back everybody. */
  pause(ms: number): void {
    const at = this.#now();
    this.#write({ kind: "pause", at, by: this.#name, serial: this.#serial + 1, until: Math.ceil(at + ms) });
  }

  status(): BudgetStatus {
    this.#journal.refresh();
    const status = this.#ledger.status(this.#now());
    const used = Math.max(0, status.used - this.#countReserved());
    return { ...status, used, left: status.allowed === null ? null : Math.max(0, status.allowed - used) };
  }

  /** Gives back what was claimed and not sent. */
  close(): void {
    for (const reserve of Object.values(this.#reserves)) this.#giveBack(reserve);
    this.#journal.close();
  }

  /** A record takes whole milliseconds; a clock that somebody brought may give parts of them. */
  #now(): number {
    return Math.max(0, Math.floor(this.#clock.now()));
  }

  #countReserved(): number {
    return this.#reserves.question.left + this.#reserves.bulk.left;
  }

  #takeReserved(urgency: Urgency, now: number): boolean {
    const reserve = this.#reserves[urgency];
    if (reserve.left === 0) return false;
    if (now >= reserve.until || now < reserve.claimedAt) {
      this.#giveBack(reserve);
      return false;
    }
    reserve.left -= 1;
    return true;
  }

  #claim(urgency: Urgency, now: number): Wait | undefined {
    const wait = this.#ledger.findWait(urgency, now);
    if (wait !== undefined) return wait;
    const requests = this.#ledger.sizeClaim(urgency, now);
    const claim = { kind: "claim", at: now, by: this.#name, serial: this.#serial + 1, urgency, requests } as const;
    if (!this.#write(claim)) return this.#ledger.findWait(urgency, now) ?? { until: now + AGAIN_MS, why: "pace" };
    const resetsAt = this.#ledger.status(now).resetsAt ?? now;
    const until = Math.min(now + RESERVE_MS, Math.max(resetsAt, now));
    Object.assign(this.#reserves[urgency], { left: requests - 1, claimedAt: now, until });
    return undefined;
  }

  #giveBack(reserve: Reserve): void {
    const { left: requests, claimedAt } = reserve;
    reserve.left = 0;
    if (requests === 0) return;
    const at = this.#now();
    this.#write({ kind: "return", at, by: this.#name, serial: this.#serial + 1, claimedAt, requests });
  }

  #write(record: BudgetRecord): boolean {
    this.#serial += 1;
    return this.#journal.append(record);
  }
}
