import type { Fidelity } from "./fidelity.ts";

export const DIRECTORY: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour: "Users by page, by ids, by search, with expansions; no user context for a client (`not.a.user`)",
    paths: [
      "/api/v2/users",
      "/api/v2/users/me",
      "/api/v2/users/search",
      "/api/v2/users/:id",
      "/api/v2/users/:id/routingstatus",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "Queues and wrap-up codes by page, by ids, by name with `*`",
    paths: [
      "/api/v2/routing/queues",
      "/api/v2/routing/queues/:id",
      "/api/v2/routing/wrapupcodes",
      "/api/v2/routing/wrapupcodes/:id",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "Skills, languages and flows",
    paths: [
      "/api/v2/routing/skills",
      "/api/v2/routing/skills/:id",
      "/api/v2/routing/languages",
      "/api/v2/routing/languages/:id",
      "/api/v2/flows",
      "/api/v2/flows/:id",
    ],
  },
  {
    likeness: "faithful",
    behaviour: "Divisions, and those that a permission covers",
    paths: ["/api/v2/authorization/divisions", "/api/v2/authorization/divisionspermitted/paged/me"],
  },
  {
    likeness: "faithful",
    behaviour: "The organisation's limits in `platform.api` and those of jobs, and how long analytics keeps data",
    paths: [
      "/api/v2/organizations/limits/namespaces/:namespace",
      "/api/v2/organizations/limits/namespaces/:namespace/defaults",
      "/api/v2/organizations/limits/docs",
      "/api/v2/analytics/dataretention/settings",
    ],
  },
  { likeness: "absent", behaviour: "Limits of other namespaces: empty lists" },
  { likeness: "absent", behaviour: "Changing anything of the organisation" },
];
