import { DAY_MS, startOfUtcDay } from "../base/interval.ts";
import type { Store } from "../store/store.ts";
import { SINCE_DAYS } from "./sync-need.ts";

/** Under which name the store remembers since when its copy is to reach. */
const SINCE = "since";

/** Since when the copy is to reach, epoch milliseconds; `null` when nobody has said yet. */
export async function recallSince(store: Store): Promise<number | null> {
  const remembered = await store.recall(SINCE);
  return remembered === null ? null : Number(remembered);
}

/** As far back as was asked for, now or in an earlier run: a copy that shrinks is none. */
export async function chooseSince(store: Store, asked: number | null, now: number): Promise<number> {
  const remembered = await recallSince(store);
  const wanted = asked ?? remembered ?? now - SINCE_DAYS * DAY_MS;
  const since = startOfUtcDay(Math.min(wanted, remembered ?? wanted));
  if (since !== remembered) await store.write({ records: [], remember: { [SINCE]: String(since) } });
  return since;
}
