import type { Duty } from "../world/duty.ts";
import { AWAY_MS } from "../world/floor.ts";
import type { User } from "../world/organisation.ts";
import type { WorldSegment, WorldSession } from "../world/world-conversation.ts";
import type { OpenSession } from "./open-session.ts";
import type { SystemPresence } from "./presences.ts";

export type RoutingStatus = "OFF_QUEUE" | "IDLE" | "INTERACTING" | "NOT_RESPONDING" | "COMMUNICATING";

/** How somebody is at an instant, and since when (epoch milliseconds). */
export interface AgentState {
  readonly user: User;
  readonly presence: SystemPresence;
  readonly presenceSince: number;
  readonly routing: RoutingStatus;
  readonly routingSince: number;
  /** What he is in, oldest first. */
  readonly sessions: readonly OpenSession[];
}

/** One session that a user had a part in until now. */
export interface Deed {
  readonly purpose: string;
  readonly session: WorldSession;
}

type Span = readonly [from: number, to: number];

/** From his duty and from what he does: who talks stays at the queues, though his break has begun. */
export function toAgentState(
  user: User,
  duty: Duty | undefined,
  deeds: readonly Deed[],
  sessions: readonly OpenSession[],
  at: number,
): AgentState {
  const base = { user, sessions };
  if (duty === undefined || at >= duty.to) {
    const since = duty?.to ?? 0;
    return { ...base, presence: "OFFLINE", presenceSince: since, routing: "OFF_QUEUE", routingSince: since };
  }
  const handling = spanAt(toSpans(deeds, "agent"), at);
  const pause = duty.breaks.findIndex(([from, to]) => from <= at && to > at);
  const [pausedAt] = duty.breaks[pause] ?? [];
  if (handling === undefined && pausedAt !== undefined) {
    // Pauses can overlap, and begin while somebody still talks.
    const since = Math.max(pausedAt, ...endsBefore([...toSpans(deeds, "agent"), ...duty.breaks], at));
    const presence = pause === 0 ? "MEAL" : "BREAK";
    return { ...base, presence, presenceSince: since, routing: "OFF_QUEUE", routingSince: since };
  }
  // Who turns to something in his break comes back for it.
  const cameBack = handling !== undefined && pausedAt !== undefined && handling[0] > pausedAt ? [handling[0]] : [];
  const presenceSince = Math.max(duty.from, ...endsBefore(duty.breaks, at), ...cameBack);
  return { ...base, presence: "ON_QUEUE", presenceSince, ...toRouting(deeds, handling, presenceSince, at) };
}

function toRouting(
  deeds: readonly Deed[],
  handling: Span | undefined,
  since: number,
  at: number,
): Pick<AgentState, "routing" | "routingSince"> {
  if (handling !== undefined) return { routing: "INTERACTING", routingSince: Math.max(since, handling[0]) };
  const calls = toSpans(deeds, "user");
  const call = spanAt(calls, at);
  if (call !== undefined) return { routing: "COMMUNICATING", routingSince: call[0] };
  const aways = toAways(deeds);
  const away = spanAt(aways, at);
  if (away !== undefined) return { routing: "NOT_RESPONDING", routingSince: away[0] };
  const before = [...toSpans(deeds, "agent"), ...calls, ...aways];
  return { routing: "IDLE", routingSince: Math.max(since, ...endsBefore(before, at)) };
}

/** From the first word to the end of the work after it, but for what is parked. Listening to others is not handling. */
function toSpans(deeds: readonly Deed[], wanted: "agent" | "user"): readonly Span[] {
  return deeds.flatMap(({ purpose, session: { segments, facts } }) => {
    if (purpose !== wanted || facts.supervised !== undefined || facts.missed === true) return [];
    return toStretches(segments.filter(({ type }) => type !== "alert"));
  });
}

/** The time from the first to the last of them, cut where they are parked. */
function toStretches(segments: readonly WorldSegment[]): Span[] {
  const spans: Span[] = [];
  let from = segments[0]?.start ?? 0;
  for (const { type, start, end } of segments) {
    if (type !== "parked") continue;
    if (start > from) spans.push([from, start]);
    from = end;
  }
  const until = segments.at(-1)?.end ?? from;
  return until > from ? [...spans, [from, until]] : spans;
}

function toAways(deeds: readonly Deed[]): readonly Span[] {
  return deeds.flatMap(({ session: { segments, facts } }) => {
    const [alert] = segments;
    if (alert === undefined || facts.missed !== true) return [];
    const awayMs = facts.errorAt === undefined ? AWAY_MS.unnoticed : AWAY_MS.rejected;
    return [[alert.end, alert.end + awayMs] as const];
  });
}

/** The stretch without a gap that an instant lies in. */
function spanAt(spans: readonly Span[], at: number): Span | undefined {
  const current = spans.filter(([from, to]) => from <= at && to > at);
  if (current.length === 0) return undefined;
  let from = Math.min(...current.map(([start]) => start));
  for (;;) {
    const earlier = spans.find(([start, end]) => start < from && end >= from);
    if (earlier === undefined) break;
    from = earlier[0];
  }
  return [from, Math.max(...current.map(([, end]) => end))];
}

function endsBefore(spans: readonly Span[], at: number): number[] {
  return spans.flatMap(([, to]) => (to <= at ? [to] : []));
}
