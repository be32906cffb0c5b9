import type { App } from "../../app/app.ts";
import { queues } from "../../ask/questions/queues.ts";
import { stats } from "../../ask/questions/stats.ts";
import { toAppError } from "../../base/app-error.ts";
import { type Clock, systemClock } from "../../base/effects.ts";
import type { LiveHub } from "./live-hub.ts";

/** Something that is asked for again and again, and told to all pages; while no page is open, nobody is asked. */
export interface Fact {
  readonly name: string;
  readonly everyMs: number;
  ask(signal: AbortSignal): Promise<unknown>;
}

/** What a page shows of a fact: its rows, or why there are none. */
export interface FactRows {
  readonly rows: readonly object[];
  readonly meta: unknown;
}

const SECOND = 1_000;

export function createFacts(app: App): readonly Fact[] {
  return [
    {
      name: "queues",
      everyMs: 10 * SECOND,
      ask: async (signal) => collect(await app.ask(queues, {}, { signal })),
    },
    {
      name: "today",
      everyMs: 30 * SECOND,
      ask: async (signal) => collect(await app.ask(stats, { by: ["queue"], from: "today" }, { signal })),
    },
    {
      name: "copy",
      everyMs: 15 * SECOND,
      ask: async () => app.copyStatus(),
    },
  ];
}

/** Asks until the signal aborts: at once when the first page is opened, and then every so often. */
export async function keepFact(
  fact: Fact,
  hub: LiveHub,
  signal: AbortSignal,
  wall: Clock = systemClock,
): Promise<void> {
  let askedAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    if (hub.listeners() > 0 && wall.monotonic() - askedAt >= fact.everyMs) {
      askedAt = wall.monotonic();
      const value = await fact.ask(signal).catch(toFailure);
      if (!signal.aborted) hub.tellFact(fact.name, value);
    }
    await wall.sleep(SECOND / 4, signal).catch(() => {});
  }
}

function toFailure(error: unknown): { error: { message: string; hint: string | null } } {
  const { message, hint = null } = toAppError(error);
  return { error: { message, hint } };
}

async function collect({ rows, meta }: { rows: AsyncIterable<object>; meta: unknown }): Promise<FactRows> {
  const all: object[] = [];
  for await (const row of rows) all.push(row);
  return { rows: all, meta };
}
