import type { Api } from "../api.ts";
import { listEntities } from "./entity-listing.ts";

export interface User {
  id: string;
  name?: string;
  email?: string;
  state?: string;
  division?: { id: string; name?: string };
}

interface UsersSearchResponse {
  results?: User[];
  total?: number;
  pageCount?: number;
}

/** `GET /users?id=` for up to 100 ids, deleted users included; unknown ids are absent. No permission declared. */
export function listUsersById(api: Api, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<User> {
  const doing = `reading the names of ${ids.length} users`;
  return listEntities<User>(api, { path: "/api/v2/users", query: { id: ids, state: "any" }, doing }, signal);
}

/** `GET /users`: all that are active. No permission declared. */
export function listUsers(api: Api, signal?: AbortSignal): AsyncGenerator<User> {
  return listEntities<User>(
    api,
    { path: "/api/v2/users", query: { state: "active" }, doing: "listing the users" },
    signal,
  );
}

/** `GET /users/{id}`. Throws not-found. */
export async function getUser(api: Api, id: string, signal?: AbortSignal): Promise<User> {
  const path = `/api/v2/users/${encodeURIComponent(id)}`;
  return (await api.request({ method: "GET", path, doing: `looking up user ${id}`, signal })) as User;
}

/** `POST /users/search`: users whose name or e-mail contains the text. It creates nothing and may be repeated. */
export async function searchUsers(api: Api, text: string, signal?: AbortSignal): Promise<User[]> {
  const found: User[] = [];
  for (let pageNumber = 1, pageCount = 1; pageNumber <= pageCount; pageNumber++) {
    const reply = (await api.request({
      method: "POST",
      path: "/api/v2/users/search",
      body: { pageSize: 100, pageNumber, query: [{ type: "CONTAINS", fields: ["name", "email"], value: text }] },
      doing: `searching for user ${JSON.stringify(text)}`,
      permissions: ["directory:user:view"],
      repeatable: true,
      signal,
    })) as UsersSearchResponse | undefined;
    found.push(...(reply?.results ?? []));
    pageCount = reply?.pageCount ?? 1;
  }
  return found;
}
