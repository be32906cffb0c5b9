import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { toDayTime, toHour } from "../format/format.ts";

export interface Line {
  readonly label: string;
  /** A custom property of the style sheet. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly isDashed?: boolean;
}

export interface ChartProps {
  readonly title: string;
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  format(value: number | null): string;
  /** What may lie between two marks of its height; uPlot's own where absent. */
  readonly steps?: readonly number[];
  readonly theme: string;
}

const HEIGHT = 220;

/** Lines over time. What it draws can be read as a table below it. */
export function LineChart({ title, times, lines, format, steps, theme }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null || times.length === 0) return;
    const chart = new uPlot(toOptions(element, lines, format, steps), toData(times, lines), element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [times, lines, theme]);
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div ref={box} aria-hidden="true" />
      <details>
        <summary>As a table</summary>
        <section class="table-scroll" tabIndex={0} aria-label={title}>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">From</th>
                {lines.map(({ label }) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                <tr key={time}>
                  <td>{new Date(time).toLocaleString()}</td>
                  {lines.map(({ label, values }) => (
                    <td key={label} class="number">
                      {format(values[index] ?? null)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

function toData(times: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [times.map((time) => time / 1000), ...lines.map(({ values }) => [...values])];
}

/** A custom property as a canvas takes it: which of its two colours holds is only known where it is used. */
function resolveColour(element: HTMLElement, name: string): string {
  const probe = element.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function toOptions(
  element: HTMLElement,
  lines: readonly Line[],
  format: ChartProps["format"],
  steps: readonly number[] | undefined,
): uPlot.Options {
  const colour = (name: string) => resolveColour(element, name);
  const grid = { stroke: colour("--line"), width: 1 };
  const axis = { stroke: colour("--muted"), grid, ticks: grid };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    series: [
      { value: (_: uPlot, value: number | null) => (value === null ? "" : toDayTime(value * 1000)) },
      ...lines.map(({ label, colour: name, isDashed }) => ({
        label,
        stroke: colour(name),
        width: 2,
        // What stands alone between unknowns would be no line.
        points: { show: isDashed !== true, size: 4 },
        ...(isDashed === true ? { dash: [5, 5] } : {}),
        value: (_: uPlot, value: number | null) => format(value),
      })),
    ],
    axes: [
      { ...axis, values: (_: uPlot, values: number[]) => values.map((value) => toHour(value * 1000)) },
      {
        ...axis,
        size: 64,
        ...(steps === undefined ? {} : { incrs: [...steps] }),
        values: (_: uPlot, values: number[]) => values.map((value) => format(value)),
      },
    ],
    scales: { y: { range: (_: uPlot, __: number, max: number) => [0, max > 0 ? max * 1.1 : 1] } },
    legend: { live: true },
  };
}
