import { readChoice } from "../filters/read-choice.ts";
import { notFound } from "./api-refusal.ts";
import { isNamed, readList, toEntityListing } from "./entity-listing.ts";
import { type ApiRequest, type Endpoint, ok, type Service } from "./service.ts";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly divisionId?: string;
  readonly type?: string;
}

/** One kind of thing that only has a name, for who shows records to people. */
interface Kind {
  readonly path: string;
  readonly permissions: readonly string[];
  list(service: Service): readonly Named[];
}

const SKILLS: Kind = {
  path: "/api/v2/routing/skills",
  permissions: [],
  list: ({ directory }) => directory.skills,
};
const LANGUAGES: Kind = {
  path: "/api/v2/routing/languages",
  permissions: [],
  list: ({ directory }) => directory.languages,
};
const FLOWS: Kind = {
  path: "/api/v2/flows",
  permissions: ["architect:flow:view"],
  list: ({ directory, grant }) => directory.flows.filter(({ divisionId }) => grant.covers([divisionId])),
};

/** Skills, languages and flows: listed by name or id, or found by id. */
export const NAMED_ENDPOINTS: readonly Endpoint[] = [SKILLS, LANGUAGES, FLOWS].flatMap((kind): Endpoint[] => [
  {
    method: "GET",
    path: kind.path,
    permissions: kind.permissions,
    handle: (service, request) =>
      ok(
        toEntityListing(
          request,
          select(kind.list(service), request).map((one) => toEntity(service, kind, one)),
        ),
      ),
  },
  {
    method: "GET",
    path: `${kind.path}/:id`,
    permissions: kind.permissions,
    handle: (service, { params }) => {
      const found = kind.list(service).find(({ id }) => id === params["id"]);
      if (found === undefined) throw notFound();
      return ok(toEntity(service, kind, found));
    },
  },
]);

function select(rows: readonly Named[], request: ApiRequest): Named[] {
  const { query } = request;
  const ids = readList(request, "id");
  const types = readList(request, "type").map((type) => type.toUpperCase());
  const order = readChoice(
    query.get("sortOrder")?.toLowerCase(),
    ["asc", "ascending", "desc", "descending"],
    "SortOrder",
  );
  return rows
    .filter(({ id, name, type }) => {
      if (ids.length > 0 && !ids.includes(id)) return false;
      return isNamed(name, query.get("name")) && (types.length === 0 || type === undefined || types.includes(type));
    })
    .sort((a, b) => (order?.startsWith("desc") === true ? -1 : 1) * a.name.localeCompare(b.name, "en"));
}

function toEntity({ directory }: Service, { path }: Kind, { id, name, divisionId, type }: Named): object {
  const division = directory.divisions.find((one) => one.id === divisionId);
  return {
    id,
    name,
    ...(division === undefined ? {} : { division: { id: division.id, name: division.name } }),
    ...(type === undefined ? { state: "active" } : { type, active: true, system: false, deleted: false }),
    selfUri: `${path}/${id}`,
  };
}
