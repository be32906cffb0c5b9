import { AggregateJobs } from "../aggregates/aggregate-jobs.ts";
import { parseAggregateQuery } from "../aggregates/parse-aggregate-query.ts";
import { queryAggregates } from "../aggregates/query-aggregates.ts";
import { invalidValue } from "./api-refusal.ts";
import { readJson } from "./json-body.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";

const PERMISSIONS = ["analytics:conversationAggregate:view"];
const JOBS_PATH = "/api/v2/analytics/conversations/aggregates/jobs";

const JOBS = new WeakMap<Service, AggregateJobs>();

export const AGGREGATE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "POST",
    path: "/api/v2/analytics/conversations/aggregates/query",
    permissions: PERMISSIONS,
    handle: async (service, request) => {
      const query = parseAggregateQuery(await readJson(service, request), service.options);
      return ok({ results: queryAggregates(service, query, service.effects.clock.now()) });
    },
  },
  { method: "POST", path: JOBS_PATH, permissions: PERMISSIONS, handle: submit },
  {
    method: "GET",
    path: `${JOBS_PATH}/:id`,
    permissions: PERMISSIONS,
    handle: (service, { params }) => {
      const body = jobsOf(service).status(service, params["id"] ?? "");
      return { status: body.state === "QUEUED" || body.state === "PENDING" ? 202 : 200, body };
    },
  },
  {
    method: "GET",
    path: `${JOBS_PATH}/:id/results`,
    permissions: PERMISSIONS,
    handle: (service, { params, query }) =>
      ok(jobsOf(service).results(service, params["id"] ?? "", query.get("cursor"))),
  },
  {
    method: "DELETE",
    path: `${JOBS_PATH}/:id`,
    permissions: PERMISSIONS,
    handle: (service, { params }) => {
      jobsOf(service).delete(params["id"] ?? "");
      return { status: 204, body: undefined };
    },
  },
];

async function submit(service: Service, request: ApiRequest): Promise<Reply> {
  const body = await readJson(service, request);
  const query = parseAggregateQuery(body, service.options, ["pageSize"]);
  const { pageSize } = body;
  if (pageSize !== undefined && (typeof pageSize !== "number" || !Number.isInteger(pageSize) || pageSize < 1))
    throw invalidValue(pageSize, "PageSize");
  return { status: 202, body: { jobId: jobsOf(service).submit(service, query, pageSize) } };
}

function jobsOf(service: Service): AggregateJobs {
  const jobs = JOBS.get(service) ?? new AggregateJobs();
  JOBS.set(service, jobs);
  return jobs;
}
