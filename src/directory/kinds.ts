import type { Api } from "../api/api.ts";
import { listFlowsById } from "../api/endpoints/architect.ts";
import { listDivisions } from "../api/endpoints/authorization.ts";
import {
  listLanguagesById,
  listQueuesById,
  listSkillsById,
  listWrapUpCodesById,
  type NamedEntity,
} from "../api/endpoints/routing.ts";
import { listUsersById } from "../api/endpoints/users.ts";

type ListById = (api: Api, ids: readonly string[], signal?: AbortSignal) => AsyncGenerator<NamedEntity>;

/** What has a name in an organisation, and how names are read by id. */
export const KINDS = {
  user: { list: listUsersById, plural: "users" },
  queue: { list: listQueuesById, plural: "queues" },
  wrapUpCode: { list: listWrapUpCodesById, plural: "wrap-up codes" },
  // Few, and all of them in one listing.
  division: { list: (api, _ids, signal) => listDivisions(api, signal), plural: "divisions" },
  skill: { list: listSkillsById, plural: "skills" },
  language: { list: listLanguagesById, plural: "languages" },
  flow: { list: listFlowsById, plural: "flows" },
} as const satisfies Readonly<Record<string, { list: ListById; plural: string }>>;

export type EntityKind = keyof typeof KINDS;
