import { expect, test } from "vitest";
import { MessageQueue } from "./message-queue.ts";
import type { StreamMessage } from "./stream-message.ts";

const event = (n: number) => ({ kind: "event", topicName: `t${n % 2}`, eventBody: n, receivedAt: n * 1_000 }) as const;

async function takeSome(queue: MessageQueue, count: number): Promise<StreamMessage[]> {
  const taken: StreamMessage[] = [];
  const messages = queue.take();
  while (taken.length < count) {
    const { value, done } = await messages.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

test("more than fits is a gap, from before the first that was dropped until there is room for half again", async () => {
  const queue = new MessageQueue({ eventsMax: 4, transitMs: 500 }, () => 99_000);
  for (let n = 1; n <= 1_000; n++) queue.event(event(n));
  const lost = { from: 4_500, reason: "backlog" };
  const taken = await takeSome(queue, 6);
  expect(taken.map((message) => (message.kind === "event" ? message.eventBody : message))).toEqual([
    1,
    2,
    3,
    4,
    { kind: "gap-opened", ...lost, topics: ["t1"] },
    { kind: "gap", ...lost, topics: ["t1", "t0"], to: 99_000 },
  ]);
  queue.event(event(1_001));
  expect(await takeSome(queue, 1)).toEqual([event(1_001)]);
});

test("what is told beside events is never dropped", async () => {
  const queue = new MessageQueue({ eventsMax: 1, transitMs: 0 }, () => 0);
  queue.event(event(1));
  queue.event(event(2));
  queue.tell({ kind: "refused", topics: [] });
  expect((await takeSome(queue, 4)).map(({ kind }) => kind)).toEqual(["event", "gap-opened", "refused", "gap"]);
});

test("closing ends whoever takes, waiting or not, and nothing is kept from then on", async () => {
  const queue = new MessageQueue({ eventsMax: 9, transitMs: 0 }, () => 0);
  const waiting = queue.take().next();
  queue.close();
  expect(await waiting).toEqual({ value: undefined, done: true });
  queue.event(event(1));
  queue.tell({ kind: "refused", topics: [] });
  expect(await takeSome(queue, 1)).toEqual([]);
});
