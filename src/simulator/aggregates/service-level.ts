import type { SimulatorOptions } from "../simulator-options.ts";
import type { Bucket } from "./aggregate-groups.ts";
import type { StatisticalSummary } from "./wire.ts";

/**
 * (answered - over SLA) / (answered + abandoned); the organisation can choose another denominator. Undefined when nobody was
 * answered or abandoned. The target is told when all queues and media in it have the same.
 */
export function toServiceLevelStats(
  { metrics, targets }: Bucket,
  rule: SimulatorOptions["serviceLevel"],
): StatisticalSummary | undefined {
  const count = (metric: string) => metrics.get(metric)?.count ?? 0;
  const numerator = count("tAnswered") - count("nOverSla");
  const denominator = count("tAnswered") + toOthers(rule, count);
  if (denominator <= 0) return undefined;
  const [target] = targets;
  return {
    ratio: numerator / denominator,
    numerator,
    denominator,
    ...(target === undefined || targets.size > 1 ? {} : { target }),
  };
}

function toOthers(rule: SimulatorOptions["serviceLevel"], count: (metric: string) => number): number {
  switch (rule) {
    case "abandons":
      return count("tAbandon");
    case "abandons-and-flow-outs":
      return count("tAbandon") + count("tFlowOut");
    case "long-abandons":
      return count("tAbandon") - count("tShortAbandon");
    case "answered-only":
      return 0;
  }
}

/** What the queue aims at; only told where one aim is known. */
export function toServiceTargetStats({ targets }: Bucket): StatisticalSummary | undefined {
  const [current] = targets;
  return current === undefined || targets.size > 1 ? undefined : { current };
}
