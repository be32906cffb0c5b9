import { toCount } from "../format/format.ts";

export interface HeatMapProps {
  readonly label: string;
  /** Monday first; 24 hours each. `null`: nothing is known. */
  readonly cells: readonly (readonly (number | null)[])[];
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEPS = 8;

/** Hours by weekday, the darker the more; each cell says its number. */
export function HeatMap({ label, cells }: HeatMapProps) {
  const most = Math.max(0, ...cells.flatMap((hours) => hours.map((value) => value ?? 0)));
  return (
    <section class="table-scroll" tabIndex={0} aria-label={label}>
      <table class="heat">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Day</span>
            </th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((hours, day) => (
            <tr key={DAYS[day]}>
              <th scope="row">{DAYS[day]}</th>
              {hours.map((value, hour) => (
                <td
                  key={hour}
                  class={`heat-${value === null ? "none" : most === 0 ? 0 : Math.round((value / most) * STEPS)}`}
                >
                  {value === null ? "" : toCount(Math.round(value))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
