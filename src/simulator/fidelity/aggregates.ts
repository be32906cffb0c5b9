import type { Fidelity } from "./fidelity.ts";

export const AGGREGATES: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour:
      "From what was emitted, by its date, in buckets of the zone's days, only where something happened; ten views; computed without detail records, and compared with them",
    paths: [
      "/api/v2/analytics/conversations/aggregates/query",
      "/api/v2/analytics/conversations/aggregates/jobs",
      "/api/v2/analytics/conversations/aggregates/jobs/:id",
      "/api/v2/analytics/conversations/aggregates/jobs/:id/results",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "The denominator of the service level is the organisation's choice",
    options: ["serviceLevel"],
  },
  { likeness: "inferred", behaviour: "How late what was emitted counts", options: ["aggregateLag"] },
  {
    likeness: "inferred",
    behaviour: "What has no value of a dimension that is grouped by is in no group",
    options: ["missingDimensions"],
  },
  {
    likeness: "inferred",
    behaviour: "The longest interval and the most buckets",
    options: ["aggregateDaysMax", "aggregateBucketsMax"],
  },
  {
    likeness: "inferred",
    behaviour:
      "Buckets begin with the interval; a session's dimensions are those that it has by now, also for what it emitted earlier; its divisions are those of its conversation, each a group",
  },
  {
    likeness: "inferred",
    behaviour:
      "`eventTime` differs only for totals that are dated at the end of an interaction; `tWait` is dated as its answer, abandon or flow-out and has no user",
  },
  {
    likeness: "inferred",
    behaviour: "`tMonitoringComplete` and `tCoachingComplete` are dated when the last such stretch ended",
  },
  { likeness: "inferred", behaviour: "Jobs are done after a second and kept for a day" },
  {
    likeness: "absent",
    behaviour:
      "Metrics and dimensions that nothing here emits or has are accepted, without data; no teams, no languages in routing, no out-of-office",
  },
  { likeness: "absent", behaviour: "Aggregates of evaluations and surveys; aggregates of recorded records (400)" },
];
