import type { Api } from "../api.ts";
import { listEntities } from "./entity-listing.ts";

export interface Division {
  id: string;
  name?: string;
  homeDivision?: boolean;
}

export interface TokenInfo {
  organization?: { id?: string; name?: string };
  OAuthClient?: { id?: string; name?: string };
}

/** `GET /tokens/me`: whose token this is. No permission declared. */
export async function getTokenInfo(api: Api, signal?: AbortSignal): Promise<TokenInfo> {
  const path = "/api/v2/tokens/me";
  return (await api.request({ method: "GET", path, doing: "asking whose token this is", signal })) as TokenInfo;
}

/** `GET /authorization/divisions`: the divisions of the organisation. */
export function listDivisions(api: Api, signal?: AbortSignal): AsyncGenerator<Division> {
  const doing = "reading the organisation's divisions";
  return listEntities(api, { path: "/api/v2/authorization/divisions", doing }, signal);
}

/** `GET /authorization/divisionspermitted/paged/me`: divisions in which this client has a permission. */
export function listDivisionsPermitted(api: Api, permission: string, signal?: AbortSignal): AsyncGenerator<Division> {
  const path = "/api/v2/authorization/divisionspermitted/paged/me";
  return listEntities(api, { path, query: { permission }, doing: `asking where ${permission} is granted` }, signal);
}
