import { cancelled } from "../../src/base/app-error.ts";
import type { Clock } from "../../src/base/effects.ts";

/** Time that a test moves by hand. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** How many are waiting. */
  sleepers(): number;
}

interface Timer {
  at: number;
  fire(): void;
}

export function createFakeClock(start = Date.UTC(2026, 2, 10, 9)): FakeClock {
  let now = start;
  let timers: Timer[] = [];
  const add = (ms: number, fire: () => void): (() => void) => {
    const timer: Timer = { at: now + ms, fire };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  return {
    now: () => now,
    monotonic: () => now,
    sleepers: () => timers.length,
    after: add,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(cancelled("waiting"));
        const remove = add(ms, resolve);
        signal?.addEventListener("abort", () => {
          remove();
          reject(cancelled("waiting"));
        });
      }),
    advance(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      timers = timers.filter(({ at }) => at > now);
      for (const { fire } of due) fire();
    },
  };
}
