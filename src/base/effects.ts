import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { cancelled } from "./app-error.ts";

/** Time as an argument. Everything that reads a clock or waits takes one, so that tests and simulated time can stand in. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds on a scale that never jumps; only differences mean something. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with a cancelled AppError as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms` unless cancelled by the returned function; keeps no process alive. */
  after(ms: number, callback: () => void): () => void;
}

export interface LogEvent {
  level: "debug" | "warn";
  /** A stable word for what happened, e.g. `request`, `retry`. */
  event: string;
  /** One redacted line for people. */
  message: string;
}

export type Log = (event: LogEvent) => void;

/** What the code takes from the world. Dispatchers and sockets are opened by `api` and `stream` from the configuration. */
export interface Effects {
  clock: Clock;
  /** Uniform in [0, 1). */
  random(): number;
  uuid(): string;
  log: Log;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      // A timer longer than 2^31-1 ms fires at once; no wait of ours is that long, but a header may ask for one.
      await delay(Math.min(Math.max(0, ms), 2_147_483_647), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted === true) throw cancelled("waiting");
      throw error;
    }
  },
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export function createEffects(overrides: Partial<Effects> = {}): Effects {
  return {
    clock: systemClock,
    random: () => Math.random(),
    uuid: () => randomUUID(),
    log: () => {},
    ...overrides,
  };
}
