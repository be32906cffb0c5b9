import type { QueueRow } from "../../src/ask/questions/queues.ts";
import type { StatsRow } from "../../src/ask/stats/stats-row.ts";
import type { LiveRow } from "../../src/server/events/live-row.ts";
import type { Thresholds } from "../state/settings.ts";

/** A queue now, and its day so far. */
export interface QueueFigures {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  /** How many of them are callbacks. */
  readonly callbacks: number;
  /** Since when the one that waits longest does, callbacks left out: they wait for hours by intent. ISO-8601. */
  readonly waitingSince: string | null;
  readonly interacting: number;
  readonly agents: Readonly<Record<string, number>>;
  readonly today: StatsRow | null;
}

interface Counted {
  waiting: number;
  callbacks: number;
  waitingSince: string | null;
  interacting: number;
}

/** Counts what is live by queue, and puts beside it what was asked. */
export function toQueueFigures(
  rows: readonly LiveRow[],
  queues: readonly QueueRow[],
  today: readonly StatsRow[],
): readonly QueueFigures[] {
  const names = new Map<string, string>();
  for (const { queueId, queueName } of queues) names.set(queueId, queueName ?? queueId);
  for (const row of rows) for (const { id, name } of row.queues) if (!names.has(id)) names.set(id, name ?? id);
  const counted = new Map<string, Counted>();
  for (const row of rows) countRow(row, counted);
  const agents = new Map(queues.map((row) => [row.queueId, row.agentsByRoutingStatus]));
  const days = new Map(today.flatMap((row) => (row.queueId ? [[row.queueId, row] as const] : [])));
  return [...names]
    .map(([id, name]) => ({
      id,
      name,
      ...(counted.get(id) ?? NOBODY),
      agents: agents.get(id) ?? {},
      today: days.get(id) ?? null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

const NOBODY: Counted = { waiting: 0, callbacks: 0, waitingSince: null, interacting: 0 };

function countRow({ media, parties }: LiveRow, counted: Map<string, Counted>): void {
  const talking = new Set<string>();
  for (const { purpose, state, queueId, since } of parties) {
    if (queueId === null) continue;
    const own = counted.get(queueId) ?? { ...NOBODY };
    counted.set(queueId, own);
    if (purpose === "acd" && state === "waiting") {
      own.waiting += 1;
      if (media.includes("callback")) own.callbacks += 1;
      else if (since !== null && (own.waitingSince === null || since < own.waitingSince)) own.waitingSince = since;
    } else if (purpose !== "acd" && (state === "connected" || state === "held")) talking.add(queueId);
  }
  // Two agents of one conversation are one interaction.
  for (const id of talking) {
    const own = counted.get(id);
    if (own !== undefined) own.interacting += 1;
  }
}

/** All queues as one; shares are made anew from counts, never from shares. */
export function sumFigures(figures: readonly QueueFigures[]): Omit<QueueFigures, "id" | "name" | "today" | "agents"> & {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly serviceLevel: number | null;
} {
  const sum = (pick: (one: QueueFigures) => number | null | undefined) =>
    figures.reduce((total, one) => total + (pick(one) ?? 0), 0);
  const waits = figures.flatMap(({ waitingSince }) => waitingSince ?? []).sort();
  const answered = sum(({ today }) => today?.answered);
  const abandoned = sum(({ today }) => today?.abandoned);
  const over = sum(({ today }) => today?.overServiceLevel);
  return {
    waiting: sum(({ waiting }) => waiting),
    callbacks: sum(({ callbacks }) => callbacks),
    waitingSince: waits[0] ?? null,
    interacting: sum(({ interacting }) => interacting),
    offered: sum(({ today }) => today?.offered),
    answered,
    abandoned,
    serviceLevel: answered + abandoned === 0 ? null : (answered - over) / (answered + abandoned),
  };
}

export type Level = "good" | "warn" | "alarm" | "none";

export function toWaitLevel(ms: number | null, { warnWait, alarmWait }: Thresholds): Level {
  if (ms === null) return "none";
  return ms >= alarmWait * 1000 ? "alarm" : ms >= warnWait * 1000 ? "warn" : "good";
}

export function toServiceLevel(share: number | null | undefined, { warnService, alarmService }: Thresholds): Level {
  if (share === null || share === undefined) return "none";
  return share < alarmService ? "alarm" : share < warnService ? "warn" : "good";
}
