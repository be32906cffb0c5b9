import type { Api } from "../../api/api.ts";
import { isAppError } from "../../base/app-error.ts";
import type { Effects } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import { type NotificationStream, openStream } from "../../stream/open-stream.ts";
import type { DetailPage } from "../detail-page.ts";
import { readLiveOne, readOne } from "../read-one.ts";

/** How often it is asked for where events say when to, and where they don't. */
const EVERY_MS = { withEvents: 30 * SECOND_MS, without: 5 * SECOND_MS } as const;

/** What is published about one conversation whose id is known (notificationMappings.json of the official SDK). */
const DETAIL_EVENTS = ["customer", "user", "acd", "flow", "voicemail"]
  .flatMap((who) => [`${who}.start`, `${who}.end`])
  .concat("acw", "wrapup");

/**
 * One conversation as it is now, and again each time something has happened in it, until it has ended. Events only say when to ask: each
 * page is a whole account. Throws what `readOne` throws.
 */
export async function* followOne(
  api: Api,
  effects: Effects,
  conversationId: string,
  signal?: AbortSignal,
): AsyncGenerator<DetailPage, void, undefined> {
  const { clock } = effects;
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // First the events, then what there is: so nothing falls between.
  const stream = await listen(api, effects, conversationId, either);
  const hints = new Hints(stream);
  try {
    for (;;) {
      const page = await read(api, effects, conversationId, either);
      yield page;
      if (hasEnded(page)) return;
      const pause = stream === undefined ? EVERY_MS.without : EVERY_MS.withEvents;
      await hints.wait((ended) => clock.sleep(pause, AbortSignal.any([either, ended])));
      if (signal?.aborted === true) return;
    }
  } finally {
    stop.abort();
    await stream?.close();
  }
}

/** Without the permission to listen it is asked for more often. */
async function listen(
  api: Api,
  effects: Effects,
  conversationId: string,
  signal: AbortSignal,
): Promise<NotificationStream | undefined> {
  const topics = DETAIL_EVENTS.map((event) => `v2.detail.events.conversation.${conversationId}.${event}`);
  try {
    const stream = await openStream(api, effects, topics, {}, signal);
    if (stream.refused.length < topics.length) return stream;
    await stream.close();
    return undefined;
  } catch (error) {
    if (!isAppError(error) || !["denied", "network", "remote", "input"].includes(error.kind)) throw error;
    return undefined;
  }
}

/** Live knows it at once; analytics, when live knows it no more or may not be asked. */
async function read(api: Api, { clock }: Effects, conversationId: string, signal: AbortSignal): Promise<DetailPage> {
  try {
    return await readLiveOne(api, clock, conversationId, signal);
  } catch (error) {
    if (!isAppError(error) || (error.kind !== "not-found" && error.kind !== "denied")) throw error;
    return readOne(api, clock, conversationId, signal);
  }
}

function hasEnded({ records: [record] }: DetailPage): boolean {
  return (record as { conversationEnd?: unknown } | null | undefined)?.conversationEnd !== undefined;
}

/** Whether anything was told since the last look. */
class Hints {
  #isTold = false;
  #tell: () => void = () => {};

  constructor(stream: NotificationStream | undefined) {
    if (stream !== undefined) void this.#take(stream);
  }

  /** Until something is told, or the pause is over. */
  async wait(pause: (ended: AbortSignal) => Promise<void>): Promise<void> {
    const over = new AbortController();
    const told = new Promise<void>((resolve) => {
      this.#tell = resolve;
      if (this.#isTold) resolve();
    });
    await Promise.race([told, pause(over.signal).catch(() => {})]);
    over.abort();
    this.#isTold = false;
  }

  async #take(stream: NotificationStream): Promise<void> {
    for await (const { kind } of stream) {
      if (kind === "refused" || kind === "gap-opened") continue;
      this.#isTold = true;
      this.#tell();
    }
  }
}
