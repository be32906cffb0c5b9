import { DAY_MS, type Interval } from "../../base/interval.ts";
import { type Lateness, toRewrite } from "../lateness.ts";
import { toBeforeRewrite } from "../views/before-rewrite.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import { LONGEST_DAYS, ORDINARY_MS } from "../world/lasting.ts";
import type { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";
import type { SessionEmissions } from "./emission.ts";
import { toEmissions } from "./session-emissions.ts";

/** Some 100 bytes each. */
const KEPT_EMISSIONS = 1_500_000;

/** Of days further back than this only what the plan says will last can still emit anything. */
const WHOLE_DAYS = Math.ceil(ORDINARY_MS / DAY_MS);

/** What the world emits, by the UTC day on which the conversations began. */
export class EmissionDays {
  readonly #world: World;
  readonly #historyDays: number;
  readonly #lateness: Lateness;
  readonly #days = new BoundedCache<number, readonly SessionEmissions[]>(KEPT_EMISSIONS, weigh);

  /** The world keeps what lasts, so that the same one is asked about again. */
  readonly #lasting = new WeakMap<WorldConversation, readonly SessionEmissions[]>();

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
    for (let day = Math.max(oldest, touched - LONGEST_DAYS - 1); day <= last; day++) {
      const sessions = day < touched - WHOLE_DAYS ? this.#lastingSince(day, { from, to }) : this.#ofDay(day);
      for (const session of sessions) if (session.first < to && session.last >= from) yield session;
    }
  }

  #ofDay(day: number): readonly SessionEmissions[] {
    return this.#days.get(day, () => this.#make(day));
  }

  #lastingSince(day: number, interval: Interval): readonly SessionEmissions[] {
    return this.#world.stirringSince(day, interval).flatMap((conversation) => {
      const known = this.#lasting.get(conversation) ?? toEmissions(this.#world.organisation, conversation);
      this.#lasting.set(conversation, known);
      return known;
    });
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
