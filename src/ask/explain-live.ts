import { toIso } from "../base/interval.ts";
import { SOURCES } from "../sources/declarations.ts";
import { sumOf } from "../sources/plan/request-costs.ts";
import type { AskContext, AskWorld } from "./answer.ts";
import { type PlanStep, toStep } from "./explanation.ts";
import type { SelectedFilters } from "./select-filters.ts";

/** How open conversations are found: counts them, which takes a request a window. */
export async function explainLive(
  world: AskWorld,
  { criteria }: SelectedFilters,
  { signal }: AskContext,
): Promise<PlanStep> {
  const windows = await world.sources.countOpen(criteria, signal);
  return toStep("open", {
    from: toIso(windows[0]?.interval.from ?? world.clock.now()),
    to: toIso(windows.at(-1)?.interval.to ?? world.clock.now()),
    why: "no endpoint lists live conversations for client credentials; conversationEnd notExists does",
    conversations: sumOf(windows, ({ expected }) => expected),
    requests: sumOf(windows, SOURCES.open.requests),
  });
}
