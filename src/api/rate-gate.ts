import type { Clock, Log } from "../base/effects.ts";
import { SECOND_MS } from "../base/interval.ts";

/**
 * The pause that all requests of a client share: one 429 holds back everybody, and a window that is used up is not
 * knocked at again, so that one limit never turns into a storm of refusals.
 */
export interface RateGate {
  /** Resolves when no pause is on. */
  pass(signal?: AbortSignal): Promise<void>;
  /** How long the pause still takes, in milliseconds. */
  remainingMs(): number;
  pause(ms: number): void;
  /** Reads `inin-ratelimit-count`, `-allowed` and `-reset` (seconds) of an answer. */
  observe(headers: Readonly<Record<string, string>>): void;
}

export function createRateGate(clock: Clock, log: Log = () => {}): RateGate {
  let openAt = 0;
  const remainingMs = () => Math.max(0, openAt - clock.monotonic());
  const pause = (ms: number) => {
    openAt = Math.max(openAt, clock.monotonic() + ms);
  };
  return {
    remainingMs,
    pause,
    async pass(signal) {
      // Again after waking: another request may have met a new limit meanwhile.
      for (let wait = remainingMs(); wait > 0; wait = remainingMs()) await clock.sleep(wait, signal);
    },
    observe(headers) {
      const count = Number(headers["inin-ratelimit-count"] ?? Number.NaN);
      const allowed = Number(headers["inin-ratelimit-allowed"] ?? Number.NaN);
      const reset = readResetMs(headers);
      if (!(count >= allowed) || reset === undefined) return;
      // Said once a pause, not by every answer that arrives during it.
      if (remainingMs() === 0 && reset >= SECOND_MS) {
        const message = `the rate limit (${allowed} requests a minute) is used up: going on in ${Math.ceil(reset / SECOND_MS)} s`;
        log({ level: "warn", event: "rate-limit", message });
      }
      pause(reset);
    },
  };
}

/** `inin-ratelimit-reset` in milliseconds: a number of seconds from now, not an epoch. */
export function readResetMs(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers["inin-ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * SECOND_MS : undefined;
}
