import { AppError, cancelled } from "../../base/app-error.ts";
import type { Clock } from "../../base/effects.ts";
import { toIso } from "../../base/interval.ts";
import type { ClockMode, ClockSpeed } from "./clock-speed.ts";
import { Timers } from "./timers.ts";

/** The end of the year 9999: later instants have no ISO form that everybody reads. */
const LAST_INSTANT = 253_402_300_799_999;
/** Node fires a longer timer at once. */
const LONGEST_WAIT_MS = 2_147_483_647;

/**
 * The simulator's own time over that of the machine. However far it is moved at once, every timer fires at its own moment:
 * one leap leaves behind the same world as a thousand steps.
 */
export class SimulatedClock implements Clock {
  readonly mode: ClockMode;
  /** Simulated milliseconds in a real one; 0 when stepped. */
  readonly rate: number;
  readonly #base: Clock;
  readonly #timers = new Timers();
  /** What the machine's time said when the simulated one said #origin. */
  readonly #since: number;
  readonly #origin: number;
  /** How far it was moved by hand. */
  #moved = 0;
  #disarm: () => void = () => {};

  constructor(base: Clock, { mode, rate }: ClockSpeed, start: number | undefined) {
    this.#base = base;
    this.mode = mode;
    this.rate = rate;
    this.#since = this.#machineTime();
    this.#origin = start ?? base.now();
  }

  now(): number {
    return Math.floor(this.#origin + this.#moved + (this.#machineTime() - this.#since) * this.rate);
  }

  monotonic(): number {
    return this.#moved + this.#base.monotonic() * this.rate;
  }

  after(ms: number, callback: () => void): () => void {
    return this.at(this.now() + Math.max(0, ms), callback);
  }

  /**
   * As `after`, at an instant. One that has passed already keeps its place in the order of what is due: a clock that runs so fast
   * that it is late with everything still does it in order.
   */
  at(instant: number, callback: () => void): () => void {
    const remove = this.#timers.add(instant, callback);
    this.#arm();
    return () => {
      remove();
      this.#arm();
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelled("waiting"));
      const abort = () => {
        cancel();
        reject(cancelled("waiting"));
      };
      const cancel = this.after(ms, () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Moves time on at once, in any mode; what was due meanwhile happens on the way, each at its moment. */
  advance(ms: number): void {
    const now = this.now();
    if (!(ms >= 0 && now + ms <= LAST_INSTANT)) throw immovable(now + ms, now);
    this.#runTo(now + ms);
  }

  /** As `advance`, to an instant; throws an AppError of kind input when that has passed already. */
  setTo(instant: number): void {
    const now = this.now();
    if (!(instant >= now && instant <= LAST_INSTANT)) throw immovable(instant, now);
    this.#runTo(instant);
  }

  /** What is due by now happens now, instead of when the machine's timer gets to it. */
  settle(): void {
    this.#runTo(this.now());
  }

  #runTo(instant: number): void {
    for (let next = this.#timers.takeDue(instant); next !== undefined; next = this.#timers.takeDue(instant)) {
      this.#move(next.at);
      next.callback();
    }
    this.#move(instant);
    this.#arm();
  }

  #move(instant: number): void {
    this.#moved += Math.max(0, instant - this.now());
  }

  /** The machine's wall clock where time passes as there, so that both say the same; else what never jumps. */
  #machineTime(): number {
    return this.mode === "real" ? this.#base.now() : this.#base.monotonic();
  }

  /** One timer of the machine for the earliest of ours. */
  #arm(): void {
    this.#disarm();
    const next = this.#timers.nextAt;
    if (this.rate === 0 || next === undefined) return;
    const wait = Math.max(0, Math.ceil((next - this.now()) / this.rate));
    this.#disarm = this.#base.after(Math.min(wait, LONGEST_WAIT_MS), () => this.settle());
  }
}

function immovable(instant: number, now: number): AppError {
  const shown = Number.isFinite(instant) && Math.abs(instant) <= LAST_INSTANT ? toIso(instant) : String(instant);
  return new AppError({
    kind: "input",
    code: "SIMULATOR_CLOCK_IMMOVABLE",
    message: `The simulator's clock cannot be set to ${shown}: it is ${toIso(now)} already, and time moves forwards only, up to the year 9999.`,
    hint: "Start another simulator with an earlier --clock-start to live in an earlier time.",
  });
}
