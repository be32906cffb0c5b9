import { DAY_MS, type Interval } from "../../base/interval.ts";
import { type Lateness, toRewrite } from "../lateness.ts";
import { toBeforeRewrite } from "../views/before-rewrite.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import type { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import type { SessionEmissions } from "./emission.ts";
import { toEmissions } from "./session-emissions.ts";

/** Some 100 bytes each. */
const KEPT_EMISSIONS = 1_500_000;

/**
 * How many days after its begin a conversation emits anything: within the first ones, or, when a callback expires and when a leg
 * that nobody closed is ended, after two months. In between there is nothing to look for, which saves the days of two months.
 */
const SOON_DAYS = 10;
const LATE_DAYS = [58, 61] as const;
/** Of days further back than this only the few sessions are looked at that are not over sooner. */
const WHOLE_DAYS = 2;

/** What the world emits, by the UTC day on which the conversations began. */
export class EmissionDays {
  readonly #world: World;
  readonly #historyDays: number;
  readonly #lateness: Lateness;
  readonly #days = new BoundedCache<number, readonly SessionEmissions[]>(KEPT_EMISSIONS, weigh);

  /** Small, and therefore kept for good: of large days nothing else need be made again. */
  readonly #late = new Map<number, readonly SessionEmissions[]>();

  constructor(world: World, historyDays: number, lateness: Lateness) {
    this.#world = world;
    this.#historyDays = historyDays;
    this.#lateness = lateness;
  }

  /** The sessions that emit something dated within the interval, as far as the history reaches back from now. */
  *emittingIn({ from, to }: Interval, now: number): Generator<SessionEmissions> {
    const oldest = Math.floor(now / DAY_MS) - this.#historyDays;
    const last = Math.floor(Math.min(to - 1, now) / DAY_MS);
    const touched = Math.floor(from / DAY_MS);
    const [early, late] = LATE_DAYS;
    for (let day = Math.max(oldest, touched - late); day <= last; day++) {
      const isBetween = day < touched - SOON_DAYS && day + early > last;
      if (isBetween) continue;
      const sessions = day < touched - WHOLE_DAYS ? this.#lateOf(day) : this.#ofDay(day);
      for (const session of sessions) if (session.first < to && session.last >= from) yield session;
    }
  }

  #ofDay(day: number): readonly SessionEmissions[] {
    return this.#days.get(day, () => this.#make(day));
  }

  #lateOf(day: number): readonly SessionEmissions[] {
    let late = this.#late.get(day);
    if (late === undefined) {
      late = this.#make(day).filter(({ last }) => last >= (day + WHOLE_DAYS + 1) * DAY_MS);
      this.#late.set(day, late);
    }
    return late;
  }

  #make(day: number): readonly SessionEmissions[] {
    return this.#world.startingOn(day).flatMap((conversation) => this.#emissionsOf(conversation));
  }

  /** What is kept of a conversation, first incomplete and then whole, if it is one of those that are rewritten. */
  #emissionsOf(conversation: WorldConversation): readonly SessionEmissions[] {
    const { organisation } = this.#world;
    const whole = toEmissions(organisation, conversation);
    if (!this.#lateness.isRewritten(conversation.key)) return whole;
    const rewrite = toRewrite(conversation.end);
    const before = toEmissions(organisation, toBeforeRewrite(conversation));
    return [
      ...before.map((one) => ({ ...one, keptUntil: rewrite })),
      ...whole.map((one) => ({ ...one, keptFrom: rewrite })),
    ];
  }
}

function weigh(sessions: readonly SessionEmissions[]): number {
  return sessions.reduce((sum, { emissions }) => sum + emissions.length, 0);
}
