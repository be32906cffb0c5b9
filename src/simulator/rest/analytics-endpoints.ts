import type { StoredConversation } from "../conversation-source.ts";
import { badRequest, notFound } from "./api-refusal.ts";
import { DETAIL_PERMISSIONS } from "./detail-permissions.ts";
import { queryDetails } from "./details-query.ts";
import { readList } from "./entity-listing.ts";
import { omitSome, toPartial } from "./partial-results.ts";
import type { Grant } from "./permissions.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";

export const ANALYTICS_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "POST",
    path: "/api/v2/analytics/conversations/details/query",
    permissions: DETAIL_PERMISSIONS,
    handle: queryDetails,
  },
  {
    method: "GET",
    path: "/api/v2/analytics/conversations/details",
    permissions: DETAIL_PERMISSIONS,
    handle: getSeveral,
  },
  {
    method: "GET",
    path: "/api/v2/analytics/conversations/:id/details",
    permissions: DETAIL_PERMISSIONS,
    handle: ({ source, effects, grant }, { params }) => {
      const now = effects.clock.now();
      const found = source.find(params["id"] ?? "", now);
      if (found === undefined || !isKnown(found, grant, now)) throw notFound();
      return ok(found.queried(now));
    },
  },
];

/** Ids that nobody knows are silently absent; when nothing is found, so is the list. */
function getSeveral({ source, effects, grant, options }: Service, request: ApiRequest): Reply {
  const ids = [...new Set(readList(request, "id"))];
  if (ids.length === 0) throw badRequest("The parameter id is required.");
  if (options.limits === "api" && ids.length > options.idsMax) {
    throw badRequest(`The number of ids may not exceed ${options.idsMax}.`);
  }
  const now = effects.clock.now();
  const known = ids.flatMap((id) => source.find(id, now) ?? []).filter((one) => isKnown(one, grant, now));
  const found = omitSome(known, toPartial(request));
  return ok(found.length === 0 ? {} : { conversations: found.map((one) => one.queried(now)) });
}

/** By id a conversation is found as late as by a query. */
function isKnown(conversation: StoredConversation, grant: Grant, now: number): boolean {
  const at = now - conversation.lag;
  return conversation.start <= at && grant.covers(conversation.divisionIds(at));
}
