import type { Api } from "../api/api.ts";
import { listQueuesById, listWrapUpCodesById, type NamedEntity } from "../api/endpoints/routing.ts";
import { listUsersById } from "../api/endpoints/users.ts";
import { isAppError } from "../base/app-error.ts";
import type { Log } from "../base/effects.ts";

export type EntityKind = "user" | "queue" | "wrapUpCode";

/** Names of users, queues and wrap-up codes by id, asked for in batches and remembered. */
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
};

/** Ids in one request; more make the URL longer than some gateways take. */
const BATCH = 100;

export function createDirectory(api: Api, log: Log): Directory {
  const names: Record<EntityKind, Map<string, string | null>> = {
    user: new Map(),
    queue: new Map(),
    wrapUpCode: new Map(),
  };
  const notes = new Map<EntityKind, string>();

  const loadBatch = async (kind: EntityKind, ids: readonly string[], signal?: AbortSignal) => {
    // Remembered as unknown first: an id that the listing lacks (a built-in code, say) is not asked for again.
    for (const id of ids) names[kind].set(id, null);
    for await (const { id, name } of LIST_BY_KIND[kind].list(api, ids, signal)) names[kind].set(id, name ?? null);
  };

  return {
    async load(kind, ids, signal) {
      if (notes.has(kind)) return;
      const unknown = [...new Set(ids)].filter((id) => isEntityId(id) && !names[kind].has(id));
      try {
        for (let start = 0; start < unknown.length; start += BATCH) {
          await loadBatch(kind, unknown.slice(start, start + BATCH), signal);
        }
      } catch (error) {
        if (!isAppError(error) || error.kind === "cancelled" || error.kind === "auth") throw error;
        const note = `Names of ${LIST_BY_KIND[kind].plural} are missing. ${error.message}${error.hint === undefined ? "" : ` ${error.hint}`}`;
        notes.set(kind, note);
        log({ level: "warn", event: "names", message: note });
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
