import { DAY_MS } from "../../base/interval.ts";
import type { Arrival, Lasting } from "./arrivals.ts";
import type { WorldConversation } from "./world-conversation.ts";

/** Everything that the plan does not call lasting is over so soon after its begin. */
export const ORDINARY_MS = 2 * DAY_MS;
/** The longest that a conversation lasts. */
export const LONGEST_DAYS = 61;

/** In days after the begin: when anything can still happen in it, and until when it may be active (an open leg alone is not). */
const SPANS: Readonly<
  Record<Lasting, { readonly stirs: readonly [from: number, to: number]; readonly activeUntil: number }>
> = {
  "silent-customer": { stirs: [0, 4], activeUntil: 4 },
  "answer-after-days": { stirs: [0, 8], activeUntil: 8 },
  "answer-after-weeks": { stirs: [0, 32], activeUntil: 32 },
  "callback-expires": { stirs: [59, LONGEST_DAYS], activeUntil: LONGEST_DAYS },
  "leg-left-open": { stirs: [59, LONGEST_DAYS], activeUntil: 2 },
};

/** Whether anything can happen within an interval in what lasts, its first days not counted. */
export function mayStir({ at, lasts }: Arrival, from: number, to: number): boolean {
  if (lasts === undefined) return false;
  const [first, last] = SPANS[lasts].stirs;
  return at + first * DAY_MS < to && at + last * DAY_MS >= from;
}

export function mayBeActive({ at, lasts }: Arrival, instant: number): boolean {
  return lasts !== undefined && at <= instant && at + SPANS[lasts].activeUntil * DAY_MS > instant;
}

/**
 * What the plan does not foresee would be left out of what is counted and of what is active, without a word: a day in which it
 * happens is refused instead.
 */
export function checkForeseen(arrival: Arrival, { start, end, activeUntil, participants }: WorldConversation): void {
  if (end - start <= ORDINARY_MS) return;
  const changes = participants.flatMap(({ sessions }) =>
    sessions.flatMap(({ segments }) => segments.map((one) => one.end)),
  );
  const late = changes.filter((at) => at - start > ORDINARY_MS);
  const isForeseen = late.every((at) => mayStir(arrival, at, at + 1));
  if (!isForeseen || (activeUntil - start > ORDINARY_MS && !mayBeActive(arrival, activeUntil - 1)))
    throw new RangeError(`a conversation of ${arrival.at} (${arrival.kind}) lasts longer than its plan foresees`);
}
