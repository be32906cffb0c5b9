import { type Statistics, toMean, toRatio } from "./statistics.ts";

/** Which statistic of a metric a measure is. */
type Statistic = "count" | "mean" | "ratio" | "target";

/** Where a metric is emitted: in the queue (an acd session, without a user or a code), or at the agent. */
type Side = "queue" | "agent";

export interface Measure {
  /** For people, as short as a table's column wants it. */
  readonly title: string;
  readonly metric: string;
  readonly statistic: Statistic;
  readonly side: Side;
  /** What it counts or measures, and what it is mistaken for. */
  readonly meaning: string;
}

/**
 * What `nowthen stats` tells, each from one statistic of one metric by Genesys' name. Help, documentation and output derive
 * from this table. Durations are milliseconds.
 */
export const MEASURES = {
  offered: {
    title: "Offered",
    metric: "nOffered",
    statistic: "count",
    side: "queue",
    meaning: "Entries into a queue. A transfer to a queue is another offer of the same conversation.",
  },
  answered: {
    title: "Answered",
    metric: "tAnswered",
    statistic: "count",
    side: "agent",
    meaning: "Entries into a queue that an agent took. There is no nAnswered: it is the count of tAnswered.",
  },
  abandoned: {
    title: "Abandoned",
    metric: "tAbandon",
    statistic: "count",
    side: "queue",
    meaning:
      "Entries into a queue that the customer left before an agent took them. Offered and not answered is not abandoned: it may have " +
      "flowed out, expired or still wait.",
  },
  shortAbandoned: {
    title: "Short",
    metric: "tShortAbandon",
    statistic: "count",
    side: "queue",
    meaning: "Those of the abandoned that left within the organisation's threshold.",
  },
  flowedOut: {
    title: "Flow-out",
    metric: "tFlowOut",
    statistic: "count",
    side: "queue",
    meaning: "Entries that left the queue neither answered nor abandoned: to voicemail, a callback, another flow.",
  },
  overServiceLevel: {
    title: "Over SLA",
    metric: "nOverSla",
    statistic: "count",
    side: "agent",
    meaning: "Answered, but later than the queue's target allows.",
  },
  serviceLevel: {
    title: "Service level",
    metric: "oServiceLevel",
    statistic: "ratio",
    side: "queue",
    meaning:
      "Share answered in time, 0 to 1: (answered − over SLA) / (answered + abandoned) unless the organisation has chosen another " +
      "denominator (with flow-outs, without short or all abandons), which Genesys applies. Recomputed by the first formula where Genesys sends none, and a note says so.",
  },
  serviceLevelTarget: {
    title: "Target",
    metric: "oServiceLevel",
    statistic: "target",
    side: "queue",
    meaning:
      "The share that the queue aims at; unknown where queues or media types with different targets stand in one row.",
  },
  asaMs: {
    title: "ASA",
    metric: "tAnswered",
    statistic: "mean",
    side: "agent",
    meaning: "Average speed of answer, over what was answered only: tAnswered.sum / tAnswered.count.",
  },
  waitMs: {
    title: "Wait",
    metric: "tWait",
    statistic: "mean",
    side: "queue",
    meaning:
      "Average wait of everything offered, however it left the queue: tWait.sum / tWait.count. Genesys' own exporter calls this one ASA. " +
      "An expired callback waits for weeks and pulls it up.",
  },
  handled: {
    title: "Handled",
    metric: "tHandle",
    statistic: "count",
    side: "agent",
    meaning:
      "Handling sessions: two agents in one conversation are two. An agent who let an alert pass may still have one, of ACW alone.",
  },
  ahtMs: {
    title: "AHT",
    metric: "tHandle",
    statistic: "mean",
    side: "agent",
    meaning:
      "Average handling time a handling session, not a conversation: tHandle.sum / tHandle.count, of which each is contacting + dialing + talk + hold + ACW.",
  },
  talkMs: {
    title: "Talk",
    metric: "tTalkComplete",
    statistic: "mean",
    side: "agent",
    meaning: "Average talk of the sessions that talked. With tTalk, its stretches, added it would count twice.",
  },
  heldMs: {
    title: "Hold",
    metric: "tHeldComplete",
    statistic: "mean",
    side: "agent",
    meaning:
      "Average hold of the sessions that had one, not of all. For chat, e-mail and message, time spent on other interactions counts as hold.",
  },
  acwMs: {
    title: "ACW",
    metric: "tAcw",
    statistic: "mean",
    side: "agent",
    meaning: "Average after-call work of the sessions that had some.",
  },
  transferred: {
    title: "Transfers",
    metric: "nTransferred",
    statistic: "count",
    side: "agent",
    meaning: "Interactions that an agent sent on, of either kind. A queue's hand-over to an agent is none.",
  },
  blindTransferred: {
    title: "Blind",
    metric: "nBlindTransferred",
    statistic: "count",
    side: "agent",
    meaning: "Those of the transfers without talking to the receiver first.",
  },
  consultTransferred: {
    title: "Consult",
    metric: "nConsultTransferred",
    statistic: "count",
    side: "agent",
    meaning: "Those of the transfers that followed a consult.",
  },
  consults: {
    title: "Consults",
    metric: "nConsult",
    statistic: "count",
    side: "agent",
    meaning: "Consults that were begun, whether or not a transfer followed.",
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[];

/** What a service level is made of, for where the API sends none. */
const SERVICE_LEVEL_PARTS = ["tAnswered", "nOverSla", "tAbandon"];

/** The metrics that measures need, by Genesys' names, each once. */
export function toMetrics(measures: readonly MeasureName[]): string[] {
  const needed = measures.flatMap((name) => [
    MEASURES[name].metric,
    ...(name === "serviceLevel" ? SERVICE_LEVEL_PARTS : []),
  ]);
  return [...new Set(needed)];
}

/** Timed metrics have a sum, a mean and bounds beside their count. */
export function isTimed(metric: string): boolean {
  return metric.startsWith("t");
}

export type StatisticsByMetric = ReadonlyMap<string, Statistics>;

/** The value of a measure; `null` where the API says nothing about it, which is not zero. */
export function measure(name: MeasureName, metrics: StatisticsByMetric): number | null {
  const { metric, statistic } = MEASURES[name];
  const statistics = metrics.get(metric);
  if (name === "serviceLevel") return (statistics && toRatio(statistics)) ?? recomputeServiceLevel(metrics);
  if (statistics === undefined) return null;
  switch (statistic) {
    case "count":
      return statistics.count ?? null;
    case "mean":
      return toMean(statistics);
    case "ratio":
      return toRatio(statistics);
    case "target":
      return statistics.target ?? null;
  }
}

/** Whether the API sent no service level, and it has to be worked out from what was answered and abandoned. */
export function lacksServiceLevel(metrics: StatisticsByMetric): boolean {
  const statistics = metrics.get("oServiceLevel");
  return (statistics === undefined || toRatio(statistics) === null) && recomputeServiceLevel(metrics) !== null;
}

/** (answered − over SLA) / (answered + abandoned), the default; a metric that is missing beside others did not happen. */
function recomputeServiceLevel(metrics: StatisticsByMetric): number | null {
  const [answered = 0, over = 0, abandoned = 0] = SERVICE_LEVEL_PARTS.map((metric) => metrics.get(metric)?.count ?? 0);
  return answered + abandoned <= 0 ? null : (answered - over) / (answered + abandoned);
}
