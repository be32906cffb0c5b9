import type { SimulatorOptions } from "../simulator-options.ts";

/** How far the data lake reached at an instant: it is filled in steps, not continuously. */
export function availabilityAt(instant: number, { lakeLag, lakeStep }: SimulatorOptions): number {
  return Math.floor((instant - lakeLag) / lakeStep) * lakeStep;
}
