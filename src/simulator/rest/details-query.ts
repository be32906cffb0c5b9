import { DAY_MS } from "../../base/interval.ts";
import type { StoredConversation } from "../conversation-source.ts";
import { readJson } from "./json-body.ts";
import { type DetailsQuery, parseDetailsQuery } from "./parse-details-query.ts";
import { type ApiRequest, ok, type Reply, type Service } from "./service.ts";
import { toSortKey } from "./sort-key.ts";
import { Verdicts } from "./verdicts.ts";

const VERDICTS = new WeakMap<Service, Verdicts>();

/** `POST /api/v2/analytics/conversations/details/query`. Only the rows of the page are rendered. */
export async function queryDetails(service: Service, request: ApiRequest): Promise<Reply> {
  const query = parseDetailsQuery(await readJson(service, request), service.options);
  const now = service.effects.clock.now();
  const matches = findMatches(service, query, now);
  const skipped = (query.pageNumber - 1) * query.pageSize;
  const page = matches.slice(skipped, skipped + query.pageSize);
  // Past the last page the list is absent, not empty.
  if (page.length === 0) return ok({ totalHits: matches.length });
  const rows = page.map((conversation) => JSON.stringify(conversation.detail(now, false)));
  return ok(`{"conversations":[${rows.join(",")}],"totalHits":${matches.length}}`);
}

function findMatches(service: Service, query: DetailsQuery, now: number): readonly StoredConversation[] {
  const matches: StoredConversation[] = [];
  const verdicts = verdictsOf(service);
  for (let day = Math.floor(query.interval.from / DAY_MS); day * DAY_MS < query.interval.to; day++) {
    const conversations = service.source.startingOn(day, now);
    const judge = verdicts.judge(query, day, conversations, now);
    conversations.forEach((conversation, index) => {
      if (isWithin(service, query, conversation, now) && judge(conversation, index)) matches.push(conversation);
    });
  }
  return sort(matches, query, now);
}

function verdictsOf(service: Service): Verdicts {
  const verdicts = VERDICTS.get(service) ?? new Verdicts();
  VERDICTS.set(service, verdicts);
  return verdicts;
}

function isWithin(
  { options, grant }: Service,
  { interval }: DetailsQuery,
  conversation: StoredConversation,
  now: number,
): boolean {
  const { start, end } = conversation;
  if (options.intervalMatching === "day-and-overlap" && (start >= interval.to || Math.min(end, now) < interval.from))
    return false;
  return grant.coversAll || grant.covers(conversation.divisionIds(now));
}

function sort(
  matches: StoredConversation[],
  { order, orderBy }: DetailsQuery,
  now: number,
): readonly StoredConversation[] {
  if (orderBy !== "conversationStart") {
    const keys = new Map(matches.map((one) => [one, toSortKey(one, orderBy, now)]));
    matches.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a.start - b.start);
  }
  return order === "desc" ? matches.reverse() : matches;
}
