import type { ConversationState, ConversationSummary } from "../../model/conversation-summary.ts";
import type { Planned } from "../../sources/plan/make-history-plan.ts";
import { skipFinished } from "../../sources/plan/skip-finished.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { countRows } from "../count-rows.ts";
import { explain, toSteps } from "../explanation.ts";
import { HISTORY_PARAMETERS, toHistoryNeed } from "../history-parameters.ts";
import { openMeta } from "../open-meta.ts";
import { choice, type ParameterValues } from "../parameter.ts";
import type { Question } from "../question.ts";
import { toRange } from "../range.ts";
import { readSummaries } from "../read-summaries.ts";
import { orRefuseQueue } from "../refuse-unknown-queue.ts";
import { requireKept } from "../require-kept.ts";
import { type SelectedFilters, selectFilters } from "../select-filters.ts";

const STATES: readonly ConversationState[] = ["active", "lingering", "ended"];

const PARAMETERS = {
  ...HISTORY_PARAMETERS,
  state: choice("--state <state>", "Only conversations in this state; all of them when absent.", STATES),
};

export const history: Question<typeof PARAMETERS, Answer<ConversationSummary>> = {
  name: "history",
  summary: "Conversations that began in a range of time, each once, oldest first",
  description:
    "A conversation belongs to the range [from, to) in which it began, ended or not. Any range is read whole, each conversation " +
    "once, by the API that takes the fewest requests: the details query, cut to the intervals and depths that it accepts, or a details job " +
    "for what the data lake has, with what has changed since as it is now. `nowthen explain history` says which, and why.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const { planned, meta, filters } = await plan(world, parameters, context);
    const all = orRefuseQueue(readSummaries(world, planned, meta, context), world, filters.parties, context);
    const { state } = parameters;
    return { rows: countRows(state === undefined ? all : filterByState(all, state), meta), meta };
  },
  async explain(world, parameters, context) {
    const { planned, meta } = await plan(world, parameters, context);
    return explain(world, meta, toSteps(planned.plan), planned.plan);
  },
};

async function plan(
  world: AskWorld,
  parameters: ParameterValues<typeof PARAMETERS>,
  context: AskContext,
): Promise<{ planned: Planned; meta: AnswerMeta; filters: SelectedFilters }> {
  const range = toRange(parameters, world.timeZone, world.clock.now());
  const notes = await requireKept(world, range, context);
  const filters = await selectFilters(world, parameters, context);
  const whole = await world.sources.planHistory(toHistoryNeed(range, filters, parameters), context.signal);
  const planned = context.resumeAt === undefined ? whole : skipFinished(whole, context.resumeAt);
  const meta = openMeta("history", world, filters, range);
  return { planned, meta: { ...meta, notes }, filters };
}

async function* filterByState(rows: AsyncIterable<ConversationSummary>, state: ConversationState) {
  for await (const row of rows) if (row.state === state) yield row;
}
