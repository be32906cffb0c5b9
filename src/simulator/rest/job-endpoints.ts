import { toIso } from "../../base/interval.ts";
import { type DetailsJob, stateOf } from "../jobs/details-job.ts";
import type { JobFate } from "../jobs/details-jobs.ts";
import { availabilityAt } from "../jobs/lake-availability.ts";
import { truncateAttributes } from "../jobs/truncate-attributes.ts";
import { badRequest } from "./api-refusal.ts";
import { DETAIL_PERMISSIONS } from "./detail-permissions.ts";
import { readPositive } from "./entity-listing.ts";
import { readJson } from "./json-body.ts";
import { parseDetailsJob } from "./parse-details-job.ts";
import { omitSome, toPartial } from "./partial-results.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";

const JOBS = "/api/v2/analytics/conversations/details/jobs";

export const JOB_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: `${JOBS}/availability`,
    permissions: ["analytics:conversationDetail:view"],
    handle: ({ effects, options }) => ok({ dataAvailabilityDate: toIso(availabilityAt(effects.clock.now(), options)) }),
  },
  { method: "POST", path: JOBS, permissions: DETAIL_PERMISSIONS, handle: submitJob },
  {
    method: "GET",
    path: `${JOBS}/:id`,
    permissions: DETAIL_PERMISSIONS,
    handle: (service, request) => {
      const job = findJob(service, request);
      return { status: service.jobs.isRunning(job) ? 202 : 200, body: toStatus(job, service.effects.clock.now()) };
    },
  },
  {
    method: "DELETE",
    path: `${JOBS}/:id`,
    permissions: DETAIL_PERMISSIONS,
    handle: (service, request) => {
      service.jobs.cancel(findJob(service, request));
      return { status: 204, body: undefined };
    },
  },
  { method: "GET", path: `${JOBS}/:id/results`, permissions: DETAIL_PERMISSIONS, handle: readResults },
];

async function submitJob(service: Service, request: ApiRequest): Promise<Reply> {
  const query = parseDetailsJob(await readJson(service, request), service.options);
  const clientId = service.tokens.clientOf(request.header("authorization"));
  return { status: 202, body: { jobId: service.jobs.submit(clientId, query, toFate(request), toPartial(request)).id } };
}

function toFate({ fault }: ApiRequest): JobFate {
  if (fault === undefined) return undefined;
  return "failJob" in fault ? "fails" : "stallJob" in fault ? "stalls" : undefined;
}

function findJob({ jobs, tokens }: Service, { params, header }: ApiRequest): DetailsJob {
  return jobs.find(tokens.clientOf(header("authorization")), params["id"] ?? "");
}

function toStatus(job: DetailsJob, now: number): object {
  const state = stateOf(job, now);
  const completedAt = job.cancelledAt ?? job.completedAt;
  return {
    state,
    ...(state === "FAILED" ? { errorMessage: job.failure } : {}),
    expirationDate: toIso(job.expiresAt),
    submissionDate: toIso(job.submittedAt),
    ...(completedAt <= now ? { completionDate: toIso(completedAt) } : {}),
  };
}

/** Only the rows of the page are rendered, as of what the lake knew when the job ran. */
async function readResults(service: Service, request: ApiRequest): Promise<Reply> {
  const job = findJob(service, request);
  const state = stateOf(job, service.effects.clock.now());
  if (state !== "FULFILLED") throw badRequest(`The job has no results: its state is ${state}.`);
  const pageSize = readPageSize(service, request);
  const index = await service.jobs.indexOf(job);
  const from = readCursor(job, request.query.get("cursor"), index.length);
  const at = job.availableUntil;
  const found = index.slice(from, from + pageSize);
  const next = from + found.length;
  const rows = omitSome(omitSome(found, job.partial), toPartial(request)).map((conversation) =>
    JSON.stringify(truncateAttributes(conversation.detail(at, true))),
  );
  // Nothing found: the list is absent, as in a query's answer.
  const conversations = rows.length === 0 ? "" : `"conversations":[${rows.join(",")}],`;
  const cursor = next < index.length ? `"cursor":"${toCursor(job, next)}",` : "";
  return ok(`{${conversations}${cursor}"dataAvailabilityDate":"${toIso(at)}"}`);
}

function readPageSize({ options }: Service, { query }: ApiRequest): number {
  const pageSize = readPositive(query.get("pageSize"), options.jobPageSize);
  if (options.limits === "api" && pageSize > options.jobPageSizeMax)
    throw badRequest(`The page size may not exceed ${options.jobPageSizeMax}.`);
  return pageSize;
}

/** Opaque to clients, and good for this job only. */
function toCursor({ id }: DetailsJob, position: number): string {
  return Buffer.from(`${id} ${position}`).toString("base64url");
}

function readCursor({ id }: DetailsJob, cursor: string | null, length: number): number {
  if (cursor === null || cursor === "") return 0;
  const [jobId, position] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  if (jobId !== id || !/^\d+$/.test(position ?? "") || Number(position) >= length)
    throw badRequest("The cursor is not valid.");
  return Number(position);
}
