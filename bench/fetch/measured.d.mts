/** What one client process reports of its work. */
export interface Measured {
  conversations: number;
  /** A sum over all summaries, so that nobody can skip the work. */
  talkMs: number;
  cpuSeconds: number;
  wallSeconds: number;
  peakRssMb: number;
}

/** Runs the work and sends what it took to the parent process. */
export function measure(work: () => Promise<{ conversations: number; talkMs: number }>): Promise<void>;
