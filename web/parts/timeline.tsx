import type { TimelineEntry, TimelineMetric } from "../../src/model/timeline.ts";
import { toClock, toDay, toDayTime, toTime, toWords } from "../format/format.ts";
import { TIME_STEPS } from "../format/time-steps.ts";

export interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  readonly metrics: readonly TimelineMetric[];
  /** Until when what is open has lasted, epoch milliseconds. */
  readonly until: number;
}

interface Lane {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly entries: readonly TimelineEntry[];
  readonly metrics: readonly TimelineMetric[];
}

const LABEL_WIDTH = 190;
const WIDTH = 1_160;
const LANE = 34;
const TOP = 26;
const LEAST = 2;
/** So near to the edge a label in the middle of its line would be cut. */
const HALF_A_LABEL = 34;
const DAY_MS = 86_400_000;

/** Participants as lanes, segments as bars, and what they have emitted as marks on them. */
export function Timeline({ entries, metrics, until }: TimelineProps) {
  const lanes = toLanes(entries, metrics);
  const starts = entries.flatMap(({ startedAt }) => (startedAt === null ? [] : [Date.parse(startedAt)]));
  const ends = entries.map(({ endedAt }) => (endedAt === null ? until : Date.parse(endedAt)));
  const from = Math.min(...starts);
  const to = Math.max(...ends, from + 1_000);
  const x = (ms: number) => LABEL_WIDTH + ((ms - from) / (to - from)) * (WIDTH - LABEL_WIDTH - 10);
  const isLong = to - from > 2 * DAY_MS;
  const height = TOP + lanes.length * LANE + 8;
  return (
    <section class="timeline-box" tabIndex={0} aria-label="Timeline">
      <svg class="timeline" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={describe(lanes, from, to)}>
        {toTicks(from, to).map((tick) => (
          <g key={tick}>
            <line class="grid" x1={x(tick)} x2={x(tick)} y1={TOP - 6} y2={height} />
            <text class="tick" x={x(tick)} y={TOP - 10} text-anchor={x(tick) > WIDTH - HALF_A_LABEL ? "end" : "middle"}>
              {isLong ? toDay(tick) : toTime(tick)}
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <g key={lane.id} transform={`translate(0 ${TOP + index * LANE})`} data-lane={lane.purpose}>
            <text class="lane" x="0" y="14">
              {shorten(lane.name)}
            </text>
            <text class="purpose" x="0" y="27">
              {toWords(lane.purpose)}
            </text>
            {lane.entries.map((entry) => {
              const start = entry.startedAt === null ? from : Date.parse(entry.startedAt);
              const end = entry.endedAt === null ? until : Date.parse(entry.endedAt);
              return (
                <rect
                  key={`${entry.sessionId} ${entry.segmentType} ${entry.startedAt}`}
                  class={`segment segment-${entry.segmentType} ${entry.endedAt === null ? "open" : ""}`}
                  x={x(start)}
                  y="4"
                  width={Math.max(LEAST, x(end) - x(start))}
                  height={LANE - 12}
                  rx="3"
                >
                  <title>{`${toWords(entry.segmentType)}, ${toTime(start)}, ${toClock(end - start)}${entry.queueName === null ? "" : `, ${entry.queueName}`}${entry.wrapUpCodeName === null ? "" : `, ${entry.wrapUpCodeName}`}`}</title>
                </rect>
              );
            })}
            {lane.metrics.map((metric) => {
              const at = metric.emitDate === null ? Number.NaN : Date.parse(metric.emitDate);
              if (Number.isNaN(at) || at < from || at > to) return null;
              return (
                <circle
                  key={`${metric.sessionId} ${metric.name} ${metric.emitDate}`}
                  class="metric"
                  cx={x(at)}
                  cy={LANE - 5}
                  r="2.5"
                >
                  <title>{`${metric.name} ${toValue(metric)}, ${toTime(at)}`}</title>
                </circle>
              );
            })}
          </g>
        ))}
      </svg>
    </section>
  );
}

export function toValue({ name, value }: TimelineMetric): string {
  return value === null ? "–" : name.startsWith("t") ? toClock(value) : String(value);
}

function toLanes(entries: readonly TimelineEntry[], metrics: readonly TimelineMetric[]): readonly Lane[] {
  const byId = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const id = entry.participantId ?? `${entry.purpose} ${entry.name}`;
    byId.set(id, [...(byId.get(id) ?? []), entry]);
  }
  return [...byId].map(([id, own]) => ({
    id,
    name: own.find(({ name }) => name !== null)?.name ?? own[0]?.queueName ?? own[0]?.userId ?? "",
    purpose: own[0]?.purpose ?? "unknown",
    entries: own,
    metrics: metrics.filter(({ participantId }) => participantId === id),
  }));
}

function toTicks(from: number, to: number): readonly number[] {
  const step = TIME_STEPS.find((one) => (to - from) / one <= 8) ?? (to - from) / 6;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, n) => first + n * step);
}

function shorten(text: string): string {
  return text.length > 26 ? `${text.slice(0, 25)}…` : text;
}

function describe(lanes: readonly Lane[], from: number, to: number): string {
  const parties = lanes.map(({ name, purpose }) => `${toWords(purpose)} ${name}`.trim());
  return `From ${toDayTime(from)} to ${toDayTime(to)}: ${parties.join(", ")}. The table below says the same.`;
}
