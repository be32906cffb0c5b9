import type { SimulatorOptions } from "../simulator-options.ts";
import { notFound } from "./api-refusal.ts";
import { type Endpoint, ok } from "./service.ts";

/** Documented namespaces; most of them name no limit that is simulated. */
const NAMESPACES = (
  "analytics analytics.agents analytics.alerting analytics.data.extraction analytics.realtime analytics.reporting.settings " +
  "auth.api authorization conversation notifications platform.api routing"
).split(" ");

interface LimitRow {
  readonly namespace: string;
  readonly key: string;
  readonly byDefault: number;
  /** As this organisation has it. */
  value?(options: SimulatorOptions): number;
}

const LIMITS: readonly LimitRow[] = [
  {
    namespace: "platform.api",
    key: "client.credentials.token.rate.per.minute",
    byDefault: 300,
    value: ({ requestsPerMinute }) => requestsPerMinute,
  },
  { namespace: "platform.api", key: "token.rate.per.minute", byDefault: 300 },
  { namespace: "platform.api", key: "org.app.user.rate.per.minute", byDefault: 3_000 },
  {
    namespace: "platform.api",
    key: "request.bytes.max",
    byDefault: 512_000,
    value: ({ bodyBytesMax }) => bodyBytesMax,
  },
  {
    namespace: "analytics",
    key: "details.jobs.concurrent.access.max",
    byDefault: 10,
    value: ({ jobsConcurrentMax }) => jobsConcurrentMax,
  },
  {
    namespace: "analytics",
    key: "details.jobs.rate.per.second",
    byDefault: 10,
    value: ({ jobsPerSecond }) => jobsPerSecond,
  },
];

const PATH = "/api/v2/organizations/limits/namespaces";

/** What the organisation may do, and how long what it did is kept. */
export const LIMIT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: `${PATH}/:namespace`,
    permissions: [],
    handle: ({ options }, { params }) =>
      ok(toListing(params["namespace"], ({ byDefault, value }) => value?.(options) ?? byDefault)),
  },
  {
    method: "GET",
    path: `${PATH}/:namespace/defaults`,
    permissions: [],
    handle: (_, { params }) => ok(toListing(params["namespace"], ({ byDefault }) => byDefault)),
  },
  {
    method: "GET",
    path: "/api/v2/organizations/limits/docs",
    permissions: [],
    handle: () => ok({ namespaces: NAMESPACES.map((name) => ({ name, limits: rowsOf(name).map(toDocs) })) }),
  },
  {
    method: "GET",
    path: "/api/v2/analytics/dataretention/settings",
    permissions: ["analytics:dataRetention:view"],
    handle: ({ options }) => ok({ retentionDays: options.days }),
  },
];

function toListing(namespace: string | undefined, toValue: (row: LimitRow) => number): object {
  if (namespace === undefined || !NAMESPACES.includes(namespace)) throw notFound();
  return { entities: rowsOf(namespace).map((row) => ({ key: row.key, namespace, value: toValue(row) })) };
}

function rowsOf(namespace: string): readonly LimitRow[] {
  return LIMITS.filter((row) => row.namespace === namespace);
}

function toDocs({ key, byDefault }: LimitRow): object {
  return { key, defaultValue: byDefault };
}
