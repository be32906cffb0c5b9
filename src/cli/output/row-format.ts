import type { TextSink } from "./writer.ts";

export const FORMAT_NAMES = ["table", "json", "ndjson", "csv"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** A way to write rows as text. */
export interface RowFormat<Row> {
  /**
   * Writes rows as they come and resolves with their number when all of it is written, or nobody reads any more. Rows may have been
   * written `before`: then it goes on behind the last of them.
   */
  write(rows: AsyncIterable<Row>, sink: TextSink, before?: number): Promise<number>;
}
