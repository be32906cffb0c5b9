// A simulator in a process of its own: `server.ts PER_DAY START`. Of the calls that are connected when it is told to publish, it
// publishes holds and their ends, so many a second; each says by its own instants when it was rendered to be sent.
import { createEffects } from "../../src/base/effects.ts";
import type { EventFeed } from "../../src/simulator/events/event-feed.ts";
import type { NotificationEvent } from "../../src/simulator/events/notification-event.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { createApi } from "../../src/simulator/rest/create-api.ts";
import { serve } from "../../src/simulator/serve.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";

interface Call {
  state?: string;
  held?: boolean;
  startHoldTime?: string;
  segments?: unknown;
}

interface Participant {
  purpose?: string;
  queueId?: string;
  calls?: Call[];
}

interface Body {
  id: string;
  startTime?: string;
  participants: Participant[];
}

interface Told {
  readonly perSecond: number;
  readonly seconds: number;
}

const IDLE_MS = 100;

let published: readonly { readonly topicName: string; readonly conversation: Body; readonly call: Call }[] = [];
let begin = Number.POSITIVE_INFINITY;
let everyMs = 1;
let count = 0;

const at = (n: number) => begin + n * everyMs;
const feed: EventFeed = {
  knows: () => true,
  between(from, to, topics) {
    const events: NotificationEvent[] = [];
    for (let n = Math.max(0, Math.floor((from - begin) / everyMs) + 1); n < count && at(n) <= to; n++) {
      const event = toEvent(n);
      if (event !== undefined && topics.has(event.topicName)) events.push(event);
    }
    return events;
  },
  nextAt(after, _topics, horizonMs) {
    // Nothing yet: asked again soon, to be on time when there is.
    if (count === 0) return after + Math.min(horizonMs, IDLE_MS);
    const next = at(Math.max(0, Math.floor((after - begin) / everyMs) + 1));
    return next <= Math.min(after + horizonMs, at(count - 1)) ? next : undefined;
  },
};

function toEvent(n: number): NotificationEvent | undefined {
  const chosen = published[n % published.length];
  if (chosen === undefined) return undefined;
  const { topicName, conversation, call } = chosen;
  const isHold = Math.floor(n / published.length) % 2 === 0;
  return {
    at: at(n),
    topicName,
    version: "2",
    body() {
      call.held = isHold;
      if (isHold) call.startHoldTime = new Date(clock.now()).toISOString();
      else delete call.startHoldTime;
      return structuredClone(conversation);
    },
  };
}

const [perDay, clockStart] = process.argv.slice(2);
const options = parseSimulatorOptions({ perDay: Number(perDay), days: 31, clockStart: Number(clockStart) });
const { service, truth } = await openService(options, createEffects(), feed);
const { clock } = service;
const { url, close } = await serve(service);

/** Calls in which an agent talks, as their queue's topic tells them. */
async function chooseCalls(): Promise<typeof published> {
  const api = createApi({ ...service, options: { ...service.options, limits: "off" } });
  const headers = { authorization: `Bearer ${service.tokens.issue("bench")}` };
  const chosen = [];
  for (const { conversationId, mediaTypes } of truth.activeAt(clock.now())) {
    if (!mediaTypes.includes("voice")) continue;
    const answer = await api.request(`/api/v2/conversations/${conversationId}`, { headers });
    const { startTime, ...conversation } = (await answer.json()) as Body;
    const agent = conversation.participants?.find(({ purpose, calls = [] }) => {
      return purpose === "agent" && calls.some(({ state, held }) => state === "connected" && held !== true);
    });
    const call = agent?.calls?.find(({ state }) => state === "connected");
    if (call === undefined || agent?.queueId === undefined) continue;
    for (const { calls = [] } of conversation.participants) for (const one of calls) delete one.segments;
    chosen.push({ topicName: `v2.routing.queues.${agent.queueId}.conversations`, conversation, call });
  }
  return chosen;
}

async function answer(told: "facts" | Told): Promise<void> {
  if (told !== "facts") {
    published = await chooseCalls();
    everyMs = 1_000 / told.perSecond;
    count = told.perSecond * told.seconds;
    begin = clock.now() + 1_000;
  }
  const asked = service.log.requests.map(({ path }) => path);
  process.send?.({
    active: truth.activeAt(clock.now()).length,
    calls: published.length,
    detailsQueries: asked.filter((path) => path.endsWith("/details/query")).length,
    /** What to add to the machine's time to have the organisation's. */
    ahead: clock.now() - Date.now(),
  });
}

process.on("message", (told: "facts" | Told) => void answer(told));
process.on("disconnect", () => void close());
process.send?.({ url, clientId: service.clientId, clientSecret: service.clientSecret });
