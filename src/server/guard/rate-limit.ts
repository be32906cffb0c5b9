import type { Clock } from "../../base/effects.ts";

/** How many questions one client may ask at once, and how many a second go on. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Clients whose allowance is full again are forgotten at this many. */
const CLIENTS_MAX = 10_000;

/** Says how many seconds a client has to wait before its next question; 0: it may ask. */
export function createRateLimit({ burst, perSecond }: Allowance, clock: Clock): (client: string) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  return (client) => {
    const now = clock.monotonic();
    const { left, at } = buckets.get(client) ?? { left: burst, at: now };
    const refilled = Math.min(burst, left + ((now - at) / 1000) * perSecond);
    if (refilled < 1) return Math.ceil((1 - refilled) / perSecond);
    if (buckets.size >= CLIENTS_MAX) buckets.clear();
    buckets.set(client, { left: refilled - 1, at: now });
    return 0;
  };
}
