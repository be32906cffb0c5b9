// The simulator's channels in a process of their own, with events of an ordinary size, so many a second, that say when they were
// rendered: `server.ts TOPICS EVENTS_A_SECOND`. Answers any message with the processor time that it took.
import { createEffects } from "../../src/base/effects.ts";
import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import type { NotificationEvent } from "../../src/simulator/events/notification-event.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { serve } from "../../src/simulator/serve.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";

const [topicCount = 0, perSecond = 0] = process.argv.slice(2).map(Number);
const everyMs = 1_000 / perSecond;

const toTopic = (n: number) =>
  `v2.routing.queues.00000000-0000-4000-8000-${String(n % topicCount).padStart(12, "0")}.conversations`;

/** A call with customer, menu, queue and two agents is 4.2 KB. */
const participants = Array.from({ length: 12 }, (_, n) => ({
  id: `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`,
  purpose: "agent",
  connectedTime: "2026-03-10T14:00:00.000Z",
  address: "tel:+15550100",
  attributes: {},
  calls: [{ id: `00000000-0000-4000-a000-${String(n).padStart(12, "0")}`, state: "connected", held: false }],
}));

const toEvent = (n: number): NotificationEvent => ({
  at: n * everyMs,
  topicName: toTopic(n),
  version: "2",
  body: () => ({ id: String(n), participants, renderedAt: performance.timeOrigin + performance.now() }),
});

const feed: EventFeed = {
  knows: () => true,
  between(from, to) {
    const events: NotificationEvent[] = [];
    for (let n = Math.floor(from / everyMs) + 1; n * everyMs <= to; n++) events.push(toEvent(n));
    return events;
  },
  nextAt: (after) => (Math.floor(after / everyMs) + 1) * everyMs,
};

const options = parseSimulatorOptions({ perDay: 20, days: 2 });
const { service } = await openService(options, createEffects(), feed);
const { url, close } = await serve(service);
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1_000);
});
process.on("disconnect", () => void close());
process.send?.({ url, clientId: service.clientId, clientSecret: service.clientSecret });
