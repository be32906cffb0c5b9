import type { Api } from "../api.ts";
import { listEntities } from "./entity-listing.ts";

export interface NamedEntity {
  id: string;
  name?: string;
}

const QUEUES = { path: "/api/v2/routing/queues", permissions: ["routing:queue:view"] } as const;
const WRAP_UP_CODES = { path: "/api/v2/routing/wrapupcodes", permissions: ["routing:wrapupCode:view"] } as const;

/** `GET /routing/queues?id=` for up to 100 ids; unknown ids are absent. */
export function listQueuesById(api: Api, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  return listEntities(
    api,
    { ...QUEUES, query: { id: ids }, doing: `reading the names of ${ids.length} queues` },
    signal,
  );
}

/** `GET /routing/queues`: all that the client may see. */
export function listQueues(api: Api, signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  return listEntities(api, { ...QUEUES, doing: "listing the queues" }, signal);
}

/** `GET /routing/queues?name=`: queues whose name contains the text (the API's wildcard is `*`). */
export function searchQueues(api: Api, text: string, signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `searching for queue ${JSON.stringify(text)}`;
  return listEntities(api, { ...QUEUES, query: { name: `*${text}*` }, doing }, signal);
}

/** `GET /routing/wrapupcodes?id=` for up to 100 ids; unknown ids are absent. */
export function listWrapUpCodesById(
  api: Api,
  ids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<NamedEntity> {
  const doing = `reading the names of ${ids.length} wrap-up codes`;
  return listEntities(api, { ...WRAP_UP_CODES, query: { id: ids }, doing }, signal);
}

/** `GET /routing/wrapupcodes?name=`: codes whose name contains the text. */
export function searchWrapUpCodes(api: Api, text: string, signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `searching for wrap-up code ${JSON.stringify(text)}`;
  return listEntities(api, { ...WRAP_UP_CODES, query: { name: `*${text}*` }, doing }, signal);
}

/** `GET /routing/skills?name=`: skills whose name contains the text. No permission declared. */
export function searchSkills(api: Api, text: string, signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `searching for skill ${JSON.stringify(text)}`;
  return listEntities(api, { path: "/api/v2/routing/skills", query: { name: `*${text}*` }, doing }, signal);
}

/** `GET /routing/skills?id=` for up to 100 ids; unknown ids are absent. No permission declared. */
export function listSkillsById(api: Api, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `reading the names of ${ids.length} skills`;
  return listEntities(api, { path: "/api/v2/routing/skills", query: { id: ids }, doing }, signal);
}

/** `GET /routing/languages?id=` for up to 100 ids; unknown ids are absent. No permission declared. */
export function listLanguagesById(api: Api, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<NamedEntity> {
  const doing = `reading the names of ${ids.length} languages`;
  return listEntities(api, { path: "/api/v2/routing/languages", query: { id: ids }, doing }, signal);
}
