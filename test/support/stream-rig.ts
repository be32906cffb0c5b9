import type { Api } from "../../src/api/api.ts";
import { type Clock, createEffects, type Effects, type Log } from "../../src/base/effects.ts";
import type { SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { type NotificationStream, openStream, type StreamOptions } from "../../src/stream/open-stream.ts";
import type { StreamGap, StreamMessage, TopicEvent } from "../../src/stream/stream-message.ts";
import { createListFeed } from "./list-feed.ts";
import { createRig, type Rig } from "./notification-rig.ts";
import { openTestApi } from "./open-test-api.ts";
import { watchWork } from "./watch-work.ts";

const START = Date.UTC(2026, 2, 10, 9);
/** Each topic publishes so often, unless a test says otherwise; its events say when they were published. */
const EVERY_MS = 5_000;

export interface StreamRig extends AsyncDisposable {
  readonly rig: Rig;
  readonly api: Api;
  readonly effects: Effects;
  readonly stream: NotificationStream;
  readonly messages: StreamMessage[];
  readonly warnings: readonly string[];
  /** Moves time on step by step, each time until what can arrive has arrived. */
  pass(ms: number): Promise<void>;
  /** Events of a topic that were published and not received, of which no gap tells. */
  missing(topic: string): number[];
  gaps(): StreamGap[];
  /** Timers of ours that have not come to their end. */
  waiting(): number;
  /** What `POST /simulator/…` does. */
  control(what: "channels" | "faults", body: object): Promise<void>;
}

export interface StreamRigOptions {
  readonly topics: readonly string[];
  readonly hours?: number;
  readonly everyMs?: number;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly stream?: StreamOptions;
  /** Another address at which the simulator is reached. */
  through?(url: string): string;
}

/** Our stream against the simulator's channels, whose events are a list made by hand: so what was published is known for certain. */
export async function createStreamRig({
  topics,
  hours = 1,
  everyMs = EVERY_MS,
  simulator,
  stream: asked,
  through = (url) => url,
}: StreamRigOptions): Promise<StreamRig> {
  const published = Array.from({ length: (hours * 3_600_000) / everyMs }, (_, n) => START + (n + 1) * everyMs);
  const feed = createListFeed(topics.flatMap((topic) => published.map((at) => [at, topic, { at }] as const)));
  const rig = await createRig(feed, { clockStart: START, requestsPerMinute: 100_000, ...simulator });
  const { clock, waiting } = countTimers(rig.clock);
  const warnings: string[] = [];
  const log: Log = ({ level, message }) => {
    if (level === "warn") warnings.push(message);
  };
  const effects = createEffects({ clock, random: () => 0.5, log });
  const url = through(rig.url);
  const api = openTestApi({ ...rig, url }, effects);
  const watched = watchWork(api);
  const stream = await openStream(watched.api, effects, topics, asked);
  const messages: StreamMessage[] = [];
  const taking = (async () => {
    for await (const message of stream) messages.push(message);
  })();
  const begun = rig.clock.now();
  const gaps = () => messages.filter((message): message is StreamGap => message.kind === "gap");
  const received = (topic: string) =>
    new Set(
      messages
        .filter((message): message is TopicEvent => message.kind === "event" && message.topicName === topic)
        .map(({ eventBody }) => (eventBody as { at: number }).at),
    );
  return {
    rig,
    api,
    effects,
    stream,
    messages,
    warnings,
    gaps,
    waiting,
    async pass(ms) {
      for (const end = rig.clock.now() + ms; rig.clock.now() < end; ) {
        rig.clock.advance(Math.min(everyMs, end - rig.clock.now()));
        const latest = rig.clock.now() - ((rig.clock.now() - START) % everyMs);
        await settle(stream, messages, topics, latest, watched.isBusy);
      }
    },
    missing: (topic) => {
      const got = received(topic);
      const told = gaps().filter((gap) => gap.topics.includes(topic));
      return published.filter(
        (at) =>
          at > begun && at <= rig.clock.now() && !got.has(at) && !told.some(({ from, to }) => at >= from && at <= to),
      );
    },
    control: async (what, body) => {
      await rig.send("POST", `/simulator/${what}`, body);
    },
    async [Symbol.asyncDispose]() {
      await stream.close();
      await taking;
      await api.close();
      await rig[Symbol.asyncDispose]();
    },
  };
}

function countTimers(clock: Clock): { clock: Clock; waiting(): number } {
  let waiting = 0;
  const after: Clock["after"] = (ms, callback) => {
    let isWaiting = true;
    const end = () => {
      if (isWaiting) waiting -= 1;
      isWaiting = false;
    };
    waiting += 1;
    const cancel = clock.after(ms, () => {
      end();
      callback();
    });
    return () => {
      end();
      cancel();
    };
  };
  const sleep: Clock["sleep"] = async (ms, signal) => {
    waiting += 1;
    try {
      await clock.sleep(ms, signal);
    } finally {
      waiting -= 1;
    }
  };
  const counted = { now: () => clock.now(), monotonic: () => clock.monotonic(), after, sleep };
  return { clock: counted, waiting: () => waiting };
}

const TURNS = 25;

/** Until the event of this moment is there for each topic, or nothing has come for many turns of the event loop. */
async function settle(
  stream: NotificationStream,
  messages: readonly StreamMessage[],
  topics: readonly string[],
  at: number,
  isBusy: () => boolean,
): Promise<void> {
  const isThere = (topic: string) =>
    messages
      .slice(-topics.length * 4)
      .some((m) => m.kind === "event" && m.topicName === topic && (m.eventBody as { at: number }).at === at);
  for (let quiet = 0, before = messages.length; quiet < TURNS; quiet++) {
    if (!isBusy() && stream.status().channels.every(({ connected }) => connected) && topics.every(isThere)) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (messages.length !== before) quiet = 0;
    before = messages.length;
  }
}
