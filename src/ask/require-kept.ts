import { AppError } from "../base/app-error.ts";
import { DAY_MS, type Interval, toIso } from "../base/interval.ts";
import type { AskContext, AskWorld } from "./answer.ts";

/** Whoever asks about less than this has no need to know the organisation's retention, which would cost a request. */
const ASKED_WHEN_OLDER_DAYS = 90;

/**
 * What there is to know about a range that reaches beyond what the organisation keeps; nothing, as a rule. Throws
 * `RANGE_NOT_KEPT` (input) when all of it lies there.
 */
export async function requireKept(world: AskWorld, range: Interval, { signal }: AskContext): Promise<string[]> {
  const now = world.clock.now();
  if (range.from >= now - ASKED_WHEN_OLDER_DAYS * DAY_MS) return [];
  const days = await world.sources.retentionDays(signal);
  if (days === null || range.from >= now - days * DAY_MS) return [];
  const keptSince = toIso(now - days * DAY_MS).slice(0, 10);
  if (range.to <= now - days * DAY_MS) throw notKept(range, days, keptSince);
  return [`The organisation keeps its conversations for ${days} days: those before ${keptSince} are gone.`];
}

function notKept(range: Interval, days: number, keptSince: string): AppError {
  return new AppError({
    kind: "input",
    code: "RANGE_NOT_KEPT",
    message: `The range ends at ${toIso(range.to)}, but the organisation keeps its conversations for ${days} days only.`,
    hint: `Give a --from after ${keptSince}; how long they are kept is an analytics setting of the organisation.`,
  });
}
