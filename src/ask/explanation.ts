import { toAsyncIterable } from "../base/async-iterable.ts";
import { toIso } from "../base/interval.ts";
import { SOURCES, type SourceName } from "../sources/declarations.ts";
import { describeCriterion } from "../sources/filter/criterion.ts";
import { estimateMinutes } from "../sources/plan/estimate-minutes.ts";
import type { HistoryPlan, PlanPart } from "../sources/plan/plan.ts";
import type { Answer, AnswerMeta, AskWorld } from "./answer.ts";

/** One part of an answer: which API gives it, and why. */
export interface PlanStep {
  /** The operation, by Genesys' name. */
  api: string;
  /** What of the question it answers. */
  answers: string;
  /** `null` where there is no start to speak of. */
  from: string | null;
  to: string | null;
  why: string;
  freshness: string;
  /** What these records do not have. */
  lacks: string;
  /** One of them suffices. */
  permissions: readonly string[];
  /** How many conversations are expected; `null` where nobody has counted. */
  conversations: number | null;
  requests: number;
}

export interface ExplanationMeta extends AnswerMeta {
  /** What asking takes, its own planning included; the minutes are those of the rate limit. */
  estimate: { conversations: number | null; requests: number; minutes: number };
  /** Requests of this rate-limit window, by all processes; `allowed` is `null` while the API has not said so. */
  budget: { used: number; allowed: number | null };
  /** Filters that the API applies, and those that are applied to what it sends. */
  filteredByApi: string[];
  filteredHere: string[];
}

/** How a question would be answered; asking it runs the same plan. */
export interface Explanation extends Answer<PlanStep> {
  meta: ExplanationMeta;
}

/** A step by the source that answers it, which says of itself how far it can be relied on. */
export function toStep(
  source: SourceName,
  rest: Omit<PlanStep, "api" | "answers" | "freshness" | "lacks" | "permissions"> &
    Partial<Pick<PlanStep, "answers" | "freshness">>,
): PlanStep {
  const { api, covers, freshness, lacks, permissions } = SOURCES[source];
  return { api, answers: covers, freshness, lacks, permissions, ...rest };
}

export function toSteps({ parts }: HistoryPlan): PlanStep[] {
  return parts.map((part) =>
    toStep(part.source, {
      answers: toCoverage(part),
      from: toIso(part.interval.from),
      to: toIso(part.interval.to),
      why: part.why,
      freshness: part.freshness,
      conversations: part.windows.reduce((sum, { expected }) => sum + expected, 0),
      requests: part.requests,
    }),
  );
}

function toCoverage({ source, overlapping }: PlanPart): string {
  if (source === "open") return "conversations that began earlier and have no end";
  if (!overlapping) return "conversations that began";
  return source === "job"
    ? "conversations that began, or were alive"
    : "conversations that began earlier and reach into the range";
}

/** The explanation of a plan, or of a question that needs none. */
export function explain(
  { sources, clock }: AskWorld,
  meta: AnswerMeta,
  steps: readonly PlanStep[],
  plan: HistoryPlan | null = null,
): Explanation {
  const requests = steps.reduce((sum, step) => sum + step.requests, 0) + (plan === null ? 0 : toPlanning(plan));
  const counts = steps.map(({ conversations }) => conversations);
  const budget = sources.budget();
  return {
    rows: toAsyncIterable(steps),
    meta: {
      ...meta,
      rows: steps.length,
      requestsUsed: sources.requestsUsed(),
      complete: plan?.complete ?? true,
      reason: plan?.reason ?? null,
      notes: [...meta.notes, ...(plan?.notes ?? [])],
      estimate: {
        conversations: counts.some((count) => count === null)
          ? null
          : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
        requests,
        minutes: estimateMinutes(requests, budget, clock.now()),
      },
      budget: { used: budget.used, allowed: budget.allowed },
      filteredByApi: (plan?.pushed ?? []).map(describeCriterion),
      filteredHere: (plan?.local ?? []).map(describeCriterion),
    },
  };
}

/** Requests that asking takes beside those of the parts: probes, of which one may be a first page already. */
function toPlanning({ parts, probes, estimate }: HistoryPlan): number {
  return probes + estimate.requests - parts.reduce((sum, part) => sum + part.requests, 0);
}
