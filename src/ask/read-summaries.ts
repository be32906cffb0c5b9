import { toIso } from "../base/interval.ts";
import { collectAttributes } from "../model/collect-attributes.ts";
import type { ConversationSummary } from "../model/conversation-summary.ts";
import { matchesAll } from "../sources/filter/matches-locally.ts";
import type { Planned } from "../sources/plan/make-history-plan.ts";
import { addNames } from "./add-names.ts";
import type { AnswerMeta, AskContext, AskWorld } from "./answer.ts";
import { describeProgress } from "./describe-progress.ts";
import { closeMeta, markIncomplete } from "./open-meta.ts";
import { summarizePage } from "./summarize-page.ts";

/** Runs a plan: the summaries as they arrive, with names; the meta data is final at the end. */
export async function* readSummaries(
  world: AskWorld,
  planned: Planned,
  meta: AnswerMeta,
  context: AskContext,
): AsyncGenerator<ConversationSummary, void, undefined> {
  let observedAt = world.clock.now();
  yield* readPlanned(world, planned, meta, context, (at) => {
    observedAt = Math.max(observedAt, at);
  });
  closeMeta(meta, world, observedAt);
}

/** The same as a part of an answer: says when what it gives was observed, and leaves the last strokes to others. */
export async function* readPlanned(
  world: AskWorld,
  planned: Planned,
  meta: AnswerMeta,
  context: AskContext,
  observed: (at: number) => void,
): AsyncGenerator<ConversationSummary, void, undefined> {
  const { plan } = planned;
  const since = toIso(plan.need.interval.from).slice(0, 10);
  const begun = world.clock.monotonic();
  let toCome = plan.estimate.requests;
  const requests = () => ({ used: world.sources.requestsUsed(), planned: toCome + plan.probes });
  if (plan.reason !== null) markIncomplete(meta, plan.reason);
  const pages = world.sources.runHistory(
    planned,
    {
      progress: (read, expected, planned = toCome) => {
        toCome = planned;
        context.progress?.(
          `conversations since ${since}: ${describeProgress({
            read,
            expected,
            elapsedMs: world.clock.monotonic() - begun,
            requests: requests(),
            budget: world.sources.budget(),
            now: world.clock.now(),
          })}`,
        );
      },
      waiting: (what) =>
        context.progress?.(
          `conversations since ${since}: ${what}, ${requests().used} of about ${requests().planned} requests`,
        ),
      incomplete: (reason) => markIncomplete(meta, reason),
      revised: (reason) => meta.notes.push(reason),
    },
    context.signal,
  );
  for await (const page of pages) {
    const summarized = summarizePage(page, meta, context);
    const summaries = summarized
      .filter(({ record }) => plan.local.length === 0 || matchesAll(record, plan.local))
      .map(({ record, summary }) =>
        plan.need.attributes !== false ? { ...summary, attributes: collectAttributes(record) } : summary,
      );
    await addNames(summaries, world.directory, context.signal);
    observed(page.observedAt);
    yield* summaries;
    if (page.reached !== undefined) context.reached?.(page.reached);
  }
}
