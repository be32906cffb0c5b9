import type { Fidelity } from "./fidelity.ts";

export const REQUESTS: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour: "Sign-in with client credentials in its three forms, its errors, and how long a token lives",
    options: ["tokenSeconds"],
    paths: ["/oauth/token"],
  },
  { likeness: "inferred", behaviour: "The casing of `token_type`", options: ["tokenType"] },
  { likeness: "inferred", behaviour: "A client that is disabled (by a fault) is refused a token with 401" },
  { likeness: "absent", behaviour: "Grants for users" },
  {
    likeness: "absent",
    behaviour: "Hosts of their own for login, API and sockets: behind the proxy each of them serves everything",
  },
  {
    likeness: "faithful",
    behaviour: "`GET` and `HEAD /tokens/me` tell of the organisation and the client",
    paths: ["/api/v2/tokens/me"],
  },
  { likeness: "faithful", behaviour: "Error bodies, their codes, and the order of checks" },
  { likeness: "faithful", behaviour: "The rate limit of a token and its headers", options: ["requestsPerMinute"] },
  { likeness: "faithful", behaviour: "The largest body", options: ["bodyBytesMax"] },
  { likeness: "faithful", behaviour: "The most ids in one multi-get", options: ["idsMax"] },
  {
    likeness: "faithful",
    behaviour: "Permissions: a 403 names what is missing; permissions of the details endpoints are alternatives",
    options: ["withoutPermissions"],
  },
  {
    likeness: "faithful",
    behaviour: "Divisions of the grant hide what lies in others, without a word",
    options: ["divisions"],
  },
  { likeness: "inferred", behaviour: "Fields that a query does not have are refused", options: ["unknownFields"] },
  {
    likeness: "inferred",
    behaviour:
      "Permissions to list flows (`architect:flow:view`) and to see agents' names (`analytics:agentStateNames:view`)",
  },
  {
    likeness: "absent",
    behaviour:
      "API usage and rate-limit aggregates, details of users, activity of users and of routing, the search for participant attributes",
  },
  { likeness: "absent", behaviour: "Every endpoint that no row here names: 404" },
];
