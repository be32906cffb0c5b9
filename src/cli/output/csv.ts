import { toCsvLine } from "../../base/csv-line.ts";
import type { RowFormat } from "./row-format.ts";
import { writeEach } from "./writer.ts";

/** CSV with a header, also above no rows; cells are as `toCsvLine` makes them. */
export function createCsvFormat<Row extends object>(columns: readonly (keyof Row & string)[]): RowFormat<Row> {
  return {
    async write(rows, sink, before = 0) {
      if (before === 0) await sink.write(toCsvLine(columns));
      const count = await writeEach(rows, sink, (row) => toCsvLine(columns.map((column) => row[column])));
      await sink.flush();
      return count;
    },
  };
}
