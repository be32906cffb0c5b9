import { parseAggregateQuery } from "../aggregates/parse-aggregate-query.ts";
import { queryAggregates } from "../aggregates/query-aggregates.ts";
import { readJson } from "./json-body.ts";
import { type Endpoint, ok } from "./service.ts";

const PERMISSIONS = ["analytics:conversationAggregate:view"];

export const AGGREGATE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "POST",
    path: "/api/v2/analytics/conversations/aggregates/query",
    permissions: PERMISSIONS,
    handle: async (service, request) => {
      const query = parseAggregateQuery(await readJson(service, request), service.options);
      return ok({ results: queryAggregates(service, query) });
    },
  },
];
