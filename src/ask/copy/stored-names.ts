import type { Directory } from "../../directory/directory.ts";
import type { Store } from "../../store/store.ts";
import type { Names } from "../add-names.ts";
import type { AskWorld } from "../answer.ts";

/** The same world, in which names that the copy has need not be asked for; `isAlone`: nor any others. */
export async function withStoredNames(world: AskWorld, store: Store, isAlone: boolean): Promise<AskWorld> {
  const names = await readNames(store);
  const { directory } = world;
  const withNames: Directory = {
    ...directory,
    load: async (kind, ids, signal) => {
      if (isAlone) return;
      const unknown = [...ids].filter((id) => !names.has(`${kind} ${id}`));
      if (unknown.length > 0) await directory.load(kind, unknown, signal);
    },
    nameOf: (kind, id) => directory.nameOf(kind, id) ?? names.get(`${kind} ${id}`) ?? null,
  };
  return { ...world, directory: withNames };
}

/** The names that the copy has, for whoever asks nobody else. */
export async function readStoredNames(store: Store): Promise<Names> {
  const names = await readNames(store);
  return { load: async () => {}, nameOf: (kind, id) => names.get(`${kind} ${id}`) ?? null };
}

async function readNames(store: Store): Promise<Map<string, string | null>> {
  return new Map((await store.names()).map(({ kind, id, name }) => [`${kind} ${id}`, name]));
}
