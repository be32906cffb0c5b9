import type { Api } from "../api/api.ts";
import { getDataRetention } from "../api/endpoints/analytics-data-retention.ts";
import { isAppError } from "../base/app-error.ts";

/** For how many days an organisation keeps its conversations; `null` where that is not set, or not to be known by this client. */
export async function readRetention(api: Api, signal?: AbortSignal): Promise<number | null> {
  try {
    const { retentionDays } = await getDataRetention(api, signal);
    return typeof retentionDays === "number" && retentionDays > 0 ? retentionDays : null;
  } catch (error) {
    if (!isAppError(error) || !["denied", "not-found", "input"].includes(error.kind)) throw error;
    return null;
  }
}
