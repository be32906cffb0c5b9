import type { Interval } from "../../base/interval.ts";
import { toIso } from "../../base/interval.ts";
import type { ConversationState, ConversationSummary } from "../../model/conversation-summary.ts";
import { addNames } from "../add-names.ts";
import type { Answer, AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { countRows } from "../count-rows.ts";
import { closeMeta, markIncomplete, openMeta } from "../open-meta.ts";
import { choice } from "../parameter.ts";
import type { Question } from "../question.ts";
import { RANGE_PARAMETERS, toRange } from "../range.ts";
import { orRefuseQueue } from "../refuse-unknown-queue.ts";
import { PARTY_PARAMETERS, type SelectedParties, selectParties, toSelection } from "../select-parties.ts";
import { summarizePage } from "../summarize-page.ts";

const STATES: readonly ConversationState[] = ["active", "lingering", "ended"];

const PARAMETERS = {
  ...PARTY_PARAMETERS,
  ...RANGE_PARAMETERS,
  state: choice("--state <state>", "Only conversations in this state; all of them when absent.", STATES),
};

export const history: Question<typeof PARAMETERS, Answer<ConversationSummary>> = {
  name: "history",
  summary: "Conversations that began in a range of time, each once, oldest first",
  description:
    "A conversation belongs to the range [from, to) in which it began, ended or not. Any range is read whole, each conversation " +
    "once: cut to what the details query accepts, every page, exact to the millisecond although the API matches whole UTC days.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const range = toRange(parameters, world.timeZone, world.clock.now());
    const parties = await selectParties(world, parameters, context);
    const meta = openMeta("history", world, parties, range);
    const all = orRefuseQueue(readSummaries(world, parties, range, meta, context), world, parties, context);
    const { state } = parameters;
    return { rows: countRows(state === undefined ? all : filterByState(all, state), meta), meta };
  },
};

/** The summaries of a range as they arrive, with names; the meta data is final at the end. */
export async function* readSummaries(
  world: AskWorld,
  parties: SelectedParties,
  interval: Interval,
  meta: AnswerMeta,
  context: AskContext,
): AsyncGenerator<ConversationSummary, void, undefined> {
  let observedAt = world.clock.now();
  const pages = world.sources.history(
    { interval, selection: toSelection(parties) },
    {
      progress: (read, expected) =>
        context.progress?.(
          `conversations since ${toIso(interval.from).slice(0, 10)}: ${read} of about ${expected}, ${world.sources.requestsUsed()} requests`,
        ),
      incomplete: (reason) => markIncomplete(meta, reason),
    },
    context.signal,
  );
  for await (const page of pages) {
    const summaries = summarizePage(page, meta, context).map(({ summary }) => summary);
    await addNames(summaries, world.directory, context.signal);
    observedAt = page.observedAt;
    yield* summaries;
  }
  closeMeta(meta, world, observedAt);
}

async function* filterByState(rows: AsyncIterable<ConversationSummary>, state: ConversationState) {
  for await (const row of rows) if (row.state === state) yield row;
}
