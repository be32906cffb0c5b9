/** What one client process reports of its work. */
export interface Measurement {
  conversations: number;
  /** A sum over all summaries, so that nobody can skip the work. */
  talkMs: number;
  cpuSeconds: number;
  wallSeconds: number;
  peakRssMb: number;
}
