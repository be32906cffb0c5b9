import { useMemo } from "preact/hooks";
import type { StatsMeta } from "../../src/ask/questions/stats.ts";
import type { StatsRow } from "../../src/ask/stats/stats-row.ts";
import type { MeasureName } from "../../src/model/measures.ts";
import { toClock, toCount, toDay, toPercent, toTime } from "../format/format.ts";
import { TIME_STEPS } from "../format/time-steps.ts";
import { Definition } from "../parts/definition.tsx";
import { HeatMap } from "../parts/heat-map.tsx";
import { type ChartProps, type Line, LineChart } from "../parts/line-chart.tsx";
import { EmptyNote, ErrorNote } from "../parts/note.tsx";
import { SeamStrip } from "../parts/seam-strip.tsx";
import { type Asked, useAnswer } from "../parts/use-answer.ts";
import { now } from "../state/clock.ts";
import { copyFact, queuesFact, todayFact } from "../state/live.ts";
import { place, setSearch } from "../state/router.ts";
import { theme } from "../state/settings.ts";
import { iso, midnight } from "./range.ts";

interface Stats {
  readonly rows: readonly StatsRow[];
  readonly meta: StatsMeta;
}

const HEAT_DAYS = 28;
const MEASURES: readonly MeasureName[] = ["offered", "answered", "abandoned", "serviceLevel", "ahtMs"];

/** How it went: today beside the same weekday, weeks by hour, and what all of it is made of. */
export function TrendsPage() {
  const queue = place.value.search.get("queue");
  const days = Number(place.value.search.get("weeks") ?? 1) * 7;
  const today = midnight(now.value, 0);
  const filter = queue === null || queue === "" ? {} : { queue };
  // Today's figures are told anew every half minute: then these are too.
  const stamp = todayFact.value?.meta?.asOf ?? null;
  const thisDay = useAnswer<Stats>(
    "stats",
    { from: iso(today), interval: "30m", metric: [...MEASURES], ...filter },
    stamp,
  );
  const before = midnight(now.value, -days);
  const sameDay = useAnswer<Stats>("stats", {
    from: iso(before),
    to: iso(midnight(now.value, 1 - days)),
    interval: "30m",
    metric: [...MEASURES],
    ...filter,
  });
  const weeks = useAnswer<Stats>("stats", {
    from: iso(midnight(now.value, -HEAT_DAYS)),
    to: iso(today),
    interval: "1h",
    metric: ["offered"],
    ...filter,
  });
  return (
    <main id="main" class="trends">
      <h1 class="hidden">Trends</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()} aria-label="Filters">
        <label>
          Queue{" "}
          <select value={queue ?? ""} onChange={(event) => setSearch({ queue: event.currentTarget.value })}>
            <option value="">all</option>
            {(queuesFact.value?.rows ?? []).map(({ queueId, queueName }) => (
              <option key={queueId} value={queueId}>
                {queueName ?? queueId}
              </option>
            ))}
          </select>
        </label>
        <label>
          Beside it, the same weekday{" "}
          <select value={String(days / 7)} onChange={(event) => setSearch({ weeks: event.currentTarget.value })}>
            {[1, 2, 3, 4].map((weeks) => (
              <option key={weeks} value={String(weeks)}>
                {weeks === 1 ? "last week" : `${weeks} weeks ago`}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Freshness name="Today" asked={thisDay} />
      <Freshness name="The day beside it" asked={sameDay} />
      {thisDay.answer !== null && (
        <DayCharts today={thisDay.answer.rows} before={sameDay.answer?.rows ?? []} from={today} beforeFrom={before} />
      )}
      <Freshness name="Hours by weekday" asked={weeks} />
      {weeks.answer !== null && (
        <HeatMap
          label={`Offered, by hour and weekday: the mean of the last ${HEAT_DAYS / 7} weeks`}
          cells={toHeat(weeks.answer.rows)}
        />
      )}
      {copyFact.value === null ? (
        <EmptyNote>There is no local copy yet: what is shown is counted by Genesys.</EmptyNote>
      ) : (
        <SeamStrip copy={copyFact.value} now={now.value} />
      )}
    </main>
  );
}

function Freshness({ name, asked }: { name: string; asked: Asked<Stats> }) {
  const { answer, error, again } = asked;
  if (error !== null) return <ErrorNote error={error} retry={again} />;
  if (answer === null) return <p class="caption">{name}: counting…</p>;
  const { asOf, complete, reason, notes } = answer.meta;
  return (
    <p class="caption">
      {name}: as of {toTime(asOf)}
      {complete ? ", complete. " : `, incomplete: ${reason}. `}
      {notes.join(" ")}
    </p>
  );
}

interface DayProps {
  readonly today: readonly StatsRow[];
  readonly before: readonly StatsRow[];
  readonly from: number;
  readonly beforeFrom: number;
}

const HALF_HOUR = 1_800_000;

function DayCharts({ today, before, from, beforeFrom }: DayProps) {
  const times = useMemo(() => Array.from({ length: 48 }, (_, n) => from + n * HALF_HOUR), [from]);
  const charts = useMemo((): readonly Omit<ChartProps, "times" | "theme">[] => {
    const pick = (rows: readonly StatsRow[], start: number, name: MeasureName) => {
      const at = new Map(
        rows.map((row) => [Math.round((Date.parse(row.from) - start) / HALF_HOUR), row[name] ?? null]),
      );
      return times.map((_, n) => at.get(n) ?? null);
    };
    const line = (name: MeasureName, label: string, colour: string): Line[] => [
      { label, colour, values: pick(today, from, name) },
      { label: `${label}, ${toDay(beforeFrom)}`, colour, isDashed: true, values: pick(before, beforeFrom, name) },
    ];
    return [
      {
        title: "Offered, answered, abandoned, each half hour",
        lines: [
          ...line("offered", "Offered", "--offered"),
          ...line("answered", "Answered", "--answered").slice(0, 1),
          ...line("abandoned", "Abandoned", "--abandoned").slice(0, 1),
        ],
        format: toCount,
      },
      { title: "Service level", lines: line("serviceLevel", "In time", "--answered"), format: toPercent },
      {
        title: "Average handling time",
        lines: line("ahtMs", "AHT", "--offered"),
        format: toClock,
        steps: TIME_STEPS,
      },
    ];
  }, [today, before, from, beforeFrom, times]);
  return (
    <div class="charts">
      {charts.map((chart) => (
        <LineChart key={chart.title} {...chart} times={times} theme={theme.value} />
      ))}
      <p class="caption">
        What they mean: <Definition of="offered" /> <Definition of="answered" /> <Definition of="abandoned" />{" "}
        <Definition of="serviceLevel" /> <Definition of="ahtMs" />. Dashed is the day beside it.
      </p>
    </div>
  );
}

/** The mean of each hour of each weekday, of the days that were asked for. */
function toHeat(rows: readonly StatsRow[]): readonly (readonly (number | null)[])[] {
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { from, offered } of rows) {
    const date = new Date(from);
    const hours = sums[(date.getDay() + 6) % 7];
    if (hours !== undefined) hours[date.getHours()] = (hours[date.getHours()] ?? 0) + (offered ?? 0);
  }
  const weeks = HEAT_DAYS / 7;
  return sums.map((hours) => hours.map((sum) => (rows.length === 0 ? null : sum / weeks)));
}
