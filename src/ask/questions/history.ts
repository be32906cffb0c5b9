import type { ConversationState, ConversationSummary } from "../../model/conversation-summary.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import { skipFinished } from "../../sources/plan/skip-finished.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { joinPlans, toPieceSteps } from "../copy/explain-pieces.ts";
import { planFromCopy } from "../copy/plan-from-copy.ts";
import { readPieces } from "../copy/read-pieces.ts";
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
    const { need, meta, filters } = await prepare(world, parameters, context);
    const all = orRefuseQueue(await read(world, need, meta, context), world, filters.parties, context);
    const { state } = parameters;
    return { rows: countRows(state === undefined ? all : filterByState(all, state), meta), meta };
  },
  async explain(world, parameters, context) {
    const { need, meta } = await prepare(world, parameters, context);
    const pieces = await planFromCopy(world, need, meta, context);
    if (pieces !== null) return explain(world, meta, toPieceSteps(pieces), joinPlans(pieces));
    const { plan } = await world.sources.planHistory(need, context.signal);
    return explain(world, meta, toSteps(plan), plan);
  },
};

async function prepare(
  world: AskWorld,
  parameters: ParameterValues<typeof PARAMETERS>,
  context: AskContext,
): Promise<{ need: HistoryNeed; meta: AnswerMeta; filters: SelectedFilters }> {
  const range = toRange(parameters, world.timeZone, world.clock.now());
  const notes = parameters.source === "store" ? [] : await requireKept(world, range, context);
  const filters = await selectFilters(world, parameters, context);
  const meta = openMeta("history", world, filters, range);
  return { need: toHistoryNeed(range, filters, parameters), meta: { ...meta, notes }, filters };
}

async function read(world: AskWorld, need: HistoryNeed, meta: AnswerMeta, context: AskContext) {
  const pieces = await planFromCopy(world, need, meta, context);
  if (pieces !== null) return readPieces({ world, need, meta, context }, pieces);
  const whole = await world.sources.planHistory(need, context.signal);
  const planned = context.resumeAt === undefined ? whole : skipFinished(whole, context.resumeAt);
  return readSummaries(world, planned, meta, context);
}

async function* filterByState(rows: AsyncIterable<ConversationSummary>, state: ConversationState) {
  for await (const row of rows) if (row.state === state) yield row;
}
