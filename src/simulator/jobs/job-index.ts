import { setImmediate } from "node:timers/promises";
import { DAY_MS, type Interval } from "../../base/interval.ts";
import type { ConversationSource, StoredConversation } from "../conversation-source.ts";
import type { Grant } from "../rest/permissions.ts";
import { toSortKey } from "../rest/sort-key.ts";
import type { DetailsJob } from "./details-job.ts";
import type { LastingConversations } from "./lasting-conversations.ts";

/** Which conversations a job found, in its order; none of them is held or rendered before it is asked for. */
export interface JobIndex {
  readonly length: number;
  slice(from: number, to: number): readonly StoredConversation[];
}

export interface IndexWorld {
  readonly source: ConversationSource;
  readonly lasting: LastingConversations;
  readonly grant: Grant;
}

/** A conversation's place, day and position in the day's list, as one number: a million of them are 8 MB. */
const PLACES_A_DAY = 2 ** 20;

/** Finds what a job asks for, a day at a time so that others are answered meanwhile; stops when nobody wants it any more. */
export async function buildJobIndex(world: IndexWorld, job: DetailsJob, isWanted: () => boolean): Promise<JobIndex> {
  const { interval } = job.query;
  const at = job.availableUntil;
  let places: number[] = [];
  const firstDay = Math.floor(interval.from / DAY_MS);
  const lastDay = Math.floor((Math.min(interval.to, at + 1) - 1) / DAY_MS);
  // Of what the lake does not have yet, nothing is known to reach into the interval.
  const start = interval.from > at ? lastDay + 1 : firstDay - (job.query.startOfDay ? 0 : world.source.lookBackDays);
  for (let day = start; day <= lastDay && isWanted(); day++) {
    for (const position of findOfDay(world, job, day)) places.push(day * PLACES_A_DAY + position);
    await setImmediate();
  }
  places = sort(places, job, createFinder(world, job)).slice(0, Math.min(job.query.limit, places.length));
  return {
    length: places.length,
    slice: (from, to) => {
      const find = createFinder(world, job);
      return places.slice(from, to).flatMap((place) => find(place) ?? []);
    },
  };
}

/** Finds conversations by place. It holds the list of one day, the last one: neighbours in a page mostly stand in the same. */
function createFinder(
  { source, lasting }: IndexWorld,
  { query, availableUntil: at }: DetailsJob,
): (place: number) => StoredConversation | undefined {
  let held: { day: number; list: readonly StoredConversation[] } | undefined;
  return (place) => {
    const day = Math.floor(place / PLACES_A_DAY);
    const position = place % PLACES_A_DAY;
    if (isLongBefore(day, query.interval)) return lasting.startingOn(day, at).get(position);
    if (held?.day !== day) held = { day, list: source.startingOn(day, at) };
    return held.list[position];
  };
}

/** Of the day before the interval so much reaches into it that the whole list is read. */
function isLongBefore(day: number, { from }: Interval): boolean {
  return (day + 2) * DAY_MS <= from;
}

/** Positions in the day's list of what the job matches. */
function findOfDay({ source, lasting, grant }: IndexWorld, job: DetailsJob, day: number): number[] {
  const { interval, matches } = job.query;
  const at = job.availableUntil;
  const found: number[] = [];
  const judge = (conversation: StoredConversation, position: number) => {
    const { start, end } = conversation;
    if (start > at || start >= interval.to || Math.min(end, at) < interval.from) return;
    if (!grant.coversAll && !grant.covers(conversation.divisionIds(at))) return;
    if (matches === undefined || matches(conversation.detail(at, false), at)) found.push(position);
  };
  if (isLongBefore(day, interval)) lasting.startingOn(day, at).forEach(judge);
  else source.startingOn(day, at).forEach(judge);
  return found;
}

function sort(
  places: number[],
  { query, availableUntil }: DetailsJob,
  find: (place: number) => StoredConversation | undefined,
): number[] {
  const { order, orderBy } = query;
  if (orderBy !== "conversationStart") {
    const keyOf = (place: number) => {
      const conversation = find(place);
      if (conversation === undefined) return 0;
      return toSortKey(conversation, orderBy, availableUntil, () => conversation.detail(availableUntil, false));
    };
    const keys = new Map(places.map((place) => [place, keyOf(place)]));
    places.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a - b);
  }
  return order === "desc" ? places.reverse() : places;
}
