import picocolors from "picocolors";
import { pad, textWidth, toSafeText, truncate } from "./cell-text.ts";
import { COLUMN_GAP, fitColumns } from "./fit-columns.ts";
import type { RowFormat } from "./row-format.ts";
import { type TextSink, writeEach } from "./writer.ts";

export interface TableColumn<Row> {
  readonly header: string;
  /** The cell; `null` leaves it empty. */
  readonly value: (row: Row) => string | number | null;
  /** Numbers and durations stand on the right. */
  readonly align?: "left" | "right";
  /** The column isn't narrowed below this many characters; where there is no room for them it is left out. */
  readonly minWidth: number;
  /** The higher, the later it is narrowed or left out. */
  readonly priority: number;
}

export interface TableSpec<Row> {
  readonly columns: readonly TableColumn<Row>[];
  /** The sentence in place of a table without rows. */
  readonly empty: string;
  /** Of the terminal; `undefined` where nothing is to be cut, as in a pipe. */
  readonly width: number | undefined;
  readonly colours: boolean;
}

/** The rows that the widths are taken from: the first pages, so that a long answer begins at once. */
const SAMPLE_ROWS = 200;

interface Layout<Row> {
  readonly column: TableColumn<Row>;
  readonly width: number;
}

/**
 * A table for people. Its widths are those of the first rows; in a terminal cells are cut to them with `…` and columns
 * that don't fit are left out, which a line below tells. Without a width nothing is cut: a later, longer cell stands out.
 */
export function createTableFormat<Row>(spec: TableSpec<Row>): RowFormat<Row> {
  return {
    async write(rows, sink) {
      const iterator = rows[Symbol.asyncIterator]();
      try {
        const sample = await take(iterator, SAMPLE_ROWS);
        const count = sample.length === 0 ? 0 : await writeTable(spec, sample, iterator, sink);
        if (count === 0) await sink.write(`${spec.empty}\n`);
        await sink.flush();
        return count;
      } finally {
        await iterator.return?.();
      }
    },
  };
}

/** A table whose lines are drawn one by one, for a picture that is drawn again and again. */
export function layOutTable<Row>(
  spec: TableSpec<Row>,
  rows: readonly Row[],
): { header: string; line(row: Row): string } {
  const layout = layOut(spec, rows);
  const cuts = spec.width !== undefined;
  return { header: toHeader(layout, spec).trimEnd(), line: (row) => toLine(layout, row, cuts).trimEnd() };
}

async function writeTable<Row>(
  spec: TableSpec<Row>,
  sample: readonly Row[],
  rest: AsyncIterator<Row>,
  sink: TextSink,
): Promise<number> {
  const layout = layOut(spec, sample);
  await sink.write(toHeader(layout, spec));
  let count = 0;
  for (const row of sample) {
    await sink.write(toLine(layout, row, spec.width !== undefined));
    count++;
  }
  count += await writeEach({ [Symbol.asyncIterator]: () => rest }, sink, (row) => {
    return toLine(layout, row, spec.width !== undefined);
  });
  await sink.write(describeHidden(spec, layout));
  return count;
}

async function take<Row>(iterator: AsyncIterator<Row>, count: number): Promise<Row[]> {
  const taken: Row[] = [];
  while (taken.length < count) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

function layOut<Row>(spec: TableSpec<Row>, sample: readonly Row[]): Layout<Row>[] {
  const measured = spec.columns.map((column) => {
    const cells = sample.map((row) => textWidth(toCell(column, row)));
    return { ...column, natural: cells.reduce((a, b) => Math.max(a, b), textWidth(column.header)) };
  });
  const widths = fitColumns(measured, spec.width ?? Number.POSITIVE_INFINITY);
  return spec.columns.flatMap((column, index) => {
    const width = widths[index];
    return width === undefined ? [] : [{ column, width }];
  });
}

function toHeader<Row>(layout: readonly Layout<Row>[], { colours }: TableSpec<Row>): string {
  const { bold } = picocolors.createColors(colours);
  return `${bold(join(layout, ({ column, width }) => truncate(column.header, width)))}\n`;
}

function toLine<Row>(layout: readonly Layout<Row>[], row: Row, cuts: boolean): string {
  return `${join(layout, ({ column, width }) => {
    const cell = toCell(column, row);
    return cuts ? truncate(cell, width) : cell;
  })}\n`;
}

function join<Row>(layout: readonly Layout<Row>[], toText: (cell: Layout<Row>) => string): string {
  const cells = layout.map((cell) => pad(toText(cell), cell.width, cell.column.align ?? "left"));
  return cells.join(" ".repeat(COLUMN_GAP)).trimEnd();
}

function toCell<Row>(column: TableColumn<Row>, row: Row): string {
  const value = column.value(row);
  return value === null ? "" : toSafeText(String(value)).trim();
}

function describeHidden<Row>({ columns }: TableSpec<Row>, layout: readonly Layout<Row>[]): string {
  const hidden = columns.filter((column) => layout.every((shown) => shown.column !== column));
  if (hidden.length === 0) return "";
  const names = hidden.map(({ header }) => header).join(", ");
  const count = hidden.length === 1 ? "1 column" : `${hidden.length} columns`;
  return `${count} hidden: ${names}; widen the terminal or use --format json\n`;
}
