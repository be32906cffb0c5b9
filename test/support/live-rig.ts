import { createEffects } from "../../src/base/effects.ts";
import { toConversationState } from "../../src/model/conversation-state.ts";
import { findFirstCustomer } from "../../src/model/first-customer.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/index.ts";
import type { LiveSourceChange } from "../../src/sources/live/live-entry.ts";
import { type LiveNeed, type LiveSource, openLive } from "../../src/sources/live/open-live.ts";
import { openTestApi } from "./open-test-api.ts";
import { watchWork } from "./watch-work.ts";

/** A live source on a simulated organisation, in a time that stands until it is stepped. */
export interface LiveRig extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly live: LiveSource;
  readonly changes: LiveSourceChange[];
  /** Moves time on step by step, each time until what can arrive has arrived. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Ids of those that are active, by the live source. */
  active(): string[];
  /** What `POST /simulator/…` does. */
  control(what: "channels" | "faults", body: object): Promise<void>;
  /** What is wrong, given that a change may take so long to be known. */
  wrong(delayMs: number): { missing: string[]; surplus: string[] };
}

export async function createLiveRig(
  options: Partial<SimulatorOptions> = {},
  need: Partial<LiveNeed> = {},
): Promise<LiveRig> {
  const simulator = await startSimulator({
    clock: "stepped",
    clockStart: Date.UTC(2026, 2, 10, 10),
    perDay: 2_000,
    days: 40,
    requestsPerMinute: 1_000_000,
    ...options,
  });
  const effects = createEffects({ clock: simulator.clock, random: () => 0.5 });
  const api = openTestApi(simulator, effects);
  const watched = watchWork(api);
  const live = await openLive(watched.api, effects, { criteria: [], ...need });
  const changes: LiveSourceChange[] = [];
  const taking = (async () => {
    for await (const change of live.changes()) changes.push(change);
  })();
  const active = () =>
    live
      .current()
      .filter(({ record }) => toConversationState(record, findFirstCustomer(record.participants ?? [])) === "active")
      .map(({ conversationId }) => conversationId);
  return {
    simulator,
    live,
    changes,
    active,
    control: async (what, body) => {
      const headers = { "content-type": "application/json" };
      await fetch(`${simulator.url}/simulator/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
    },
    async pass(ms, stepMs = 5_000) {
      const { clock } = simulator;
      for (const end = clock.now() + ms; clock.now() < end; ) {
        clock.advance(Math.min(stepMs, end - clock.now()));
        await settle(live, watched.isBusy);
      }
    },
    wrong(delayMs) {
      const truth = simulator.truth();
      const now = simulator.clock.now();
      const ids = (at: number) => new Set(truth.activeAt(at).map(({ conversationId }) => conversationId));
      const [then, at] = [ids(now - delayMs), ids(now)];
      const found = new Set(active());
      return {
        missing: [...at].filter((id) => then.has(id) && !found.has(id)),
        // Short ones may have begun and ended since then.
        surplus: [...found].filter((id) => {
          const { endedAt = 0 } = truth.byId(id) ?? {};
          return !then.has(id) && !at.has(id) && endedAt <= now - delayMs;
        }),
      };
    },
    async [Symbol.asyncDispose]() {
      await live.close();
      await taking;
      await api.close();
      await simulator.close();
    },
  };
}

const QUIET_TURNS = 4;
/** A request that waits for time to go on keeps everything busy. */
const TURNS_MAX = 60;

async function settle(live: LiveSource, isBusy: () => boolean): Promise<void> {
  const heard = () => live.status().stream?.events;
  let before = heard();
  for (let turns = 0, quiet = 0; quiet < QUIET_TURNS && turns < TURNS_MAX; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    quiet = isBusy() || heard() !== before ? 0 : quiet + 1;
    if (heard() !== before) turns = 0;
    before = heard();
  }
}
