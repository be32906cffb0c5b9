import { HOUR_MS } from "../../base/interval.ts";
import { type AgentState, type Deed, toAgentState } from "../now/agent-state.ts";
import { listOpenSessions } from "../now/open-session.ts";
import { BoundedCache } from "../world/bounded-cache.ts";
import type { Duty } from "../world/duty.ts";
import { AWAY_MS } from "../world/floor.ts";
import type { User } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { WorldConversation } from "../world/world-conversation.ts";

/** An instant at which somebody may become different: how he was until then, and how he is from then on. */
export interface StateChange {
  readonly at: number;
  readonly before: AgentState;
  readonly after: AgentState;
}

const WINDOW_MS = HOUR_MS;
/** Of now, the next one, and the last half hour's. */
const KEPT_WINDOWS = 3;
/** States are told with since when they last: what somebody did earlier on his duty matters still. */
const LONGEST_DUTY_MS = 12 * HOUR_MS;

interface OwnDeed extends Deed {
  readonly conversation: WorldConversation;
}

/** What everybody does in an hour, from which his states follow. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly deeds: ReadonlyMap<number, readonly OwnDeed[]>;
  readonly earlierDuties: ReadonlyMap<number, Duty>;
  readonly latestDuties: ReadonlyMap<number, Duty>;
  /** By the index of the user, made when he is asked for. */
  readonly changes: Map<number, readonly StateChange[]>;
}

/** How each user is through time: presence, routing status and what he is in. */
export class UserStates {
  readonly #world: World;
  readonly #windows = new BoundedCache<number, Window>(KEPT_WINDOWS, () => 1);

  constructor(world: World) {
    this.#world = world;
  }

  /** The changes in (from, to], in order; none of a deleted user. */
  *between(user: User, from: number, to: number): Generator<StateChange> {
    const until = Math.min(to, (user.leftAt ?? Number.POSITIVE_INFINITY) - 1);
    for (let index = Math.floor((from + 1) / WINDOW_MS); index * WINDOW_MS <= until; index++)
      for (const change of this.#changesOf(this.#window(index), user))
        if (change.at > from && change.at <= until) yield change;
  }

  at(user: User, instant: number): AgentState {
    const window = this.#window(Math.floor(instant / WINDOW_MS));
    const change = this.#changesOf(window, user).findLast(({ at }) => at <= instant);
    return change === undefined ? toStateAt(window, user, window.from) : change.after;
  }

  #changesOf(window: Window, user: User): readonly StateChange[] {
    let changes = window.changes.get(user.index);
    if (changes === undefined) {
      changes = listChanges(window, user);
      window.changes.set(user.index, changes);
    }
    return changes;
  }

  #window(index: number): Window {
    return this.#windows.get(index, () => {
      const [from, to] = [index * WINDOW_MS, (index + 1) * WINDOW_MS];
      return {
        from,
        to,
        deeds: listDeeds(this.#world.stirringIn({ from: from - LONGEST_DUTY_MS, to })),
        earlierDuties: this.#world.dutiesAt(from - 1),
        latestDuties: this.#world.dutiesAt(to - 1),
        changes: new Map(),
      };
    });
  }
}

function listDeeds(conversations: readonly WorldConversation[]): ReadonlyMap<number, readonly OwnDeed[]> {
  const deeds = new Map<number, OwnDeed[]>();
  for (const conversation of conversations) {
    for (const { user, purpose, sessions } of conversation.participants) {
      if (user === undefined) continue;
      const own = deeds.get(user) ?? [];
      deeds.set(user, own);
      for (const session of sessions) own.push({ purpose, session, conversation });
    }
  }
  return deeds;
}

function listChanges(window: Window, user: User): readonly StateChange[] {
  const changes: StateChange[] = [];
  let before = toStateAt(window, user, window.from - 1);
  for (const at of listInstants(window, user)) {
    const after = toStateAt(window, user, at);
    changes.push({ at, before, after });
    before = after;
  }
  return changes;
}

/** Every instant at which his state could become another one. */
function listInstants({ from, to, deeds, earlierDuties, latestDuties }: Window, { index }: User): readonly number[] {
  const instants = new Set<number>();
  for (const duty of [earlierDuties.get(index), latestDuties.get(index)])
    if (duty !== undefined) for (const at of [duty.from, duty.to, ...duty.breaks.flat()]) instants.add(at);
  for (const { session } of deeds.get(index) ?? []) {
    const { segments, facts } = session;
    for (const { start, end } of segments) instants.add(start).add(end);
    const awayMs = facts.errorAt === undefined ? AWAY_MS.unnoticed : AWAY_MS.rejected;
    if (facts.missed === true) instants.add((segments[0]?.end ?? 0) + awayMs);
  }
  return [...instants].filter((at) => at >= from && at < to).sort((a, b) => a - b);
}

function toStateAt({ deeds, earlierDuties, latestDuties }: Window, user: User, at: number): AgentState {
  const latest = latestDuties.get(user.index);
  const duty = latest !== undefined && latest.from <= at ? latest : earlierDuties.get(user.index);
  const begun = (deeds.get(user.index) ?? []).filter(({ session }) => (session.segments[0]?.start ?? at + 1) <= at);
  const open = begun.filter(({ session }) => (session.segments.at(-1)?.end ?? at) > at);
  const sessions = [...new Set(open.map(({ conversation }) => conversation))]
    .flatMap((conversation) => listOpenSessions(conversation, at))
    .filter(({ participant }) => participant.user === user.index)
    .sort((a, b) => a.segment.start - b.segment.start);
  return toAgentState(user, duty, begun, sessions, at);
}
