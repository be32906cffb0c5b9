import { type AppError, isAppError, toAppError } from "../base/app-error.ts";
import { systemClock } from "../base/effects.ts";
import type { LiveHub } from "./events/live-hub.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { ServedOrganisation } from "./served-organisation.ts";

const PAUSE_FIRST_MS = 1_000;
const PAUSE_LONGEST_MS = 60_000;

/** Watches what is live, and keeps the copy in sync, until the signal aborts; what fails is tried again, and said. */
export function keepLive(
  organisation: ServedOrganisation,
  hub: LiveHub,
  metrics: ServerMetrics,
  signal: AbortSignal,
): readonly Promise<void>[] {
  const { app, sync, say } = organisation;
  const watching = again(signal, hub, say, async () => {
    await using watch = await app.watch({}, { signal });
    await hub.follow(watch);
  });
  if (sync === null) return [watching];
  const syncing = again(signal, null, say, () =>
    app.keepInSync(sync, {
      signal,
      progress: (text) => hub.tellFact("sync", { progress: text }),
      ran: ({ added, changed, removed, reasons }) => {
        metrics.ran();
        hub.tellFact("sync", { progress: null, reasons });
        if (added + changed + removed > 0) hub.tellNews("written", { conversations: added + changed + removed });
      },
      wrote: (conversations) => hub.tellNews("written", { conversations }),
      failed: (error) => {
        hub.tellFact("sync", { progress: null, reasons: [error.message] });
        say(`${error.message} It is tried again.`);
      },
    }),
  );
  return [watching, syncing];
}

async function again(
  signal: AbortSignal,
  hub: LiveHub | null,
  say: (line: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  let pause = PAUSE_FIRST_MS;
  while (!signal.aborted) {
    const error = await attempt(work);
    if (signal.aborted) return;
    if (error !== null) {
      hub?.failed(error);
      say(`${error.message} It is tried again in ${pause / 1000} s.`);
    }
    await systemClock.sleep(pause, signal).catch(() => {});
    pause = error === null ? PAUSE_FIRST_MS : Math.min(pause * 2, PAUSE_LONGEST_MS);
  }
}

async function attempt(work: () => Promise<void>): Promise<AppError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return isAppError(error) ? error : toAppError(error);
  }
}
