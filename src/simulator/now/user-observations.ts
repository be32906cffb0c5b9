import { badRequest, invalidValue } from "../rest/api-refusal.ts";
import { readJson } from "../rest/json-body.ts";
import { type ApiRequest, ok, type Reply, type Service } from "../rest/service.ts";
import { requireObserved } from "./present.ts";
import { readFilter } from "./read-filter.ts";

const METRICS = ["oActiveQueues", "oMemberQueues"];

/** `POST /api/v2/analytics/users/observations/query`: in how many queues somebody is; nothing of conversations. */
export async function queryUserObservations(service: Service, request: ApiRequest): Promise<Reply> {
  const { filter, metrics } = await readJson(service, request);
  const matches = readFilter<string>(filter, "UserObservationQueryPredicate", ["userId"], (_, userId) => [userId]);
  if (matches === undefined) throw badRequest("A query must have a filter that names at least one userId.");
  if (!Array.isArray(metrics) || metrics.length === 0) throw badRequest("A query must name at least one metric.");
  for (const metric of metrics)
    if (!METRICS.includes(metric)) throw invalidValue(metric, "UserObservationMetric", METRICS);
  const { agents, at } = requireObserved(service);
  const found = [...agents.values()].filter(
    ({ user }) => service.grant.covers([user.divisionId]) && matches(user.id, at),
  );
  const results = found.map(({ user }) => ({
    group: { userId: user.id },
    // Everybody has joined the queues that he is a member of.
    data: [...new Set(metrics)].map((metric: string) => ({ metric, stats: { count: user.queues.length } })),
  }));
  return ok({ results });
}
