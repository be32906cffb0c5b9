import type { AnalyticsConversation } from "../../model/wire.ts";
import { type Api, hasList } from "../api.ts";
import { type ConversationQuery, DETAIL_PERMISSIONS } from "./analytics-conversation-details.ts";

const JOBS = "/api/v2/analytics/conversations/details/jobs";

/** The availability has a permission of its own: the agent's variant does not open it. */
export const AVAILABILITY_PERMISSIONS = ["analytics:conversationDetail:view"] as const;

/** Rows of a page of results; no source names a maximum, and 1,000 is what everybody uses. */
export const JOB_PAGE_SIZE = 1_000;

/** Body of a job: a details query without pages and facets. */
export interface DetailsJobQuery extends Omit<ConversationQuery, "paging"> {
  /** Only what began on the interval's days, as the details query matches; else whatever was alive during the interval. */
  startOfDayIntervalMatching?: boolean;
}

export type JobState = "QUEUED" | "PENDING" | "FAILED" | "CANCELLED" | "FULFILLED" | "EXPIRED";

/** `AsyncQueryStatus`. The state may be one that is not known here. */
export interface JobStatus {
  state?: JobState | (string & {});
  errorMessage?: string;
  expirationDate?: string;
}

/** A page of results: no list when there are none, no cursor on the last one. */
export interface JobResults {
  conversations?: AnalyticsConversation[];
  cursor?: string;
  /** Up to when the data lake had everything as the job ran; what came later is silently missing. */
  dataAvailabilityDate?: string;
}

/** `GET …/details/jobs/availability`: up to when the data lake is guaranteed to have everything. */
export async function getJobAvailability(api: Api, signal?: AbortSignal): Promise<{ dataAvailabilityDate?: string }> {
  const reply = await api.request({
    method: "GET",
    path: `${JOBS}/availability`,
    doing: "asking up to when details jobs have data",
    permissions: AVAILABILITY_PERMISSIONS,
    signal,
  });
  return reply as { dataAvailabilityDate?: string };
}

/** `POST …/details/jobs`: the id of the new job. Never repeated by itself: it might create a second one. */
export async function submitDetailsJob(
  api: Api,
  query: DetailsJobQuery,
  doing: string,
  signal?: AbortSignal,
): Promise<string> {
  const reply = (await api.request({
    method: "POST",
    path: JOBS,
    body: query,
    doing,
    permissions: DETAIL_PERMISSIONS,
    expects: (json) => typeof (json as { jobId?: unknown } | null)?.jobId === "string",
    signal,
  })) as { jobId: string };
  return reply.jobId;
}

/** `GET …/details/jobs/{id}`: answers 202 while it runs and 200 when it is done; the state says it, not the status. */
export async function getDetailsJob(api: Api, jobId: string, signal?: AbortSignal): Promise<JobStatus> {
  const path = `${JOBS}/${encodeURIComponent(jobId)}`;
  const doing = `asking how far details job ${jobId} is`;
  return (await api.request({ method: "GET", path, doing, permissions: DETAIL_PERMISSIONS, signal })) as JobStatus;
}

/** `GET …/details/jobs/{id}/results`: one page; the first one without a cursor. */
export async function getDetailsJobResults(
  api: Api,
  jobId: string,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<JobResults> {
  const reply = await api.request({
    method: "GET",
    path: `${JOBS}/${encodeURIComponent(jobId)}/results`,
    query: { pageSize: JOB_PAGE_SIZE, cursor },
    doing: `reading the results of details job ${jobId}`,
    permissions: DETAIL_PERMISSIONS,
    expects: hasList("conversations"),
    signal,
  });
  return reply as JobResults;
}

/** `DELETE …/details/jobs/{id}`: ends a job of ours, or drops its results. */
export async function deleteDetailsJob(api: Api, jobId: string, signal?: AbortSignal): Promise<void> {
  const path = `${JOBS}/${encodeURIComponent(jobId)}`;
  const doing = `ending details job ${jobId}`;
  await api.request({
    method: "DELETE",
    path,
    doing,
    permissions: DETAIL_PERMISSIONS,
    expects: () => true,
    signal,
  });
}
