import type { ReadingReport } from "../detail-page.ts";
import type { LiveNeed, LiveSource } from "./open-live.ts";

type OpenLive = (need: LiveNeed, report: ReadingReport, signal?: AbortSignal) => Promise<LiveSource>;

interface Shared {
  readonly source: Promise<LiveSource>;
  readonly stop: AbortController;
  users: number;
}

/**
 * One source for all who want everything that is live: a page and a sync that stay open would ask for the same, and hear each event twice. It
 * is opened for the first of them, and closed with the last.
 */
export function shareLive(open: OpenLive): OpenLive {
  let shared: Shared | undefined;
  const leave = async (used: Shared) => {
    used.users -= 1;
    if (used.users > 0) return;
    if (shared === used) shared = undefined;
    used.stop.abort();
    await (await used.source.catch(() => undefined))?.close();
  };
  return async (need, report, signal) => {
    const { criteria, ...special } = need;
    if (criteria.length > 0 || Object.keys(special).length > 0) return open(need, report, signal);
    shared ??= start(open, need, report);
    const used = shared;
    used.users += 1;
    try {
      return toHandle(await orAborted(used.source, signal), () => leave(used));
    } catch (error) {
      if (shared === used) shared = undefined;
      await leave(used);
      throw error;
    }
  };
}

function start(open: OpenLive, need: LiveNeed, report: ReadingReport): Shared {
  const stop = new AbortController();
  return { source: open(need, report, stop.signal), stop, users: 0 };
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** What one of them has: closing it ends what that one is told, and nobody else's. */
function toHandle(source: LiveSource, leave: () => Promise<void>): LiveSource {
  const ended = new AbortController();
  let leaving: Promise<void> | undefined;
  const close = () => {
    ended.abort();
    leaving ??= leave();
    return leaving;
  };
  return {
    current: () => source.current(),
    changes: () => source.changes(ended.signal),
    status: () => source.status(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
