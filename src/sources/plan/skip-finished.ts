import type { Interval } from "../../base/interval.ts";
import { SOURCES } from "../declarations.ts";
import type { Planned } from "./make-history-plan.ts";
import type { PlannedWindow, PlanPart } from "./plan.ts";
import { sumOf } from "./request-costs.ts";

/**
 * A plan without what an earlier run of it has given: everything that began before an instant. The APIs stay those of the whole
 * plan, so that the rest is answered as it would have been.
 */
export function skipFinished(planned: Planned, before: number): Planned {
  const { plan } = planned;
  const parts = plan.parts.map((part) => skipInPart(part, before)).filter(({ windows }) => windows.length > 0);
  const conversations = parts.reduce((sum, { windows }) => sum + sumOf(windows, ({ expected }) => expected), 0);
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  const minutes = plan.estimate.requests === 0 ? 0 : (plan.estimate.minutes * requests) / plan.estimate.requests;
  return { ...planned, plan: { ...plan, parts, estimate: { ...plan.estimate, conversations, requests, minutes } } };
}

function skipInPart(part: PlanPart, before: number): PlanPart {
  const windows = part.windows.flatMap((window) => skipInWindow(window, before));
  return { ...part, windows, requests: sumOf(windows, SOURCES[part.source].requests) };
}

function skipInWindow({ interval, expected }: PlannedWindow, before: number): PlannedWindow[] {
  if (interval.to <= before) return [];
  if (interval.from >= before) return [{ interval, expected }];
  const rest: Interval = { from: before, to: interval.to };
  const share = (rest.to - rest.from) / (interval.to - interval.from);
  return [{ interval: rest, expected: Math.round(expected * share) }];
}
