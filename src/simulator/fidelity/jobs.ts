import type { Fidelity } from "./fidelity.ts";

export const JOBS: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour:
      "States, 202 while they run, overlap or `startOfDayIntervalMatching`, cursors; attributes only here and live, cut at 1,024 characters",
    options: ["jobDuration", "jobFailures"],
    paths: [
      "/api/v2/analytics/conversations/details/jobs",
      "/api/v2/analytics/conversations/details/jobs/:id",
      "/api/v2/analytics/conversations/details/jobs/:id/results",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "The data lake is behind, says until when it knows, and is silent about what it does not have yet",
    options: ["lakeLag"],
    paths: ["/api/v2/analytics/conversations/details/jobs/availability"],
  },
  { likeness: "inferred", behaviour: "In what steps the lake moves on", options: ["lakeStep"] },
  {
    likeness: "inferred",
    behaviour: "How large pages of results are",
    options: ["jobPageSize", "jobPageSizeMax"],
  },
  { likeness: "inferred", behaviour: "When a job expires", options: ["jobRetention"] },
  {
    likeness: "inferred",
    behaviour: "How many jobs may run or be submitted",
    options: ["jobsConcurrentMax", "jobsPerSecond"],
  },
  { likeness: "inferred", behaviour: "Results are the world as of the lake's date when the job began, and stay so" },
  {
    likeness: "inferred",
    behaviour:
      "Results of a job that is not fulfilled are refused with 400; `DELETE` answers 204 and leaves it CANCELLED, whatever it was",
  },
  {
    likeness: "faithful",
    behaviour: "Jobs find an address by any part of it; queries only by the whole, its name or its domain",
  },
];
