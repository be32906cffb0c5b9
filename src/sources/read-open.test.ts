import fc from "fast-check";
import { expect, test } from "vitest";
import { createFakeClock } from "../../test/support/fake-clock.ts";
import type { Api, ApiRequest } from "../api/api.ts";
import type { ConversationQuery } from "../api/endpoints/analytics-conversation-details.ts";
import type { Clock } from "../base/effects.ts";
import { readOpen, toOpenInterval } from "./read-open.ts";

const everything = (clock: Clock) => ({ interval: toOpenInterval(clock.now()), filters: {} });

/** A result that moves: before each request some open conversations end and leave it, and some begin at its end. */
function createMovingResult(size: number, change: () => { ended: number[]; begun: number }, totalIsOff: () => number) {
  let open = Array.from({ length: size }, (_, n) => `c${n}`);
  let next = size;
  const stayed = new Set(open);
  const request = async ({ body }: ApiRequest) => {
    const { interval, paging } = body as ConversationQuery;
    // All of them began in the window of today.
    if (Date.parse(interval.split("/")[1] ?? "") < clock.now()) return {};
    const { ended, begun } = change();
    for (const index of ended) {
      const [id] = open.splice(index % Math.max(1, open.length), 1);
      if (id !== undefined) stayed.delete(id);
    }
    for (let n = 0; n < begun; n++) open = [...open, `c${next++}`];
    const start = ((paging?.pageNumber ?? 1) - 1) * 100;
    const conversations = open.slice(start, start + 100).map((conversationId) => ({ conversationId }));
    return conversations.length === 0 ? {} : { conversations, totalHits: Math.max(0, open.length + totalIsOff()) };
  };
  const clock = createFakeClock();
  return { api: { request } as unknown as Api, clock, stayed };
}

const changes = fc.infiniteStream(
  fc.record({ ended: fc.array(fc.nat({ max: 1_000 }), { maxLength: 4 }), begun: fc.nat({ max: 3 }) }),
);

test("a conversation that stays open is found, whatever ends and begins while the pages are read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 450 }),
      changes,
      fc.infiniteStream(fc.integer({ min: -120, max: 120 })),
      async (size, moves, offs) => {
        const { api, clock, stayed } = createMovingResult(
          size,
          () => moves.next().value,
          () => offs.next().value,
        );
        const { records } = await readOpen(api, clock, everything(clock));
        const found = records.map((record) => (record as { conversationId: string }).conversationId);
        expect(new Set(found).size).toBe(found.length);
        for (const id of stayed) expect(found).toContain(id);
      },
    ),
    { numRuns: 300 },
  );
});

test("a result of one page costs one request to prove its end", async () => {
  let requests = 0;
  const { api, clock } = createMovingResult(
    40,
    () => ({ ended: [], begun: 0 }),
    () => 0,
  );
  const counting = {
    request(request: ApiRequest) {
      requests += 1;
      return api.request(request);
    },
  } as unknown as Api;
  await readOpen(counting, clock, everything(clock));
  // One for each of the two older windows, two for today's.
  expect(requests).toBe(4);
});
