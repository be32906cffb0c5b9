import { DAY_MS } from "../../base/interval.ts";
import type { StoredConversation } from "../conversation-source.ts";
import { aggregateDetails } from "./details-aggregations.ts";
import { readJson } from "./json-body.ts";
import { type DetailsQuery, parseDetailsQuery } from "./parse-details-query.ts";
import { omitSome, toPartial } from "./partial-results.ts";
import { type ApiRequest, ok, type Reply, type Service } from "./service.ts";
import { toSortKey } from "./sort-key.ts";
import { toTotalHits } from "./total-hits.ts";
import { type ListedDay, Verdicts } from "./verdicts.ts";

const VERDICTS = new WeakMap<Service, Verdicts>();

/** `POST /api/v2/analytics/conversations/details/query`. Only the rows of the page are rendered. */
export async function queryDetails(service: Service, request: ApiRequest): Promise<Reply> {
  const query = parseDetailsQuery(await readJson(service, request), service.options);
  const now = service.effects.clock.now();
  const days = findMatches(service, query, now);
  const count = days.reduce((sum, matches) => sum + matches.count, 0);
  const found = takePage(query.orderBy === "conversationStart" ? days : [sort(days, query.orderBy, now)], query);
  const page = omitSome(found, toPartial(request));
  const totalHits = toTotalHits(service, query, count, found.length, now);
  // Past the last page the list is absent, not empty.
  const rows = page.map((conversation) => JSON.stringify(conversation.queried(now)));
  const conversations = rows.length === 0 ? "" : `"conversations":[${rows.join(",")}],`;
  return ok(`{${conversations}"totalHits":${totalHits}${toAggregations(query, days, now)}}`);
}

/** Facets are of all that matches, whatever the page; nobody else pays for them. */
function toAggregations({ aggregations }: DetailsQuery, days: readonly Matches[], now: number): string {
  if (aggregations.length === 0) return "";
  const records = days.flatMap(({ list }) => list()).map((conversation) => conversation.queried(now));
  return `,"aggregations":${JSON.stringify(aggregateDetails(aggregations, records))}`;
}

/** What matches on a day: how many, and in a list if somebody needs to know. */
interface Matches {
  readonly count: number;
  list(): readonly StoredConversation[];
}

/** What matches, day after day. A day of which everything matches is only counted until a page needs it. */
function findMatches(service: Service, query: DetailsQuery, now: number): readonly Matches[] {
  const found: Matches[] = [];
  const { source, lateness } = service;
  for (let day = Math.floor(query.interval.from / DAY_MS); day * DAY_MS < query.interval.to; day++) {
    const count = source.countStartingOn(day, now);
    if (count === 0) continue;
    // Later than that, everything that began on the day is known, and nothing else ever will be.
    const isOver = (day + 1) * DAY_MS + lateness.longestQueryLag <= now;
    const all = () => source.startingOn(day, now);
    const list = isOver ? all : () => all().filter(({ start, lag }) => start + lag <= now);
    if (isOver && isWhole(service, query, day)) found.push({ count, list });
    else found.push(toMatches(findOnDay(service, query, { day, list, isOver }, now)));
  }
  return found;
}

function findOnDay(service: Service, query: DetailsQuery, day: ListedDay, now: number): readonly StoredConversation[] {
  const matching = query.matches === undefined ? day.list() : verdictsOf(service).select(query, day, now);
  return matching.filter((conversation) => isWithin(service, query, conversation, now));
}

function toMatches(list: readonly StoredConversation[]): Matches {
  return { count: list.length, list: () => list };
}

function isWhole({ options, grant }: Service, { matches, interval }: DetailsQuery, day: number): boolean {
  if (matches !== undefined || !grant.coversAll) return false;
  if (options.intervalMatching === "day") return true;
  return day * DAY_MS >= interval.from && (day + 1) * DAY_MS <= interval.to;
}

/** The page's part of the days, without joining them. */
function takePage(
  days: readonly Matches[],
  { order, pageSize, pageNumber }: DetailsQuery,
): readonly StoredConversation[] {
  const descending = order === "desc";
  const page: StoredConversation[] = [];
  let skip = (pageNumber - 1) * pageSize;
  for (const { count, list } of descending ? [...days].reverse() : days) {
    const wanted = pageSize - page.length;
    if (wanted === 0) break;
    if (skip >= count) {
      skip -= count;
      continue;
    }
    const last = count - skip;
    page.push(
      ...(descending
        ? list()
            .slice(Math.max(0, last - wanted), last)
            .reverse()
        : list().slice(skip, skip + wanted)),
    );
    skip = 0;
  }
  return page;
}

function verdictsOf(service: Service): Verdicts {
  const verdicts = VERDICTS.get(service) ?? new Verdicts(service.options.qualityWindow);
  VERDICTS.set(service, verdicts);
  return verdicts;
}

function isWithin(
  { options, grant }: Service,
  { interval }: DetailsQuery,
  conversation: StoredConversation,
  now: number,
): boolean {
  const { start } = conversation;
  if (options.intervalMatching === "day-and-overlap") {
    if (start >= interval.to) return false;
    // Only of what began before the interval the end matters.
    if (start < interval.from && Math.min(conversation.end, now - conversation.lag) < interval.from) return false;
  }
  return grant.coversAll || grant.covers(conversation.divisionIds(now - conversation.lag));
}

function sort(days: readonly Matches[], orderBy: DetailsQuery["orderBy"], now: number): Matches {
  const matches = days.flatMap(({ list }) => list());
  const keys = new Map(matches.map((one) => [one, toSortKey(one, orderBy, now - one.lag, () => one.queried(now))]));
  return toMatches(matches.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a.start - b.start));
}
