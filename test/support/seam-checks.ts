import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/base/interval.ts";
import type { ConversationSummary } from "../../src/index.ts";
import type { SyncRig } from "./sync-rig.ts";

/** What analytics cannot know yet is nobody's fault. */
const LATE_MS = 5 * MINUTE_MS;

/** Each true conversation of a covered stretch is there, and nothing is there twice. */
export async function expectWhatTheLedgerSays(rig: SyncRig): Promise<void> {
  const { slices, ids, checkpoint } = await rig.withStore(async (store) => ({
    slices: await store.slices(),
    ids: await listIds(store.summaries({})),
    checkpoint: await store.checkpoint(),
  }));
  expect(new Set(ids).size).toBe(ids.length);
  const held = new Set(ids);
  const truth = rig.simulator.truth();
  for (const { interval, asOf, state } of slices) {
    if (state !== "done") continue;
    const owed = truth.begunIn({ from: interval.from, to: Math.min(interval.to, asOf - LATE_MS) });
    expect(owed.filter(({ conversationId }) => !held.has(conversationId))).toEqual([]);
  }
  const first = Math.min(...slices.map(({ interval }) => interval.from));
  if (checkpoint !== null) {
    const owed = truth.begunIn({ from: first, to: checkpoint - LATE_MS });
    expect(owed.filter(({ conversationId }) => !held.has(conversationId))).toEqual([]);
  }
}

/** Nothing is open in the copy that had ended when the last run began: no conversation is active for ever because its end was missed. */
export async function expectNothingFrozen(rig: SyncRig, began: number): Promise<void> {
  const open = await rig.withStore((store) => store.open());
  const truth = rig.simulator.truth();
  const frozen = open.filter(({ conversationId }) => {
    const { endedAt } = truth.byId(conversationId) ?? {};
    return endedAt !== undefined && endedAt < began - LATE_MS;
  });
  expect(frozen).toEqual([]);
}

async function listIds(runs: AsyncIterable<readonly ConversationSummary[]>): Promise<string[]> {
  const ids: string[] = [];
  for await (const run of runs) ids.push(...run.map(({ conversationId }) => conversationId));
  return ids;
}

/** Everything that began in the last days, asked for now: from the copy what it holds, from the API the rest. Says whether the copy saved requests. */
export async function expectEverythingToNow(rig: SyncRig, days: number): Promise<boolean> {
  rig.simulator.clock.advance(7 * MINUTE_MS);
  const before = rig.simulator.clock.now();
  const { rows, requestsUsed } = await rig.history({ days });
  const ids = rows.map(({ conversationId }) => conversationId);
  expect(new Set(ids).size).toBe(ids.length);
  const truth = rig.simulator.truth().begunIn({ from: before - days * DAY_MS + HOUR_MS, to: before - LATE_MS });
  const given = new Map(rows.map((row) => [row.conversationId, row]));
  expect(truth.filter(({ conversationId }) => !given.has(conversationId))).toEqual([]);
  for (const { conversationId, endedAt } of truth) {
    // What ended minutes ago may be told either way.
    if (endedAt !== undefined && endedAt > before - LATE_MS) continue;
    const told = given.get(conversationId)?.endedAt;
    if (endedAt !== undefined) expect(told, conversationId).toBe(new Date(endedAt).toISOString());
  }
  return requestsUsed < truth.length / 100 + 12;
}

/** What has settled is what a details job says long afterwards, and nothing has been left out. Says how many have settled. */
export async function expectTruth(rig: SyncRig, days: number): Promise<number> {
  const truth = await rig.settledTruth(days);
  const now = rig.simulator.clock.now();
  return rig.withStore(async (store) => {
    const slices = await store.slices();
    const from = Math.max(now - days * DAY_MS, Math.min(...slices.map(({ interval }) => interval.from)));
    let settled = 0;
    for await (const run of store.conversations({})) {
      for (const { summary, record } of run) {
        if (summary.provenance.finality !== "settled") continue;
        settled += 1;
        const expected = truth.get(record.conversationId);
        if (expected !== undefined && !isDeepStrictEqual(record, expected))
          expect(record, record.conversationId).toEqual(expected);
      }
    }
    const owed = rig.simulator.truth().begunIn({ from, to: now - 6 * HOUR_MS });
    const held = new Set(await listIds(store.summaries({})));
    expect(owed.filter(({ conversationId }) => !held.has(conversationId))).toEqual([]);
    return settled;
  });
}
