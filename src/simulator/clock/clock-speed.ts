/** How time passes: as on the machine, some times faster, or only when told. */
export type ClockMode = "real" | "accelerated" | "stepped";

export interface ClockSpeed {
  readonly mode: ClockMode;
  /** Simulated milliseconds in a real one; 0 when stepped. */
  readonly rate: number;
}

/** `real`, `stepped`, or `x` and a number above zero (`x60`); undefined for anything else. */
export function parseClockSpeed(text: unknown): ClockSpeed | undefined {
  if (text === "real") return { mode: "real", rate: 1 };
  if (text === "stepped") return { mode: "stepped", rate: 0 };
  const rate = Number(/^x(\d+(?:\.\d+)?)$/.exec(String(text))?.[1]);
  return rate > 0 && rate <= FASTEST ? { mode: "accelerated", rate } : undefined;
}

/** Faster than a day in a tenth of a second nothing could be asked in between. */
const FASTEST = 1_000_000;
