import { toAsyncIterable } from "../base/async-iterable.ts";
import { toIso } from "../base/interval.ts";
import { describeCriterion } from "../sources/filter/criterion.ts";
import { REQUESTS_PER_MINUTE } from "../sources/plan/make-history-plan.ts";
import type { HistoryPlan, PlanPart } from "../sources/plan/plan.ts";
import type { Answer, AnswerMeta } from "./answer.ts";

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
  /** How many conversations are expected; `null` where nobody has counted. */
  conversations: number | null;
  requests: number;
}

export interface ExplanationMeta extends AnswerMeta {
  /** What the whole answer will take, those requests not included that the explanation took. */
  estimate: { conversations: number | null; requests: number; minutes: number };
  /** Filters that the API applies, and those that are applied to what it sends. */
  filteredByApi: string[];
  filteredHere: string[];
}

/** How a question would be answered; asking it runs the same plan. */
export interface Explanation extends Answer<PlanStep> {
  meta: ExplanationMeta;
}

const APIS: Readonly<Record<PlanPart["source"], string>> = {
  query: "POST /analytics/conversations/details/query",
  job: "POST /analytics/conversations/details/jobs",
  open: "POST /analytics/conversations/details/query",
};

export function toSteps({ parts }: HistoryPlan): PlanStep[] {
  return parts.map((part) => ({
    api: APIS[part.source],
    answers: toCoverage(part),
    from: toIso(part.interval.from),
    to: toIso(part.interval.to),
    why: part.why,
    freshness: part.freshness,
    conversations: part.windows.reduce((sum, { expected }) => sum + expected, 0),
    requests: part.requests,
  }));
}

function toCoverage({ source, overlapping }: PlanPart): string {
  if (source === "open") return "conversations that began earlier and have no end";
  if (!overlapping) return "conversations that began";
  return source === "job"
    ? "conversations that began, or were alive"
    : "conversations that began earlier and reach into the range";
}

/** The explanation of a plan, or of a question that needs none. */
export function explain(meta: AnswerMeta, steps: readonly PlanStep[], plan: HistoryPlan | null): Explanation {
  const requests = steps.reduce((sum, step) => sum + step.requests, 0);
  const counts = steps.map(({ conversations }) => conversations);
  return {
    rows: toAsyncIterable(steps),
    meta: {
      ...meta,
      rows: steps.length,
      complete: plan?.complete ?? true,
      reason: plan?.reason ?? null,
      notes: [...meta.notes, ...(plan?.notes ?? [])],
      estimate: {
        conversations: counts.some((count) => count === null)
          ? null
          : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
        requests,
        minutes: requests / REQUESTS_PER_MINUTE,
      },
      filteredByApi: (plan?.pushed ?? []).map(describeCriterion),
      filteredHere: (plan?.local ?? []).map(describeCriterion),
    },
  };
}
