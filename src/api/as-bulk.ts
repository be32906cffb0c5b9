import type { Api } from "./api.ts";

/** The same client for work that nobody waits for request by request: it leaves the way to people's questions. */
export function asBulk(api: Api): Api {
  return { ...api, request: (request) => api.request({ ...request, urgency: "bulk" }) };
}
