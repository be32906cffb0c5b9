import type { Clock } from "./effects.ts";

/** What a clock elsewhere says. */
export interface ClockReading {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Its milliseconds in one of ours; 0: it stands still until somebody moves it. */
  readonly rate: number;
}

/** Asks the clock elsewhere; throws an AppError when it cannot be read. */
export type AskClock = () => Promise<ClockReading>;

/** How long a step of a stepped clock can go unnoticed, in milliseconds of our own. */
const POLL_MS = 20;
/** Node fires a longer timer at once. */
const LONGEST_WAIT_MS = 2_147_483_647;

/** A clock that lives in the time of another, which is asked now; rejects as `ask` does. */
export async function followClock(ask: AskClock, local: Clock): Promise<Clock> {
  const first = await time(ask, local);
  if (first.rate === 0) return new SteppedClock(ask, local, first.now);
  // The first question opens the connection, which may take a second of a fast clock; the second is a round trip only.
  const second = await time(ask, local);
  const { now, rate, askedAt, answeredAt } = roundTrip(second) < roundTrip(first) ? second : first;
  // The answer was right somewhere between question and answer.
  return createRunningClock(now, rate, (askedAt + answeredAt) / 2, local);
}

interface TimedReading extends ClockReading {
  readonly askedAt: number;
  readonly answeredAt: number;
}

async function time(ask: AskClock, local: Clock): Promise<TimedReading> {
  const askedAt = local.monotonic();
  const reading = await ask();
  return { ...reading, askedAt, answeredAt: local.monotonic() };
}

function roundTrip({ askedAt, answeredAt }: TimedReading): number {
  return answeredAt - askedAt;
}

/** A clock that runs need not be asked again: the machine says how much of its time has passed. */
function createRunningClock(start: number, rate: number, startedAt: number, local: Clock): Clock {
  const toLocal = (ms: number) => Math.min(Math.max(0, Math.ceil(ms / rate)), LONGEST_WAIT_MS);
  return {
    now: () => Math.floor(start + (local.monotonic() - startedAt) * rate),
    monotonic: () => local.monotonic() * rate,
    sleep: (ms, signal) => local.sleep(toLocal(ms), signal),
    after: (ms, callback) => local.after(toLocal(ms), callback),
  };
}

interface Timer {
  readonly ms: number;
  readonly callback: () => void;
  /** Unknown until the clock was asked after the timer was set: what we know may be older. */
  due: number | undefined;
}

/** A clock that others move: asked again and again, so that `now` can answer at once and waits end when it was moved far enough. */
class SteppedClock implements Clock {
  readonly #ask: AskClock;
  readonly #local: Clock;
  readonly #timers = new Set<Timer>();
  #now: number;

  constructor(ask: AskClock, local: Clock, now: number) {
    this.#ask = ask;
    this.#local = local;
    this.#now = now;
    this.#poll();
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Asks by itself instead of waiting for the poll: it must keep the process alive, and fail when the clock is gone. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.#refresh();
    const due = this.#now + ms;
    while (this.#now < due) {
      await this.#local.sleep(POLL_MS, signal);
      await this.#refresh();
    }
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { ms, callback, due: undefined };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async #refresh(): Promise<void> {
    const { now } = await this.#ask();
    // Answers may overtake each other.
    this.#now = Math.max(this.#now, now);
  }

  /** Keeps no process alive. A clock that is gone stands still here; whoever sleeps by it is told. */
  #poll(): void {
    this.#local.after(POLL_MS, () => {
      const known = [...this.#timers];
      void this.#refresh()
        .then(() => this.#fire(known))
        .catch(() => {})
        .finally(() => this.#poll());
    });
  }

  #fire(timers: readonly Timer[]): void {
    for (const timer of timers) {
      timer.due ??= this.#now + timer.ms;
      if (timer.due <= this.#now && this.#timers.delete(timer)) timer.callback();
    }
  }
}
