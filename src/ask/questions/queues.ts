import { toAsyncIterable } from "../../base/async-iterable.ts";
import { OBSERVED_AT_ONCE, type QueueNow } from "../../sources/now/observe-queues.ts";
import type { Answer, AskContext, AskWorld } from "../answer.ts";
import { explain, toStep } from "../explanation.ts";
import { FILTER_PARAMETERS } from "../filter-parameters.ts";
import { closeMeta, openMeta } from "../open-meta.ts";
import type { ParameterValues } from "../parameter.ts";
import type { Question } from "../question.ts";
import { type SelectedFilters, selectFilters } from "../select-filters.ts";
import { refuseNot } from "../stats/aggregate-criteria.ts";

const PARAMETERS = { queue: FILTER_PARAMETERS.queue, media: FILTER_PARAMETERS.media };

/** What is going on in one queue now, with its name. */
export interface QueueRow extends QueueNow {
  readonly queueName: string | null;
}

export const queues: Question<typeof PARAMETERS, Answer<QueueRow>> = {
  name: "queues",
  summary: "Each queue now: who waits and for how long, who talks, its agents by routing status",
  description:
    "Counted by the queue observations of the API, for all queues in one request; for the conversations themselves ask `live --queue`. Those who wait " +
    "longest come first. What the API leaves out is empty (null), not zero.",
  parameters: PARAMETERS,
  async ask(world, parameters, context) {
    const filters = await select(world, parameters, context);
    const meta = openMeta("queues", world, filters);
    context.progress?.("counting");
    const seen = await world.sources.observeQueues(idsOf(filters), mediaOf(filters), context.signal);
    const ids = seen.map(({ queueId }) => queueId);
    await world.directory.load("queue", ids, context.signal);
    const rows = seen.map((one) => ({ ...one, queueName: world.directory.nameOf("queue", one.queueId) })).sort(compare);
    const missing = (idsOf(filters) ?? []).filter((id) => !ids.includes(id));
    if (rows.length === 0 && missing[0] !== undefined) await world.requireQueue(missing[0], context.signal);
    closeMeta(meta, world, world.clock.now());
    meta.rows = rows.length;
    return { rows: toAsyncIterable(rows), meta };
  },
  async explain(world, parameters, context) {
    const filters = await select(world, parameters, context);
    const ids = idsOf(filters);
    return explain(world, openMeta("queues", world, filters), [
      toStep("observations", {
        from: null,
        to: null,
        why: "counted by the API: no conversation has to be read",
        conversations: null,
        // Listing the queues is a request a hundred of them.
        requests: ids === null ? 2 : Math.ceil(ids.length / OBSERVED_AT_ONCE),
      }),
    ]);
  },
};

function select(world: AskWorld, parameters: ParameterValues<typeof PARAMETERS>, context: AskContext) {
  refuseNot(parameters);
  return selectFilters(world, parameters, context);
}

function idsOf({ criteria }: SelectedFilters): readonly string[] | null {
  return valuesOf(criteria, "queue");
}

function mediaOf({ criteria }: SelectedFilters): readonly string[] {
  return valuesOf(criteria, "mediaType") ?? [];
}

function valuesOf(criteria: SelectedFilters["criteria"], field: "queue" | "mediaType"): readonly string[] | null {
  const found = criteria.find((criterion) => criterion.kind === "value" && criterion.field === field);
  return found?.kind === "value" ? found.values : null;
}

function compare(one: QueueRow, other: QueueRow): number {
  const byWaiting = (other.waiting ?? 0) - (one.waiting ?? 0) || (other.longestWaitMs ?? 0) - (one.longestWaitMs ?? 0);
  return byWaiting || (one.queueName ?? one.queueId).localeCompare(other.queueName ?? other.queueId);
}
