import fc from "fast-check";
import { expect, test } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import type { Api, ApiRequest } from "../../api/api.ts";
import type { ConversationQuery } from "../../api/endpoints/analytics-conversation-details.ts";
import { DAY_MS, toIso } from "../../base/interval.ts";
import { makeHistoryPlan } from "../plan/make-history-plan.ts";
import { runHistoryPlan } from "./run-history-plan.ts";

const NOW = Date.UTC(2026, 2, 10, 9);
const RANGE = { from: NOW - 3 * DAY_MS, to: NOW };

interface Row {
  conversationId: string;
  conversationStart: string;
}

/** A result into which late records are put while it is read, wherever their start belongs. */
function createGrowingResult(starts: readonly number[], late: () => number[], totalIsOff: () => number) {
  let next = 0;
  const create = (start: number): Row => ({ conversationId: `c${next++}`, conversationStart: toIso(start) });
  const rows = starts.map(create);
  const request = async ({ body }: ApiRequest) => {
    const { paging } = body as ConversationQuery;
    for (const start of late()) rows.push(create(start));
    rows.sort((a, b) => a.conversationStart.localeCompare(b.conversationStart));
    const first = ((paging?.pageNumber ?? 1) - 1) * 100;
    const conversations = rows.slice(first, first + 100);
    return conversations.length === 0 ? {} : { conversations, totalHits: Math.max(0, rows.length + totalIsOff()) };
  };
  const budget = () => ({ used: 0, allowed: null, resetsAt: null });
  return { api: { request, budget } as unknown as Api, initially: rows.map(({ conversationId }) => conversationId) };
}

// Some begin on a day that the range touches, outside of the range itself: the API matches whole days.
const start = fc.integer({ min: RANGE.from - DAY_MS / 4, max: RANGE.to + DAY_MS / 4 });

test("each conversation of the range comes once, whatever arrives late while the pages are read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(start, { maxLength: 450 }),
      fc.infiniteStream(fc.array(start, { maxLength: 3 })),
      fc.infiniteStream(fc.integer({ min: -120, max: 120 })),
      async (starts, arrivals, offs) => {
        const result = createGrowingResult(
          starts,
          () => arrivals.next().value,
          () => offs.next().value,
        );
        const found: Row[] = [];
        const clock = createFakeClock(NOW);
        const planned = await makeHistoryPlan(result.api, clock, {
          interval: RANGE,
          criteria: [],
          reach: "began",
          attributes: false,
          via: "query",
        });
        for await (const { records } of runHistoryPlan(result.api, clock, planned)) found.push(...(records as Row[]));
        const ids = found.map(({ conversationId }) => conversationId);
        expect(new Set(ids).size).toBe(ids.length);
        const inRange = (instant: number) => instant >= RANGE.from && instant < RANGE.to;
        for (const { conversationStart } of found) expect(inRange(Date.parse(conversationStart))).toBe(true);
        for (const [index, id] of result.initially.entries()) {
          if (inRange(starts[index] ?? 0)) expect(ids).toContain(id);
        }
      },
    ),
    { numRuns: 200 },
  );
});
