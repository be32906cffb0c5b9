import { useLayoutEffect, useRef, useState } from "preact/hooks";

export interface Column<Row> {
  readonly name: string;
  readonly title: string;
  /** Aligned to the right, and sorted from the largest at first. */
  readonly isNumber?: boolean;
  /** What the server or the page sorts by; absent: it can't be sorted. */
  readonly sort?: string;
  readonly width: string;
  show(row: Row): preact.ComponentChildren;
}

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** How many there are, shown or not. */
  readonly total: number;
  /** `undefined`: it is on its way. */
  row(index: number): Row | undefined;
  keyOf(row: Row): string;
  hrefOf(row: Row): string;
  /** Called with what can be seen. */
  seen?(first: number, last: number): void;
  readonly sort: string;
  setSort(sort: string): void;
}

const ROW_HEIGHT = 36;
/** Rows beside the visible ones, so that scrolling does not show holes. */
const MARGIN = 8;
/** Browsers make no element taller than some 16 million pixels: beyond, scrolling moves by more than a row. */
const TALLEST = 10_000_000;

/** A table of any length, of which only what can be seen is in the document. Arrow keys go from row to row. */
export function DataTable<Row>({ label, columns, total, row, keyOf, hrefOf, seen, sort, setSort }: TableProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const whole = Math.min(total * ROW_HEIGHT, TALLEST);
  const scale = whole === 0 ? 1 : (total * ROW_HEIGHT) / whole;
  const first = Math.max(0, Math.floor((view.top * scale) / ROW_HEIGHT) - MARGIN);
  const last = Math.min(total, first + Math.ceil(view.height / ROW_HEIGHT) + 2 * MARGIN);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  useLayoutEffect(() => seen?.(first, last), [first, last, total, sort]);
  const above = Math.min(first * ROW_HEIGHT, Math.max(0, whole - (last - first) * ROW_HEIGHT));
  const below = Math.max(0, whole - above - (last - first) * ROW_HEIGHT);
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
  return (
    <section class="table-box" ref={box} tabIndex={0} aria-label={label} onKeyDown={moveByKey}>
      <table aria-rowcount={total + 1}>
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} class={`col-${width}`} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.name} column={column} sort={sort} setSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} span={columns.length} />
          {indexes.map((index) => {
            const one = row(index);
            return (
              <tr key={one === undefined ? `#${index}` : keyOf(one)} aria-rowindex={index + 2}>
                {columns.map(({ name, isNumber, show }, place) => (
                  <td key={name} class={isNumber === true ? "number" : undefined}>
                    {one === undefined ? "…" : place === 0 ? <a href={hrefOf(one)}>{show(one)}</a> : show(one)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={below} span={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height === 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={span} style={{ height: `${height}px` }} />
    </tr>
  );
}

function Heading<Row>({ column, sort, setSort }: { column: Column<Row>; sort: string; setSort(sort: string): void }) {
  const { title, isNumber } = column;
  const field = sort.replace(/^-/, "");
  const direction = column.sort !== field ? "none" : sort.startsWith("-") ? "descending" : "ascending";
  // The largest number is looked for, and the first of names.
  const isNextDown = direction === "none" ? isNumber === true : direction === "ascending";
  return (
    <th
      scope="col"
      aria-sort={column.sort === undefined ? undefined : direction}
      class={isNumber === true ? "number" : undefined}
    >
      {column.sort === undefined ? (
        title
      ) : (
        <button type="button" class="sort" onClick={() => setSort(isNextDown ? `-${column.sort}` : `${column.sort}`)}>
          {title}
          <span aria-hidden="true">{direction === "none" ? "" : direction === "descending" ? " ▾" : " ▴"}</span>
        </button>
      )}
    </th>
  );
}

function moveByKey(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const box = event.currentTarget as HTMLElement;
  if (step === 0) return;
  const links = [...box.querySelectorAll<HTMLElement>("tbody a")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at === -1 ? 0 : at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
