// A simulator in a process of its own: `server.ts PER_DAY DAYS START PER_SECOND`. Beside what its organisation publishes, it publishes so
// many holds and their ends a second. Says where it is, and when it is asked, how far it has come.
import { once } from "node:events";
import { createEffects } from "../../src/base/effects.ts";
import { createEventFeed } from "../../src/simulator/events/create-event-feed.ts";
import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { serve } from "../../src/simulator/serve.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { startScript } from "../run-process.ts";
import { type Chosen, HoldFeed } from "./hold-feed.ts";

const [perDay, days, clockStart, perSecond] = process.argv.slice(2);
const options = parseSimulatorOptions({
  perDay: Number(perDay),
  days: Number(days),
  clockStart: Number(clockStart),
  requestsPerMinute: 100_000,
});
let feed: EventFeed | undefined;
const { service } = await openService(options, createEffects(), {
  knows: (topicName) => feed?.knows(topicName) ?? false,
  between: (from, to, topics) => feed?.between(from, to, topics) ?? [],
  nextAt: (after, topics, horizonMs) => feed?.nextAt(after, topics, horizonMs),
});
const { world, clock } = service;
const holds = new HoldFeed(createEventFeed(world, options), clock, Number(perSecond));
feed = holds;
let active = 0;
// It opens the same organisation, at the same time as far as a second matters.
const chooser = startScript("./web/choose-calls.ts", [String(perDay), String(days), String(Math.round(clock.now()))]);
chooser.on("message", (chosen: Chosen) => {
  active = chosen.active;
  holds.take(chosen.calls);
});
await once(chooser, "message");
const { url, close } = await serve(service);

process.on("message", (question: "facts" | "transitions") => {
  const { user, system } = process.cpuUsage();
  const { calls, published } = holds;
  const facts = { at: performance.now(), cpuMs: (user + system) / 1_000, active, calls, published };
  process.send?.(question === "transitions" ? holds.transitions : facts);
});
process.on("disconnect", () => {
  chooser.disconnect();
  void close();
});
process.send?.({ url, clientId: service.clientId, clientSecret: service.clientSecret });
