import type { Api } from "../api/api.ts";
import { listDivisions } from "../api/endpoints/authorization.ts";
import { listQueuesById, listWrapUpCodesById, type NamedEntity } from "../api/endpoints/routing.ts";
import { listUsersById } from "../api/endpoints/users.ts";
import { isAppError } from "../base/app-error.ts";

export type EntityKind = "user" | "queue" | "wrapUpCode" | "division";

/** Names of users, queues, wrap-up codes and divisions by id, asked for in batches and remembered. */
export interface Directory {
  /** Reads the names that are not known yet. Missing permissions leave names unknown and are noted, not thrown. */
  load(kind: EntityKind, ids: Iterable<string>, signal?: AbortSignal): Promise<void>;
  /** `null` when nobody knows it (yet). */
  nameOf(kind: EntityKind, id: string): string | null;
  /** Why names are missing, one sentence a kind. */
  notes(): readonly string[];
}

type ListById = (api: Api, ids: readonly string[], signal?: AbortSignal) => AsyncGenerator<NamedEntity>;

const LIST_BY_KIND: Readonly<Record<EntityKind, { list: ListById; plural: string }>> = {
  user: { list: listUsersById, plural: "users" },
  queue: { list: listQueuesById, plural: "queues" },
  wrapUpCode: { list: listWrapUpCodesById, plural: "wrap-up codes" },
  // Few, and all of them in one listing.
  division: { list: (api, _ids, signal) => listDivisions(api, signal), plural: "divisions" },
};

/** Ids in one request; more make the URL longer than some gateways take. */
const BATCH = 100;

export function createDirectory(api: Api): Directory {
  const names: Record<EntityKind, Map<string, string | null>> = {
    user: new Map(),
    queue: new Map(),
    wrapUpCode: new Map(),
    division: new Map(),
  };
  /** Batches under way, by the ids in them: questions that run side by side wait for the same answer. */
  const underWay: Record<EntityKind, Map<string, Promise<void>>> = {
    user: new Map(),
    queue: new Map(),
    wrapUpCode: new Map(),
    division: new Map(),
  };
  const notes = new Map<EntityKind, string>();
  const denied = new Set<EntityKind>();

  const loadBatch = async (kind: EntityKind, ids: readonly string[], signal?: AbortSignal) => {
    for await (const { id, name } of LIST_BY_KIND[kind].list(api, ids, signal)) names[kind].set(id, name ?? null);
    // An id that the listing lacks (a code of another organisation, say) is not asked for again.
    for (const id of ids) if (!names[kind].has(id)) names[kind].set(id, null);
  };

  const startBatch = (kind: EntityKind, ids: readonly string[], signal?: AbortSignal): Promise<void> => {
    const batch = loadBatch(kind, ids, signal).finally(() => {
      for (const id of ids) underWay[kind].delete(id);
    });
    for (const id of ids) underWay[kind].set(id, batch);
    return batch;
  };

  const noteFailure = (kind: EntityKind, error: unknown) => {
    if (!isAppError(error) || error.kind === "cancelled" || error.kind === "auth") throw error;
    if (error.kind === "denied") denied.add(kind);
    const hint = error.hint === undefined ? "" : ` ${error.hint}`;
    notes.set(kind, `Names of ${LIST_BY_KIND[kind].plural} are missing. ${error.message}${hint}`);
  };

  return {
    async load(kind, ids, signal) {
      if (denied.has(kind)) return;
      const wanted = [...new Set(ids)].filter((id) => isEntityId(id) && !names[kind].has(id));
      const pending = new Set(wanted.flatMap((id) => underWay[kind].get(id) ?? []));
      const unknown = wanted.filter((id) => !underWay[kind].has(id));
      try {
        for (let start = 0; start < unknown.length; start += BATCH) {
          await startBatch(kind, unknown.slice(start, start + BATCH), signal);
        }
        await Promise.all(pending);
      } catch (error) {
        noteFailure(kind, error);
      }
    },
    nameOf: (kind, id) => names[kind].get(id) ?? null,
    notes: () => [...notes.values()],
  };
}

/** Built-in codes such as `ININ-WRAP-UP-TIMEOUT` are their own name and stand in no listing. */
function isEntityId(id: string): boolean {
  return /^[0-9a-f-]{36}$/i.test(id);
}
