import { contains, type Interval, toIsoInterval } from "../../base/interval.ts";
import { isCounter } from "../aggregates/metric-names.ts";
import { toServiceLevelStats, toServiceTargetStats } from "../aggregates/service-level.ts";
import { toQueue } from "../aggregates/session-dimensions.ts";
import { Tally } from "../aggregates/tally.ts";
import { INTERACTION_METRICS, LONGEST_METRICS, listQueued, toSince } from "../now/observation.ts";
import { listOpenSessions } from "../now/open-session.ts";
import type { Present } from "../now/present.ts";
import { listUserMetrics, USER_METRICS } from "../now/user-metrics.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import { type Queue, toServiceLevel } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { MediaType } from "../world/world-conversation.ts";
import { INTERVAL_MS, type QueueStays } from "./queue-stays.ts";
import type { UserStates } from "./user-states.ts";

interface Metric {
  readonly metric: string;
  readonly qualifier?: string;
  readonly stats: object;
}

export interface IntervalMetrics {
  /** `start/end` */
  readonly interval: string;
  readonly metrics: readonly Metric[];
}

/** What is known of a queue at an instant, and of the half hour until then. */
export class QueueStatistics {
  readonly #world: World;
  readonly #stays: QueueStays;
  readonly #states: UserStates;
  readonly #serviceLevel: SimulatorOptions["serviceLevel"];

  constructor(world: World, stays: QueueStays, states: UserStates, serviceLevel: SimulatorOptions["serviceLevel"]) {
    this.#world = world;
    this.#stays = stays;
    this.#states = states;
    this.#serviceLevel = serviceLevel;
  }

  /** How many of a medium wait, ring and are talked with. */
  countInteractions(queue: Queue, media: MediaType, at: number): readonly Metric[] {
    const present = this.#presentOf(queue, at);
    return Object.entries(INTERACTION_METRICS).map(([metric, activity]) => {
      const found = listQueued(present, activity).filter((one) => isIn(one, queue, media));
      return { metric, stats: { count: found.length } };
    });
  }

  /** For how long the oldest of a medium have waited and been talked with; nothing where there are none. */
  measureLongest(queue: Queue, media: MediaType, at: number): readonly { metric: string; longest: number }[] {
    const present = this.#presentOf(queue, at);
    return Object.entries(LONGEST_METRICS).flatMap(([metric, activity]) => {
      const found = listQueued(present, activity).filter((one) => isIn(one, queue, media));
      return found.length === 0 ? [] : [{ metric, longest: at - Math.min(...found.map(({ open }) => toSince(open))) }];
    });
  }

  /** The members, by presence and by routing status. */
  countMembers(queue: Queue, at: number): readonly Metric[] {
    const { users } = this.#world.organisation;
    const members = users.filter((user) => user.queues.includes(queue.index) && (user.leftAt ?? at + 1) > at);
    const agents = new Map(members.map((user) => [user.id, this.#states.at(user, at)]));
    const present = { at, organisation: this.#world.organisation, sessions: [], agents };
    return USER_METRICS.flatMap((metric) =>
      listUserMetrics(present, queue, metric).map(({ qualifier, members: counted }) => ({
        metric,
        ...(qualifier === undefined ? {} : { qualifier }),
        stats: { count: counted.length },
      })),
    );
  }

  /** What a medium emitted in the half hour until an instant, by its date; at its end also in the one that begins. */
  aggregate(queue: Queue, media: MediaType, at: number): readonly IntervalMetrics[] {
    const ending = (Math.ceil(at / INTERVAL_MS) - 1) * INTERVAL_MS;
    const current = Math.floor(at / INTERVAL_MS) * INTERVAL_MS;
    return [...new Set([ending, current])].flatMap((from) => {
      const interval = { from, to: from + INTERVAL_MS };
      const metrics = this.#toMetrics(this.#tally(queue, media, at, interval), toServiceLevel(queue, media).percentage);
      return metrics.length === 0 ? [] : [{ interval: toIsoInterval(interval), metrics }];
    });
  }

  #tally(queue: Queue, media: MediaType, at: number, interval: Interval): Map<string, Tally> {
    const tallies = new Map<string, Tally>();
    for (const conversation of this.#stays.of(queue.index, at)) {
      for (const place of this.#stays.emissionsOf(conversation)) {
        if (place.session.media !== media || place.first > at || place.last < interval.from) continue;
        if (toQueue({ ...place, organisation: this.#world.organisation, at }) !== queue.index) continue;
        for (const { metric, value, at: date, seenAt } of place.emissions)
          if (contains(interval, date) && date <= at && seenAt <= at) addTo(tallies, metric, value);
      }
    }
    return tallies;
  }

  #toMetrics(tallies: Map<string, Tally>, target: number): readonly Metric[] {
    const metrics: Metric[] = [...tallies]
      .map(([metric, tally]) => ({ metric, stats: isCounter(metric) ? { count: tally.sum } : tally.toStats() }))
      .sort((a, b) => (a.metric < b.metric ? -1 : 1));
    const bucket = { metrics: tallies, views: new Map<string, Tally>(), targets: new Set([target]) };
    const level = toServiceLevelStats(bucket, this.#serviceLevel);
    if (level === undefined) return metrics;
    const aim = toServiceTargetStats(bucket);
    return [
      ...metrics,
      { metric: "oServiceLevel", stats: level },
      ...(aim === undefined ? [] : [{ metric: "oServiceTarget", stats: aim }]),
    ];
  }

  #presentOf(queue: Queue, at: number): Present {
    const alive = this.#stays.of(queue.index, at).filter(({ start, activeUntil }) => start <= at && activeUntil > at);
    const sessions = alive.flatMap((conversation) => listOpenSessions(conversation, at));
    return { at, organisation: this.#world.organisation, sessions, agents: new Map() };
  }
}

function isIn({ queue, open }: ReturnType<typeof listQueued>[number], { index }: Queue, media: MediaType): boolean {
  return queue === index && open.session.media === media;
}

function addTo(tallies: Map<string, Tally>, metric: string, value: number): void {
  const tally = tallies.get(metric) ?? new Tally();
  tallies.set(metric, tally);
  tally.add(value);
}
