import { DAY_MS, HOUR_MS } from "../../base/interval.ts";
import { createDetailCounter, type DetailCell } from "../../sources/aggregates/count-details.ts";
import type { AggregateNeed } from "../../sources/aggregates/read-aggregates.ts";
import { OPEN_LOOKBACK_DAYS } from "../../sources/plan/history-need.ts";
import { followedUntil } from "../../store/coverage.ts";
import type { Store } from "../../store/store.ts";
import type { AskContext, AskWorld } from "../answer.ts";
import { judgeCopy } from "./count-from-copy.ts";
import { copyNotUsable } from "./plan-from-copy.ts";

/** What the local copy's records emit in a range, and what there is to know of it. */
export interface CopyDetails {
  readonly cells: DetailCell[];
  readonly followedUntil: number;
  readonly caveat: string | null;
}

/** What is emitted right at the end of a conversation may fall after it by as much as clocks differ, and more. */
const SLACK_MS = HOUR_MS;

/** Counts from the records of the local copy, one by one. Throws `COPY_NOT_USABLE` (input). */
export async function countDetailsOfCopy(
  world: AskWorld,
  need: AggregateNeed,
  context: AskContext,
): Promise<CopyDetails> {
  const { store, reason } = await world.copy();
  if (store === null) throw copyNotUsable(reason ?? "there is none");
  const { obstacle, caveat } = await judgeCopy(store, need);
  if (obstacle !== null) throw copyNotUsable(obstacle);
  return { cells: await count(store, need, context), followedUntil: followedUntil(await store.slices()) ?? 0, caveat };
}

async function count(store: Store, need: AggregateNeed, { signal, progress }: AskContext): Promise<DetailCell[]> {
  const { from, to } = need.interval;
  const counter = createDetailCounter(need);
  const alive = { interval: { from: from - OPEN_LOOKBACK_DAYS * DAY_MS, to }, aliveSince: from - SLACK_MS };
  let read = 0;
  for await (const run of store.conversations(alive, signal)) {
    for (const { record } of run) counter.add(record);
    read += run.length;
    progress?.(`the local copy: ${read} conversations`);
  }
  return counter.cells();
}
