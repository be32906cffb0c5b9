import type { RowFormat } from "./row-format.ts";
import { writeEach } from "./writer.ts";

/** One JSON object a line. */
export function createNdjsonFormat<Row>(): RowFormat<Row> {
  return {
    async write(rows, sink) {
      const count = await writeEach(rows, sink, (row) => `${JSON.stringify(row)}\n`);
      await sink.flush();
      return count;
    },
  };
}
