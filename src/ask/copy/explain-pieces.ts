import { toIso } from "../../base/interval.ts";
import type { AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import type { HistoryPlan } from "../../sources/plan/plan.ts";
import { DETAILS_IDS_MAX_ROWS } from "../../sources/read-by-ids.ts";
import { type PlanStep, toStep, toSteps } from "../explanation.ts";
import type { PiecesPlan } from "./plan-pieces.ts";

/** The steps of an answer from the copy and the API. */
export function toPieceSteps({ pieces }: PiecesPlan): PlanStep[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === "api") return toSteps(piece.planned.plan);
    const { interval, asOf, open } = piece;
    const requests = Math.ceil(open.length / DETAILS_IDS_MAX_ROWS);
    const again = open.length === 0 ? "" : `; ${open.length} that were open are read again by id`;
    return [
      toStep("store", {
        answers: "conversations that began",
        from: toIso(interval.from),
        to: toIso(interval.to),
        why: `the copy has all of it${again}`,
        freshness: `as of ${toIso(asOf)}${open.length === 0 ? "" : "; what was open is as of now"}`,
        conversations: null,
        requests,
      }),
    ];
  });
}

/** The API's plans as one: what is counted and said of them together; `null` where the API is not asked. */
export function joinPlans({ pieces, lacking }: PiecesPlan): HistoryPlan | null {
  const plans = pieces.flatMap((piece) => (piece.kind === "api" ? [piece.planned.plan] : []));
  const [first] = plans;
  if (first === undefined) return null;
  const sum = (read: (plan: HistoryPlan) => number) => plans.reduce((all, plan) => all + read(plan), 0);
  const reasons = [lacking, ...plans.map(({ reason }) => reason)].filter((reason) => reason !== null);
  return {
    ...first,
    parts: plans.flatMap(({ parts }) => parts),
    estimate: {
      conversations: sum(({ estimate }) => estimate.conversations),
      requests: sum(({ estimate }) => estimate.requests),
      minutes: sum(({ estimate }) => estimate.minutes),
    },
    probes: sum(({ probes }) => probes),
    complete: reasons.length === 0,
    reason: reasons[0] ?? null,
    notes: [...new Set(plans.flatMap(({ notes }) => notes))],
  };
}

/** Numbers from the copy. */
export function toCopyStep(need: AggregateNeed): PlanStep {
  return toStep("store", {
    answers: "the numbers of what was emitted",
    from: toIso(need.interval.from),
    to: toIso(need.interval.to),
    why: "the copy covers the range, and the day before it",
    conversations: null,
    requests: 0,
  });
}
