import type { Effects } from "../base/effects.ts";

/** The same effects in the time of the simulator's clock at `clockUrl`; throws `CLOCK_UNREACHABLE` or `CLOCK_INVALID`. */
export async function enterClock(effects: Effects, clockUrl: string): Promise<Effects> {
  // Loaded only then: nobody else should pay for it.
  const [{ createAskClock }, { followClock }] = await Promise.all([
    import("../base/ask-clock.ts"),
    import("../base/followed-clock.ts"),
  ]);
  return { ...effects, clock: await followClock(createAskClock(clockUrl), effects.clock) };
}
