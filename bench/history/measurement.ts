/** What one client process reports of reading the 30 days. */
export interface Measurement {
  rows: number;
  firstRowMs: number;
  cpuSeconds: number;
  wallSeconds: number;
  /** Peaks of resident memory: once 30,000 rows had come, and at the end. */
  rssMbEarly: number;
  rssMbLate: number;
  /** How often each conversation came, a byte each, as gzip in base64: a long message may be cut off by the end of its process. */
  tally: string;
  /** What ended an interval early. */
  failures: string[];
}
