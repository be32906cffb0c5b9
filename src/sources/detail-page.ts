import type { Source } from "../model/conversation-summary.ts";

/** Records that came together, as they came: not checked, not summarised. */
export interface DetailPage {
  records: readonly unknown[];
  source: Source;
  /** Epoch milliseconds. */
  observedAt: number;
  /** Everything that began before this instant has been given by the end of the page. */
  reached?: number | undefined;
}

/** What a source tells while it reads. */
export interface ReadingReport {
  /** Records read so far, how many there may be in all, and how many requests those take as is known by now. */
  progress?(read: number, expected: number, requests?: number): void;
  /** Something that the answer lacks, and why. */
  incomplete?: ((reason: string) => void) | undefined;
  /** That it goes on otherwise than planned, and why. */
  revised?(reason: string): void;
  /** What it waits for. */
  waiting?(what: string): void;
}
