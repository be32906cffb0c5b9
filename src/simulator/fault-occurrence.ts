import { mixWords, toShare } from "./world/mix.ts";

/** When a fault happens, of all the times that it could. */
export interface FaultOccurrence {
  /** How many that it matches pass first; default 0. */
  readonly after?: number;
  /** How often it happens; default 1, or always when there is a chance. */
  readonly times?: number | "always";
  /** How probably it happens to each that it matches, above 0 and at most 1; default 1. */
  readonly chance?: number;
  /** Decides which these are: with the same seed, the same ones. Default: a seed of the simulator's, shown with the plan. */
  readonly seed?: number;
}

/** Whether a fault happens to the `seen`-th (from 1) of what it matches, `done` of which it has happened to. */
export function isDue(
  { after = 0, times, chance = 1, seed = 0 }: FaultOccurrence,
  seen: number,
  done: number,
): boolean {
  const most = times ?? (chance < 1 ? "always" : 1);
  if (seen <= after || (most !== "always" && done >= most)) return false;
  // By its place alone, so that what else happens in between changes nothing.
  return chance === 1 || toShare(mixWords(seed, seen)) < chance;
}
