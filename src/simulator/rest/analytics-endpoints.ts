import { badRequest, notFound } from "./api-refusal.ts";
import { DETAIL_PERMISSIONS } from "./detail-permissions.ts";
import { queryDetails } from "./details-query.ts";
import { readList } from "./entity-listing.ts";
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
      if (found === undefined || !grant.covers(found.divisionIds(now))) throw notFound();
      return ok(found.detail(now, false));
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
  const found = ids.flatMap((id) => source.find(id, now) ?? []).filter((one) => grant.covers(one.divisionIds(now)));
  return ok(found.length === 0 ? {} : { conversations: found.map((one) => one.detail(now, false)) });
}
