import type { DirectoryDivision } from "../directory.ts";
import { badRequest } from "./api-refusal.ts";
import { isNamed, readList, toEntityListing } from "./entity-listing.ts";
import { type Endpoint, ok } from "./service.ts";

export const DIVISION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/api/v2/authorization/divisions",
    permissions: [],
    handle: ({ directory }, request) => {
      const ids = readList(request, "id");
      const name = request.query.get("name");
      const found = directory.divisions.filter(
        (division) => isNamed(division.name, name) && (ids.length === 0 || ids.includes(division.id)),
      );
      return ok(toEntityListing(request, found.map(toDivision)));
    },
  },
  {
    method: "GET",
    path: "/api/v2/authorization/divisionspermitted/paged/me",
    permissions: [],
    handle: ({ directory, grant }, request) => {
      const permission = request.query.get("permission");
      if (permission === null || permission === "") throw badRequest("The parameter permission is required.");
      const permitted = grant.has(permission) ? directory.divisions.filter(({ id }) => grant.covers([id])) : [];
      const allDivsPermitted = permitted.length === directory.divisions.length;
      return ok(toEntityListing(request, permitted.map(toDivision), { allDivsPermitted }));
    },
  },
];

function toDivision({ id, name, home }: DirectoryDivision): object {
  return { id, name, description: "", homeDivision: home, selfUri: `/api/v2/authorization/divisions/${id}` };
}
