import type { Fidelity } from "./fidelity.ts";

export const DETAILS: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour:
      "Placement, values, dates and order of metrics, and their identities: handle = contacting + dialing + talk + held + ACW; offered = answered + abandoned + flow-out, expired callbacks and messages apart",
  },
  {
    likeness: "faithful",
    behaviour: "Filters and orders; `conversations` is absent past the end",
    paths: [
      "/api/v2/analytics/conversations/details/query",
      "/api/v2/analytics/conversations/details",
      "/api/v2/analytics/conversations/:id/details",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "Longest interval without a filter and with one",
    options: ["maxDays", "maxDaysFiltered"],
  },
  {
    likeness: "faithful",
    behaviour: "Largest page, and how deep pages can reach",
    options: ["pageSizeMax", "depthMax"],
  },
  {
    likeness: "faithful",
    behaviour: "`totalHits` above 100 is an estimate that drifts",
    options: ["totalHits", "totalHitsError"],
  },
  {
    likeness: "inferred",
    behaviour: "Which of a day's conversations an interval of hours finds",
    options: ["intervalMatching"],
  },
  {
    likeness: "inferred",
    behaviour: "How late queries know what happened, and wrap-up codes still later",
    options: ["queryLag", "wrapUpLag"],
  },
  {
    likeness: "faithful",
    behaviour: "Some conversations are only complete after the nightly rewrite of what is older than 48 hours",
    options: ["nightlyRewrite"],
  },
  { likeness: "inferred", behaviour: "A metric predicate matches any single emission" },
  { likeness: "inferred", behaviour: "A page without any conversation has no `conversations`" },
  {
    likeness: "inferred",
    behaviour:
      "Facets (`aggregations`) count the conversations of all pages, and tell ten terms unless a size is given",
  },
];
