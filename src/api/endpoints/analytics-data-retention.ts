import type { Api } from "../api.ts";

/** `GET /analytics/dataretention/settings`: how many days an organisation keeps analytics; absent where it has set none. */
export async function getDataRetention(api: Api, signal?: AbortSignal): Promise<{ retentionDays?: number }> {
  return (await api.request({
    method: "GET",
    path: "/api/v2/analytics/dataretention/settings",
    doing: "asking how long the organisation keeps its conversations",
    permissions: ["analytics:dataRetention:view"],
    signal,
  })) as { retentionDays?: number };
}
