import { MINUTE_MS } from "../../base/interval.ts";
import type { SessionEmissions } from "../aggregates/emission.ts";
import { toEmissions } from "../aggregates/session-emissions.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import type { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";

/** The interval of the contact centre, in which aggregates are published. */
export const INTERVAL_MS = 30 * MINUTE_MS;
const KEPT_INTERVALS = 2;

type Stays = ReadonlyMap<number, readonly WorldConversation[]>;

/** Which conversations are with a queue, waiting or at its agents, in each half hour. */
export class QueueStays {
  readonly #world: World;
  readonly #intervals = new BoundedCache<number, Stays>(KEPT_INTERVALS, () => 1);
  readonly #emissions = new WeakMap<WorldConversation, readonly SessionEmissions[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The conversations that are alive in the half hour that an instant ends or lies in, and have to do with a queue. */
  of(queue: number, instant: number): readonly WorldConversation[] {
    const index = Math.ceil(instant / INTERVAL_MS) - 1;
    const stays = this.#intervals.get(index, () => {
      const [from, to] = [index * INTERVAL_MS, (index + 1) * INTERVAL_MS];
      return groupByQueue(this.#world.livingIn({ from: from - 1, to: to + 1 }));
    });
    return stays.get(queue) ?? [];
  }

  emissionsOf(conversation: WorldConversation): readonly SessionEmissions[] {
    let emissions = this.#emissions.get(conversation);
    if (emissions === undefined) {
      emissions = toEmissions(this.#world.organisation, conversation);
      this.#emissions.set(conversation, emissions);
    }
    return emissions;
  }
}

function groupByQueue(conversations: readonly WorldConversation[]): Stays {
  const stays = new Map<number, WorldConversation[]>();
  for (const conversation of conversations) {
    // A leg that nobody closed counts in its foreign queue.
    const queues = conversation.participants.flatMap(({ queue, purpose, sessions }) =>
      queue === undefined || (purpose === "customer" && sessions[0]?.facts.stuck !== true) ? [] : [queue],
    );
    for (const queue of new Set(queues)) {
      const stay = stays.get(queue);
      if (stay === undefined) stays.set(queue, [conversation]);
      else stay.push(conversation);
    }
  }
  return stays;
}
