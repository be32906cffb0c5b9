import type { Fidelity } from "./fidelity.ts";

export const PRESENT: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour: "Observations of queues and users, activity, agents' states",
    paths: [
      "/api/v2/analytics/queues/observations/query",
      "/api/v2/analytics/users/observations/query",
      "/api/v2/analytics/conversations/activity/query",
      "/api/v2/analytics/agents/:id/status",
      "/api/v2/analytics/agents/status/query",
      "/api/v2/analytics/agents/status/counts",
    ],
  },
  {
    likeness: "inferred",
    behaviour: "How many observations are told: half of them the oldest, half the newest",
    options: ["observationsMax"],
  },
  { likeness: "inferred", behaviour: "How far observations are behind", options: ["observationLag"] },
  {
    likeness: "inferred",
    behaviour:
      "A queue observation query must name a queue; `oLongest…` are durations in milliseconds; all members have joined their queues",
  },
  {
    likeness: "inferred",
    behaviour:
      "What alerts an agent still waits; work after the conversation keeps an agent interacting, a parked e-mail does not (and no `o…` metric counts it); supervisors who listen stay idle, and no `o…` metric counts them",
  },
  { likeness: "absent", behaviour: "The present of recorded records: refused with 400" },
];
