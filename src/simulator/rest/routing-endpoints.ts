import type { DirectoryCode, DirectoryQueue } from "../directory.ts";
import { notFound } from "./api-refusal.ts";
import { isNamed, readList, toEntityListing } from "./entity-listing.ts";
import { type ApiRequest, type Endpoint, ok, type Service } from "./service.ts";

const QUEUE_PERMISSIONS = ["routing:queue:view"];
const CODE_PERMISSIONS = ["routing:wrapupCode:view"];

export const ROUTING_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/api/v2/routing/queues",
    permissions: QUEUE_PERMISSIONS,
    handle: (service, request) =>
      ok(
        toEntityListing(
          request,
          select(service, request, service.directory.queues).map((queue) => toQueue(service, queue)),
        ),
      ),
  },
  {
    method: "GET",
    path: "/api/v2/routing/queues/:id",
    permissions: QUEUE_PERMISSIONS,
    handle: (service, { params }) => ok(toQueue(service, find(service, service.directory.queues, params["id"]))),
  },
  {
    method: "GET",
    path: "/api/v2/routing/wrapupcodes",
    permissions: CODE_PERMISSIONS,
    handle: (service, request) =>
      ok(
        toEntityListing(
          request,
          select(service, request, service.directory.wrapUpCodes).map((code) => toCode(service, code)),
        ),
      ),
  },
  {
    method: "GET",
    path: "/api/v2/routing/wrapupcodes/:id",
    permissions: CODE_PERMISSIONS,
    handle: (service, { params }) => ok(toCode(service, find(service, service.directory.wrapUpCodes, params["id"]))),
  },
];

interface Named {
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
}

/** What the client may see of a list, by the parameters that these listings share, in order of name. */
function select<Row extends Named>({ grant }: Service, request: ApiRequest, rows: readonly Row[]): Row[] {
  const ids = readList(request, "id");
  const divisionIds = readList(request, "divisionId");
  const descending = (request.query.get("sortOrder") ?? "asc").toLowerCase().startsWith("desc");
  return rows
    .filter(({ id, name, divisionId }) => {
      if (!grant.covers([divisionId]) || !isNamed(name, request.query.get("name"))) return false;
      return (ids.length === 0 || ids.includes(id)) && (divisionIds.length === 0 || divisionIds.includes(divisionId));
    })
    .sort((a, b) => (descending ? -1 : 1) * a.name.localeCompare(b.name, "en"));
}

function find<Row extends Named>({ grant }: Service, rows: readonly Row[], id: string | undefined): Row {
  const row = rows.find((one) => one.id === id);
  if (row === undefined || !grant.covers([row.divisionId])) throw notFound();
  return row;
}

function toQueue(
  service: Service,
  { id, name, description, memberCount, mediaSettings, divisionId }: DirectoryQueue,
): object {
  return {
    id,
    name,
    ...toDivision(service, divisionId),
    ...(description === undefined ? {} : { description }),
    memberCount,
    userMemberCount: memberCount,
    joinedMemberCount: memberCount,
    mediaSettings,
    skillEvaluationMethod: "ALL",
    selfUri: `/api/v2/routing/queues/${id}`,
  };
}

function toCode(service: Service, { id, name, divisionId }: DirectoryCode): object {
  return { id, name, ...toDivision(service, divisionId), selfUri: `/api/v2/routing/wrapupcodes/${id}` };
}

function toDivision({ directory }: Service, divisionId: string): object {
  const found = directory.divisions.find(({ id }) => id === divisionId);
  if (found === undefined) return {};
  return { division: { id: found.id, name: found.name, selfUri: `/api/v2/authorization/divisions/${found.id}` } };
}
