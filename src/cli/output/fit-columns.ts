export const COLUMN_GAP = 2;

/** A column as the fitting sees it. */
export interface FittableColumn {
  /** What its header and cells would take. */
  readonly natural: number;
  readonly minWidth: number;
  /** The higher, the later it is narrowed or dropped. */
  readonly priority: number;
}

/**
 * The widths of columns so that they fit a line, `undefined` for those that there is no room for.
 *
 * Columns are narrowed to their `minWidth` in the order of their priority, lowest first; when even that doesn't fit, the
 * one of the lowest priority (the rightmost of equals) is dropped and the room shared again. The last column is never
 * dropped, however narrow the line.
 */
export function fitColumns(columns: readonly FittableColumn[], width: number): (number | undefined)[] {
  const kept = new Set(columns.keys());
  const byPriority = [...columns.entries()].sort(([i, a], [j, b]) => a.priority - b.priority || j - i);
  for (const [index] of byPriority) {
    const least = sumOf(columns, kept, ({ natural, minWidth }) => Math.min(natural, minWidth));
    if (least <= width || kept.size === 1) break;
    kept.delete(index);
  }
  let excess = sumOf(columns, kept, ({ natural }) => natural) - width;
  const widths = columns.map(({ natural }, index) => (kept.has(index) ? natural : undefined));
  for (const [index, { natural, minWidth }] of byPriority) {
    if (excess <= 0 || !kept.has(index)) continue;
    const least = kept.size === 1 ? 1 : Math.min(natural, minWidth);
    const given = Math.min(excess, natural - least);
    widths[index] = natural - given;
    excess -= given;
  }
  return widths;
}

function sumOf(
  columns: readonly FittableColumn[],
  kept: ReadonlySet<number>,
  measure: (column: FittableColumn) => number,
): number {
  const widths = columns.reduce((sum, column, index) => sum + (kept.has(index) ? measure(column) : 0), 0);
  return widths + COLUMN_GAP * Math.max(0, kept.size - 1);
}
