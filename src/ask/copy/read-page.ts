import type { ConversationState, ConversationSummary } from "../../model/conversation-summary.ts";
import type { Criterion } from "../../sources/filter/criterion.ts";
import type { HistoryNeed } from "../../sources/plan/history-need.ts";
import { followedUntil, toCoverage } from "../../store/coverage.ts";
import type { PageNeed, RowCondition, Store } from "../../store/store.ts";
import { addNames } from "../add-names.ts";
import type { AnswerMeta, AskContext, AskWorld } from "../answer.ts";
import { closeMeta, markIncomplete } from "../open-meta.ts";
import { copyNotUsable } from "./plan-from-copy.ts";
import { describeMissing, mayUseCopy } from "./plan-pieces.ts";
import { withStoredNames } from "./stored-names.ts";

/** Which of the rows, in which order. */
export interface Paging extends Pick<PageNeed, "sort" | "limit" | "offset"> {
  readonly state: ConversationState | null;
}

/**
 * Some rows of a history in any order, and how many it has: only the local copy can tell, without reading all of them. Throws
 * `COPY_NOT_USABLE` (input).
 */
export async function readPageOfCopy(
  world: AskWorld,
  need: HistoryNeed,
  paging: Paging,
  meta: AnswerMeta,
  context: AskContext,
): Promise<{ total: number; rows: readonly ConversationSummary[] }> {
  const store = await requireCopy(world, need);
  const { state, ...page } = paging;
  const slices = await store.slices();
  const { covered, missing } = toCoverage(slices, need.interval);
  // What began after the last reading is in the copy as far as its events were heard.
  const until = covered.at(-1)?.interval.to ?? Number.POSITIVE_INFINITY;
  const lacking = describeMissing(missing.filter(({ interval }) => interval.from < until));
  if (lacking !== null) markIncomplete(meta, lacking);
  const conditions = need.criteria.map(toCondition);
  const found = await store.page({
    interval: need.interval,
    states: state === null ? null : [state],
    conditions,
    ...page,
  });
  const { directory } = await withStoredNames(world, store, true);
  await addNames(found.rows, directory, context.signal);
  closeMeta(meta, world, followedUntil(slices) ?? world.clock.now());
  return found;
}

async function requireCopy(world: AskWorld, need: HistoryNeed): Promise<Store> {
  const { store, reason } = await world.copy();
  if (store === null) throw copyNotUsable(reason ?? "there is none, and only a copy is sorted or read from the middle");
  if (!mayUseCopy({ ...need, via: "store" }, await store.recall("privacy.policy")))
    throw copyNotUsable("it can't tell what began earlier, nor what its privacy policy hides");
  return store;
}

function toCondition(criterion: Criterion): RowCondition {
  if (criterion.kind !== "value") return criterion;
  const { kind, field, values, not } = criterion;
  return { kind, field, values, not };
}
