import { toAsyncIterable } from "../../base/async-iterable.ts";
import type { ConversationState, ConversationSummary } from "../../model/conversation-summary.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import { skipFinished } from "../../sources/plan/skip-finished.ts";
import { PAGE_SORTS } from "../../store/store.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { joinPlans, toPieceSteps } from "../copy/explain-pieces.ts";
import { planFromCopy } from "../copy/plan-from-copy.ts";
import { type Paging, readPageOfCopy } from "../copy/read-page.ts";
import { readPieces } from "../copy/read-pieces.ts";
import { countRows } from "../count-rows.ts";
import { explain, toSteps } from "../explanation.ts";
import { HISTORY_PARAMETERS, toHistoryNeed } from "../history-parameters.ts";
import { openMeta } from "../open-meta.ts";
import { choice, count, type ParameterValues } from "../parameter.ts";
import type { Question } from "../question.ts";
import { toRange } from "../range.ts";
import { readSummaries } from "../read-summaries.ts";
import { orRefuseQueue } from "../refuse-unknown-queue.ts";
import { requireKept } from "../require-kept.ts";
import { type SelectedFilters, selectFilters } from "../select-filters.ts";

const STATES: readonly ConversationState[] = ["active", "lingering", "ended"];

const SORTS = PAGE_SORTS.flatMap((by) => [by, `-${by}`]);
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

const PARAMETERS = {
  ...HISTORY_PARAMETERS,
  state: choice("--state <state>", "Only conversations in this state; all of them when absent.", STATES),
  sort: choice(
    "--sort <field>",
    "A page in another order than by start; - before the field: largest first. Only the local copy can sort.",
    SORTS,
  ),
  limit: count(
    "--limit <n>",
    `A page of so many conversations (${DEFAULT_LIMIT} where only its order or place is given), from the local copy; the meta data says how many there are.`,
    MAX_LIMIT,
  ),
  offset: count("--offset <n>", "A page that begins after so many conversations.", 1e9, 0),
};

export interface HistoryMeta extends AnswerMeta {
  /** Where a page was asked for: how many conversations there are on all of them. */
  total?: number;
}

export interface HistoryAnswer extends Answer<ConversationSummary> {
  meta: HistoryMeta;
}

export const history: Question<typeof PARAMETERS, HistoryAnswer> = {
  name: "history",
  summary: "Conversations that began in a range of time, each once, oldest first",
  description:
    "A conversation belongs to the range [from, to) in which it began, ended or not. Any range is read whole, each conversation " +
    "once, by the API that takes the fewest requests: the details query, cut to the intervals and depths that it accepts, or a details job " +
    "for what the data lake has, with what has changed since as it is now. `nowthen explain history` says which, and why.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const { need, meta, filters } = await prepare(world, parameters, context);
    const paging = toPaging(parameters);
    if (paging !== null) return readPage(world, need, paging, meta, context);
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

async function readPage(world: AskWorld, need: HistoryNeed, paging: Paging, meta: HistoryMeta, context: AskContext) {
  const { total, rows } = await readPageOfCopy(world, need, paging, meta, context);
  meta.total = total;
  meta.rows = rows.length;
  return { rows: toAsyncIterable(rows), meta };
}

/** `null` where all rows are wanted, in their order. */
function toPaging({ sort, limit, offset, state }: ParameterValues<typeof PARAMETERS>): Paging | null {
  if (sort === undefined && limit === undefined && offset === undefined) return null;
  const field = (sort ?? "startedAt").replace(/^-/, "");
  const by = PAGE_SORTS.find((name) => name === field) ?? "startedAt";
  const descending = sort?.startsWith("-") === true;
  return { sort: { by, descending }, limit: limit ?? DEFAULT_LIMIT, offset: offset ?? 0, state: state ?? null };
}

async function prepare(
  world: AskWorld,
  parameters: ParameterValues<typeof PARAMETERS>,
  context: AskContext,
): Promise<{ need: HistoryNeed; meta: AnswerMeta; filters: SelectedFilters }> {
  const range = toRange(parameters, world.timeZone, world.clock.now());
  const notes =
    parameters.source === "store" || toPaging(parameters) !== null ? [] : await requireKept(world, range, context);
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
