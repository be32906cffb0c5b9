import type { Api } from "../api.ts";
import { listEntities } from "./entity-listing.ts";
import type { NamedEntity } from "./routing.ts";

/** `GET /flows?id=` for up to 100 ids; unknown ids are absent. */
export function listFlowsById(api: Api, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `reading the names of ${ids.length} flows`;
  return listEntities(
    api,
    { path: "/api/v2/flows", query: { id: ids }, doing, permissions: ["architect:flow:view"] },
    signal,
  );
}
