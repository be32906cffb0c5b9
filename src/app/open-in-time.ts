import { cancelled } from "../base/app-error.ts";
import { createEffects, type Effects } from "../base/effects.ts";
import type { Config } from "../config/config.ts";
import { type App, openApp } from "./app.ts";
import { enterClock } from "./enter-clock.ts";

/** An App that may have to wait for its clock. */
export interface OpeningApp {
  opened(): Promise<App>;
  requestsUsed(): number;
  close(): Promise<void>;
}

/**
 * Opens at once; where the settings name a clock (and the caller none) when first needed, because that clock has to be asked before.
 * A clock that cannot be read fails each question until it can.
 */
export function openInTime(config: Config, overrides: Partial<Effects> = {}): OpeningApp {
  const { clockUrl } = config;
  const effects = createEffects(overrides);
  if (clockUrl === null || overrides.clock !== undefined) return toOpening(openApp(config, effects));
  let app: App | undefined;
  let opening: Promise<App> | undefined;
  let closed = false;
  const open = async () => {
    const entered = await enterClock(effects, clockUrl);
    if (closed) throw cancelled("opening a connection that is closed");
    app = openApp(config, entered);
    return app;
  };
  const opened = () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const close = async () => {
    closed = true;
    await app?.close();
  };
  return { opened, requestsUsed: () => app?.requestsUsed() ?? 0, close };
}

function toOpening(app: App): OpeningApp {
  return { opened: async () => app, requestsUsed: () => app.requestsUsed(), close: () => app.close() };
}
