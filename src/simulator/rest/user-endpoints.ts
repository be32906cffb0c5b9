import { requirePresent } from "../now/present.ts";
import { createExpander, toRoutingStatus } from "../now/user-expansions.ts";
import { badRequest, invalidValue, notAUser, notFound } from "./api-refusal.ts";
import { readList, toEntityListing } from "./entity-listing.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";
import { toUser } from "./user-entity.ts";
import { searchUsers } from "./user-search.ts";

const STATES = ["active", "inactive", "deleted", "any"];

export const USER_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/api/v2/users", permissions: [], handle: listUsers },
  {
    method: "GET",
    path: "/api/v2/users/me",
    permissions: [],
    handle: () => {
      throw notAUser();
    },
  },
  { method: "POST", path: "/api/v2/users/search", permissions: ["directory:user:view"], handle: searchUsers },
  {
    method: "GET",
    path: "/api/v2/users/:id",
    permissions: [],
    handle: (service, request) => {
      const user = service.directory.users.find(({ id }) => id === request.params["id"]);
      if (user === undefined) throw notFound();
      const expand = createExpander(service, readList(request, "expand"));
      return ok({ ...toUser(service, user), ...expand(user.id) });
    },
  },
  {
    method: "GET",
    path: "/api/v2/users/:id/routingstatus",
    permissions: [],
    handle: (service, { params }) => {
      const state = requirePresent(service).agents.get(params["id"] ?? "");
      if (state === undefined) throw notFound();
      return ok(toRoutingStatus(state));
    },
  },
];

function listUsers(service: Service, request: ApiRequest): Reply {
  const state = request.query.get("state") ?? "active";
  if (!STATES.includes(state)) throw invalidValue(state, "State", STATES);
  const ids = readList(request, "id");
  const order = (request.query.get("sortOrder") ?? "ASC").toLowerCase();
  if (order !== "asc" && order !== "ascending" && order !== "desc" && order !== "descending") throw badRequest();
  const users = service.directory.users
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .map((user) => toUser(service, user))
    .filter((user) => state === "any" || user.state === state)
    .sort((a, b) => (order.startsWith("asc") ? 1 : -1) * a.name.localeCompare(b.name, "en"));
  const expand = createExpander(service, readList(request, "expand"));
  return ok(
    toEntityListing(
      request,
      users.map((user) => ({ ...user, ...expand(user.id) })),
    ),
  );
}
